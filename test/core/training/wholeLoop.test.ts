import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.js';
import type { Augmenter, OptimizerFactory } from '../../../src/core/registry/contracts.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/core/training/checkpoint.js';
import {
  modelWeights,
  type Checkpoints,
  type SavedTraining,
  type Snapshot,
} from '../../../src/core/training/snapshot.js';
import { UNSTEERED } from '../../../src/core/training/steering.js';
import type { Tf } from '../../../src/core/training/tf.js';
import { trainNetwork, type TrainedNetwork } from '../../../src/core/training/train.js';
import type { Training } from '../../../src/core/training/training.js';
import wasm from '../../../src/plugins/backends/wasm/index.js';
import crossEntropy from '../../../src/plugins/losses/crossEntropy.js';
import cnnBilstm from '../../../src/plugins/models/cnnBilstm.js';
import adamw from '../../../src/plugins/optimizers/adam/adamw.js';
import { augmenterOf } from '../../support/augmenters.js';
import { asInputs, clusters, lossOf, modelOf, startTf, trainingOf } from './tasks.js';

const MODEL = modelOf(cnnBilstm, { filters: 8, kernel: 3, lstm: [6, 4], dense: 8, dropout: 0.3 });
const parts = clusters({ rows: 32, columns: 3, steps: 12 });
const validation = asInputs(parts.validation);
const AUGMENTERS: readonly Augmenter[] = [
  augmenterOf('mixup', { alpha: 0.4 }),
  augmenterOf('noise'),
  augmenterOf('time-mask', { steps: 3 }),
  augmenterOf('channel-drop'),
  augmenterOf('shift', { steps: 2 }),
];
const SETTINGS: Training['settings'] = {
  epochs: 4,
  batchSize: 8,
  stopEarly: null,
  schedule: { warmup: 1.5, decay: 'cosine', to: 0 },
  clipNorm: 0.5,
  averageWeights: 0.9,
};
const factory: OptimizerFactory = adamw.create(
  { learningRate: 0.01, weightDecay: 0.02 },
  { random: new Random(1), warn: () => undefined },
);

let tf: Tf;
beforeAll(async () => {
  tf = await startTf(wasm);
});

class Kept implements Checkpoints {
  readonly snapshots: Snapshot[] = [];
  constructor(readonly latest: SavedTraining | null = null) {}

  keep(snapshot: Snapshot): Promise<void> {
    const decoded = decodeCheckpoint(encodeCheckpoint(snapshot));
    if (!decoded.ok) throw new Error(decoded.problem);
    this.snapshots.push(decoded.snapshot);
    return Promise.resolve();
  }
}

/** What a training that ended after these snapshots goes on from. */
function latest(snapshots: readonly Snapshot[]): SavedTraining {
  const snapshot = snapshots[snapshots.length - 1];
  const best = snapshots.find(
    ({ history, underWay }) => history.length === snapshot.stopping.bestEpoch && underWay.batches === 0,
  );
  return { snapshot, bestWeights: best === undefined ? null : modelWeights(best) };
}

const trainingWith = (changes: Partial<Training> = {}): Training =>
  trainingOf(tf, MODEL, parts, {
    settings: SETTINGS,
    optimizer: factory,
    loss: lossOf(crossEntropy, { labelSmoothing: 0.05 }),
    augmenters: AUGMENTERS,
    random: new Random(5),
    ...changes,
  });

const train = (changes: Partial<Training> = {}): Promise<TrainedNetwork> =>
  trainNetwork(trainingWith(changes));

/** What a training came to, in bits. */
function outcome(trained: TrainedNetwork): unknown {
  const { history, bestEpoch, stopped } = trained;
  const probabilities = trained.predict(validation.inputs);
  trained.dispose();
  return { history, bestEpoch, stopped, probabilities };
}

describe('schedule, clipping, average and augmentation together, resumed, end with the same bits', () => {
  it.each([null, { on: 'loss', patience: 3 }])('stopEarly: %o', async (stopEarly) => {
    const settings = { ...SETTINGS, stopEarly };
    const whole = new Kept();
    const expected = outcome(await train({ settings, checkpoints: whole }));
    expect(outcome(await train({ settings }))).toEqual(expected);
    for (let epochs = 1; epochs <= whole.snapshots.length; epochs++) {
      const checkpoints = new Kept(latest(whole.snapshots.slice(0, epochs)));
      expect(outcome(await train({ settings, checkpoints }))).toEqual(expected);
    }
    // Three batches an epoch: in the warm-up, at the end of an epoch, and in the third.
    for (const batches of [1, 3, 8]) {
      const checkpoints = new Kept();
      const controller = new AbortController();
      let seen = 0;
      const pause = (): Promise<number> => {
        if (++seen === batches) controller.abort();
        return Promise.resolve(0);
      };
      const { signal } = controller;
      const steering = { ...UNSTEERED, pause };
      await expect(train({ settings, checkpoints, signal, steering })).rejects.toMatchObject({
        code: 'TRAINING_INTERRUPTED',
      });
      const resumed = new Kept(latest(checkpoints.snapshots));
      expect(outcome(await train({ settings, checkpoints: resumed }))).toEqual(expected);
    }
  });

  it('each of them counts', async () => {
    const all = outcome(await train());
    const changes: readonly Partial<Training>[] = [
      { settings: { ...SETTINGS, schedule: null } },
      { settings: { ...SETTINGS, clipNorm: null } },
      { settings: { ...SETTINGS, averageWeights: null } },
      ...AUGMENTERS.map((_, index) => ({ augmenters: AUGMENTERS.filter((_, other) => other !== index) })),
    ];
    for (const change of changes) expect(outcome(await train(change))).not.toEqual(all);
  });

  it('leave no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const checkpoints = new Kept();
    (await train({ checkpoints })).dispose();
    (await train({ checkpoints: new Kept(latest(checkpoints.snapshots.slice(0, 2))) })).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the averaged weights', () => {
  it('are the model at the end, and what is scored after each epoch', async () => {
    const checkpoints = new Kept();
    const trained = await train({ checkpoints });
    const last = checkpoints.snapshots[3];
    expect(last.average.length).toBe(last.weights.length);
    expect(last.average).not.toEqual(last.weights);
    const probabilities = trained.predict(validation.inputs);
    const right = validation.labels.filter((label, row) => {
      const scores = [...probabilities.subarray(row * 3, (row + 1) * 3)];
      return scores.indexOf(Math.max(...scores)) === label;
    });
    expect(trained.history[3].validation['accuracy']).toBe(right.length / validation.labels.length);
    const loss = trained.history[3].validation['loss'] ?? NaN;
    trained.dispose();
    // The weights themselves, which go on from the same start, are scored otherwise.
    const plain = await train({ settings: { ...SETTINGS, averageWeights: null } });
    expect(plain.history.map(({ train: { loss: each } }) => each)).toEqual(
      trained.history.map(({ train: { loss: each } }) => each),
    );
    expect(plain.history[3].validation['loss']).not.toBe(loss);
    plain.dispose();
  });

  it('of the best epoch are the model where training stops early', async () => {
    const checkpoints = new Kept();
    // The rate is so high that the first epochs are the best ones.
    const settings = { ...SETTINGS, schedule: null, stopEarly: { on: 'loss', patience: 4 } };
    const optimizer = adamw.create({ learningRate: 0.5 }, { random: new Random(1), warn: () => undefined });
    const trained = await train({ settings, optimizer, checkpoints });
    const best = checkpoints.snapshots[trained.bestEpoch - 1];
    const losses = trained.history.map(({ validation: { loss } }) => loss ?? Infinity);
    expect(losses.indexOf(Math.min(...losses)) + 1).toBe(trained.bestEpoch);
    expect(trained.bestEpoch).toBeLessThan(4);
    const restored = await train({
      settings: { ...settings, epochs: trained.bestEpoch, stopEarly: null },
      optimizer,
    });
    expect([...restored.predict(validation.inputs)]).toEqual([...trained.predict(validation.inputs)]);
    expect(best.average.length).toBeGreaterThan(0);
    restored.dispose();
    trained.dispose();
  });
});

it('the epochs tell the learning rate of their last step', async () => {
  const trained = await train();
  const rates = trained.history.map(({ learningRate }) => learningRate);
  // Steps 2, 5, 8 and 11 of twelve; 4.5 steps of warm-up are 5.
  const cosine = (step: number): number => (0.01 * (1 + Math.cos((Math.PI * (step - 5)) / 7))) / 2;
  [(0.01 * 3) / 5, cosine(5), cosine(8), cosine(11)].forEach((expected, index) => {
    expect(rates[index]).toBeCloseTo(expected, 12);
  });
  trained.dispose();
});

it('an optimizer whose rate cannot be set is refused with a schedule', async () => {
  const optimizer: OptimizerFactory = { learningRate: 0.01, create: (own) => own.train.sgd(0.01) };
  await expect(train({ optimizer })).rejects.toMatchObject({ code: 'SCHEDULE_WITHOUT_RATE' });
});

it('an augmenter that cannot change the inputs is refused before the first batch', async () => {
  const augmenters = [augmenterOf('shift', { input: 'statistics' })];
  await expect(train({ augmenters })).rejects.toMatchObject({ code: 'AUGMENTER_INPUT_UNKNOWN' });
});

it('mixed rows weigh as the classes that they have shares of', async () => {
  const seen: number[] = [];
  const loss = lossOf(crossEntropy);
  const spying: Training['loss'] = {
    loss(own, logits, labels, weights, classes) {
      const shares = labels.dataSync();
      weights.dataSync().forEach((weight, row) => {
        const expected = shares[row * 3] + 2 * shares[row * 3 + 1] + 4 * shares[row * 3 + 2];
        seen.push(Math.abs(weight - expected));
      });
      return loss.loss(own, logits, labels, weights, classes);
    },
  };
  const settings = { epochs: 1, batchSize: 8, stopEarly: null };
  const classWeights = Float32Array.of(1, 2, 4);
  const trained = await train({
    settings,
    classWeights,
    loss: spying,
    validation: { ...validation, labels: new Int32Array(0) },
  });
  trained.dispose();
  expect(seen.length).toBe(24);
  expect(Math.max(...seen)).toBeLessThan(1e-5);
});
