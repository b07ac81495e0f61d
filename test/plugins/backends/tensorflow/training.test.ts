import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../../src/core/random.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../../../src/core/training/checkpoint.js';
import { loadNetwork } from '../../../../src/core/training/load.js';
import { forward } from '../../../../src/core/training/network.js';
import type { Checkpoints, SavedTraining, Snapshot } from '../../../../src/core/training/snapshot.js';
import { trainOnBatch } from '../../../../src/core/training/step.js';
import type { LayersModel, Tensor, Tf } from '../../../../src/core/training/tf.js';
import { trainNetwork, type TrainedNetwork } from '../../../../src/core/training/train.js';
import tensorflow from '../../../../src/plugins/backends/tensorflow/index.js';
import focal from '../../../../src/plugins/losses/focal.js';
import cnnBilstm from '../../../../src/plugins/models/cnnBilstm.js';
import {
  golden,
  GOLDEN_CLASSES,
  largestDifference,
  tensorOf,
  type Values,
} from '../../../core/training/golden.js';
import { clusters, lossOf, modelOf, optimizerOf, trainingOf } from '../../../core/training/tasks.js';
import { oneInput } from '../../../support/trainingRows.js';
import { lossOf as lossOfBatch, publishedBatch, publishedModel } from '../publishedModel.js';
import { installed, startTensorflow, whereInstalled } from './installed.js';

const SMALL = { filters: 5, kernel: 3, lstm: [4, 3], dense: 6, dropout: 0 };
const context = { random: new Random(1), warn: (): void => undefined };

let tf: Tf;

describe.skipIf(!installed)(whereInstalled('training on tensorflow'), () => {
  beforeAll(async () => {
    tf = await startTensorflow();
  });
  afterEach(() => {
    tf.disposeVariables();
  });

  it('is what the run records: the versions, and the threads that its last bits depend on', async () => {
    const backend = tensorflow.create({}, context);
    expect(await backend.unavailable()).toBeNull();
    expect(backend.version).toMatch(/^tfjs-node 4\.\d+\.\d+, TensorFlow (\d+\.\d+\.\d+|of unknown version)$/);
    expect(backend.dependsOnThreads).toBe(true);
    expect(tf.getBackend()).toBe('tensorflow');
  });

  it('has the step function of the standard kernel, in fewer operations', () => {
    const x = tf.tensor1d([-2, -0, 0, 1e-30, 3, Infinity, -Infinity, NaN]);
    expect([...tf.step(x).dataSync()]).toEqual([0, 0, 0, 1, 1, 1, 0, NaN]);
    expect([...tf.step(x, 0.5).dataSync()]).toEqual([0.5, 0.5, 0.5, 1, 1, 1, 0.5, NaN]);
  });

  it('goes as in Keras: five steps of Adam on the published loss', () => {
    const { weights, rows, truth, losses, trained } = golden.training;
    const model = build([12], weights);
    const randoms = { order: new Random(1), dropout: new Random(2), augment: [] };
    const state = { model, optimizer: optimizerOf({ learningRate: 0.01 }).create(tf), randoms };
    const oneHot = truth.map((label) => GOLDEN_CLASSES.map((_, index) => Number(index === label)));
    const loss = lossOf(focal, { gamma: 2, alpha: 0.75 });
    const found = losses.map(() => {
      const batch = {
        inputs: inputsOf(tensorOf(tf, rows)),
        labels: tf.tensor2d(oneHot),
        weights: tf.tensor1d(truth.map(() => 1)),
      };
      return trainOnBatch(tf, state, { loss, classes: GOLDEN_CLASSES, auxiliaryWeight: 1 }, batch).loss;
    });
    expect(largestDifference(found, losses)).toBeLessThan(1e-6);
    model.getWeights().forEach((weight, index) => {
      expect(largestDifference(weight.dataSync(), trained[index].values)).toBeLessThan(2e-5);
    });
  });

  it("hides padded steps from the LSTMs as Keras's masking does", () => {
    const { weights, rows, logits } = golden.masking;
    const found = tf.tidy(() =>
      forward(tf, build([14, 3], weights), inputsOf(tensorOf(tf, rows)), false).logits.dataSync(),
    );
    expect(largestDifference(found, logits.values)).toBeLessThan(1e-6);
  });

  it("has the gradients of the library's plain JavaScript, for every weight of the published model", async () => {
    const found = gradients();
    await tf.setBackend('cpu');
    const expected = gradients();
    await tf.setBackend('tensorflow');
    expect(found.length).toBe(18);
    found.forEach((values, index) => {
      const scale = Math.max(...expected[index].map(Math.abs));
      expect(scale, `weight ${index} has a gradient`).toBeGreaterThan(0);
      const difference = largestDifference(values, expected[index]);
      expect(difference / Math.min(1, scale), `weight ${index}`).toBeLessThan(1e-4);
    });
  });

  it('ends with the same bytes from the same seed, with others from another', async () => {
    const first = await trained(new Random(5));
    expect(await trained(new Random(5))).toEqual(first);
    expect(await trained(new Random(6))).not.toEqual(first);
  });

  it('ends with the same bytes where it goes on from a checkpoint', async () => {
    const kept = new Kept();
    const whole = await trained(new Random(5), kept);
    expect(kept.files.length).toBeGreaterThan(2);
    const snapshot = read(kept.files[1]);
    const resumed = await trained(new Random(5), new Kept({ snapshot, bestWeights: null }));
    expect(resumed).toEqual(whole);
  });

  it('saves a standard model, which gives the same numbers when it is loaded', async () => {
    const { network, rows } = await trainSmall(new Random(5));
    const directory = mkdtempSync(join(tmpdir(), 'intone-test-'));
    await network.save(directory);
    const loaded = await loadNetwork(tf, directory);
    expect(loaded.predict(rows)).toEqual(network.predict(rows));
  });

  it('keeps no tensors from one training to the next', async () => {
    const count = async (): Promise<number> => {
      const { network } = await trainSmall(new Random(5));
      network.dispose();
      return tf.memory().numTensors;
    };
    const first = await count();
    expect(await count()).toBe(first);
  });
});

class Kept implements Checkpoints {
  readonly files: Uint8Array[] = [];
  constructor(readonly latest: SavedTraining | null = null) {}

  keep(snapshot: Snapshot): Promise<void> {
    this.files.push(encodeCheckpoint(snapshot));
    return Promise.resolve();
  }
}

function read(bytes: Uint8Array): Snapshot {
  const decoded = decodeCheckpoint(bytes);
  if (!decoded.ok) throw new Error(decoded.problem);
  return decoded.snapshot;
}

/** A small CNN-BiLSTM with dropout on sequences of unlike lengths, and the rows to predict. */
async function trainSmall(
  random: Random,
  checkpoints?: Checkpoints,
): Promise<{ network: TrainedNetwork; rows: ReturnType<typeof oneInput> }> {
  const { train, validation } = clusters({ rows: 32, columns: 3, steps: 9 });
  const lengths = (count: number): Int32Array =>
    Int32Array.from({ length: count }, (_, row) => 5 + (row % 5));
  const parts = {
    train: { ...train, table: { ...train.table, lengths: lengths(train.labels.length) } },
    validation: { ...validation, table: { ...validation.table, lengths: lengths(validation.labels.length) } },
  };
  const model = modelOf(cnnBilstm, { filters: 8, kernel: 3, lstm: [6, 4], dense: 8, dropout: 0.3 });
  const settings = { epochs: 3, batchSize: 8, stopEarly: null };
  const training = trainingOf(tf, model, parts, { settings, random });
  const network = await trainNetwork({ ...training, ...(checkpoints && { checkpoints }) });
  return { network, rows: oneInput(parts.validation.table) };
}

async function trained(random: Random, checkpoints?: Checkpoints): Promise<Float64Array> {
  const { network, rows } = await trainSmall(random, checkpoints);
  const probabilities = network.predict(rows);
  network.dispose();
  return probabilities;
}

function build(
  shape: readonly [number] | readonly [number, number],
  weights: readonly Values[],
): LayersModel {
  const model = modelOf(cnnBilstm, SMALL).build(tf, [{ name: 'features', shape }], 4, new Random(1));
  model.setWeights(weights.map((weight) => tensorOf(tf, weight)));
  return model;
}

function inputsOf(values: Tensor) {
  return [{ name: 'features', values, mask: null }];
}

/** The gradients of the published model's weights, in the model's order. */
function gradients(): Float32Array[] {
  const model = publishedModel(tf);
  const batch = publishedBatch(tf, 3);
  const { grads } = tf.variableGrads(() => lossOfBatch(tf, model, batch));
  return model.trainableWeights.map((weight) => Float32Array.from(grads[weight.name].dataSync()));
}
