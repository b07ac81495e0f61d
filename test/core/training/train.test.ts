import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.js';
import type { NetworkModel } from '../../../src/core/registry/contracts.js';
import type { Tf } from '../../../src/core/training/tf.js';
import { trainNetwork } from '../../../src/core/training/train.js';
import cnnBilstm from '../../../src/plugins/models/cnnBilstm.js';
import mlp from '../../../src/plugins/models/mlp.js';
import { accuracy, CLASSES, clusters, modelOf, startTf, trainingOf } from './tasks.js';

const SMALL_MLP = modelOf(mlp, { hidden: [16], dropout: 0.2 });
const SMALL_CNN = modelOf(cnnBilstm, { filters: 8, kernel: 3, lstm: [6, 4], dense: 8, dropout: 0.2 });

let tf: Tf;
beforeAll(async () => {
  tf = await startTf();
});

describe('trainNetwork', () => {
  it.each([
    ['mlp', SMALL_MLP],
    ['cnn-bilstm', SMALL_CNN],
  ] as const)('%s learns a separable task', async (_, model) => {
    const parts = clusters({ rows: 96, columns: 10 });
    const trained = await trainNetwork(trainingOf(tf, model, parts));
    const { overall } = accuracy.evaluate({
      classes: CLASSES,
      truth: parts.validation.labels,
      probabilities: trained.predict(parts.validation.table),
    });
    expect(overall['accuracy']).toBeGreaterThan(0.95);
    expect(trained.history.at(-1)?.train['accuracy']).toBeGreaterThan(0.9);
    trained.dispose();
  });

  it('leaves no tensor behind', async () => {
    const parts = clusters({ rows: 24, columns: 10 });
    const before = tf.memory().numTensors;
    for (const model of [SMALL_MLP, SMALL_CNN]) {
      const settings = { epochs: 2, batchSize: 8, stopEarly: { on: 'accuracy', patience: 5 } };
      const trained = await trainNetwork(trainingOf(tf, model, parts, { settings }));
      trained.predict(parts.train.table);
      trained.dispose();
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives the same bytes for the same seed, and others for another', async () => {
    const parts = clusters({ rows: 24, columns: 10 });
    const settings = { epochs: 2, batchSize: 8, stopEarly: null };
    const predict = async (model: NetworkModel, seed: number): Promise<Float64Array> => {
      const trained = await trainNetwork(
        trainingOf(tf, model, parts, { settings, random: new Random(seed) }),
      );
      const probabilities = trained.predict(parts.validation.table);
      trained.dispose();
      return probabilities;
    };
    for (const model of [SMALL_MLP, SMALL_CNN]) {
      const first = await predict(model, 1);
      expect(await predict(model, 1)).toEqual(first);
      expect(await predict(model, 2)).not.toEqual(first);
    }
  });
});
