import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.js';
import type { OptimizerFactory } from '../../../src/core/registry/contracts.js';
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
import cnnBilstm from '../../../src/plugins/models/cnnBilstm.js';
import mlp from '../../../src/plugins/models/mlp.js';
import adamw from '../../../src/plugins/optimizers/adam/adamw.js';
import { oneInput } from '../../support/trainingRows.js';
import { clusters, make, modelOf, optimizerOf, startTf, trainingOf } from './tasks.js';

const MLP = modelOf(mlp, { hidden: [16], dropout: 0.3 });
const CNN = modelOf(cnnBilstm, { filters: 8, kernel: 3, lstm: [6, 4], dense: 8, dropout: 0.3 });
const SETTINGS = { epochs: 4, batchSize: 8, stopEarly: { on: 'loss', patience: 3 } };
const parts = clusters({ rows: 32, columns: 10 });

let tf: Tf;
beforeAll(async () => {
  tf = await startTf(wasm);
});

/** Checkpoints as files would be: bytes, by how many epochs were over. */
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

/** What a kept training goes on from: its last checkpoint, with the weights of the best epoch's. */
function latest(files: readonly Uint8Array[]): SavedTraining {
  const snapshots = files.map(read);
  const { bestEpoch } = snapshots[snapshots.length - 1].stopping;
  const best = snapshots.find(
    ({ history, underWay }) => history.length === bestEpoch && underWay.batches === 0,
  );
  return {
    snapshot: snapshots[snapshots.length - 1],
    bestWeights: best === undefined ? null : modelWeights(best),
  };
}

async function train(
  model: Training['model'],
  checkpoints: Checkpoints,
  changes: Partial<Training> = {},
): Promise<TrainedNetwork> {
  return await trainNetwork({
    ...trainingOf(tf, model, parts, { settings: SETTINGS, random: new Random(5) }),
    checkpoints,
    ...changes,
  });
}

/** What a training came to, in bits. */
function outcome(trained: TrainedNetwork): unknown {
  const { history, bestEpoch, stopped } = trained;
  const probabilities = trained.predict(oneInput(parts.validation.table));
  trained.dispose();
  return { history, bestEpoch, stopped, probabilities };
}

/** Trains until so many batches were reported, and stops there; gives the checkpoints. */
async function interruptAfter(
  model: Training['model'],
  batches: number,
  changes: Partial<Training> = {},
): Promise<Kept> {
  const kept = new Kept();
  const controller = new AbortController();
  let seen = 0;
  const steering = {
    ...UNSTEERED,
    pause: () => {
      if (++seen === batches) controller.abort();
      return Promise.resolve(0);
    },
  };
  const { signal } = controller;
  await expect(train(model, kept, { ...changes, steering, signal })).rejects.toMatchObject({
    code: 'TRAINING_INTERRUPTED',
  });
  return kept;
}

type Case = [string, Training['model'], OptimizerFactory];

const tfAdam: OptimizerFactory = { learningRate: 0.01, create: (own) => own.train.adam(0.01) };
const others: readonly (readonly [string, OptimizerFactory['create']])[] = [
  ['sgd', (own) => own.train.sgd(0.01)],
  ['momentum', (own) => own.train.momentum(0.01, 0.9)],
  ['rmsprop', (own) => own.train.rmsprop(0.01, 0.9, 0.5)],
  ['adagrad', (own) => own.train.adagrad(0.01)],
  ['adadelta', (own) => own.train.adadelta(0.01)],
];

describe('a training that goes on from a checkpoint ends with the same bits', () => {
  it.each<Case>([
    ['mlp', MLP, optimizerOf({ learningRate: 0.01 })],
    ['cnn-bilstm', CNN, optimizerOf({ learningRate: 0.01 })],
    ["mlp by TensorFlow.js's adam", MLP, tfAdam],
    ...others.map(([name, create]): Case => [`mlp by ${name}`, MLP, { learningRate: 0.01, create }]),
  ])('%s, after each epoch', async (_, model, optimizer) => {
    const whole = new Kept();
    const expected = outcome(await train(model, whole, { optimizer }));
    expect(whole.files.length).toBe(4);
    for (let epochs = 1; epochs <= 4; epochs++) {
      const resumed = new Kept(latest(whole.files.slice(0, epochs)));
      expect(outcome(await train(model, resumed, { optimizer }))).toEqual(expected);
      // Weights are numbered anew in each training of a process, and seconds differ.
      const plain = ({ underWay, optimizer: { weights, own }, ...rest }: Snapshot): unknown => ({
        ...rest,
        underWay: { ...underWay, seconds: 0 },
        optimizer: [...weights, ...own].map(({ values }) => values),
      });
      expect(resumed.files.map((file) => plain(read(file)))).toEqual(
        whole.files.slice(epochs).map((file) => plain(read(file))),
      );
    }
  });

  it.each([
    ['mlp', MLP],
    ['cnn-bilstm', CNN],
  ])('%s, in the midst of an epoch', async (_, model) => {
    const expected = outcome(await train(model, new Kept()));
    // Three batches an epoch: in the first epoch, at its last batch, and in the third.
    for (const batches of [1, 3, 8]) {
      const { files } = await interruptAfter(model, batches);
      const resumed = latest(files);
      expect(resumed.snapshot.underWay.batches).toBe(batches === 3 ? 3 : batches % 3);
      expect(outcome(await train(model, new Kept(resumed)))).toEqual(expected);
    }
  });

  it.each([
    ['adam', optimizerOf({ learningRate: 0.01 })],
    ['adamw', make('optimizer', adamw, { learningRate: 0.01 })],
  ])('%s, resumed again from what a resumed one saved before its first batch', async (_, optimizer) => {
    const expected = outcome(await train(MLP, new Kept(), { optimizer }));
    // The last batch of an epoch is over: what goes on from there ends the epoch and saves, with no step before.
    const { files } = await interruptAfter(MLP, 3, { optimizer });
    const once = new Kept(latest(files));
    expect(outcome(await train(MLP, once, { optimizer }))).toEqual(expected);
    const again = latest(once.files.slice(0, 1));
    expect([again.snapshot.history.length, again.snapshot.underWay.batches]).toEqual([1, 0]);
    expect(outcome(await train(MLP, new Kept(again), { optimizer }))).toEqual(expected);
  });

  it('also where the last epoch is kept, and where early stopping ended it', async () => {
    for (const stopEarly of [null, { on: 'accuracy', patience: 1 }]) {
      const settings = { ...SETTINGS, stopEarly };
      const whole = new Kept();
      const expected = outcome(await train(MLP, whole, { settings }));
      for (let epochs = 1; epochs <= whole.files.length; epochs++) {
        const resumed = new Kept(latest(whole.files.slice(0, epochs)));
        expect(outcome(await train(MLP, resumed, { settings }))).toEqual(expected);
      }
    }
  });
});

describe('steering', () => {
  it('ends the training after the epoch, also when it is resumed, and says that it was asked', async () => {
    const kept = new Kept();
    const steering = { ...UNSTEERED, stopsAfterEpoch: () => true };
    const stopped = await train(MLP, kept, { steering });
    expect(stopped).toMatchObject({ stopped: 'asked', bestEpoch: 1, history: [{ epoch: 1 }] });
    const expected = outcome(stopped);
    expect(outcome(await train(MLP, new Kept(latest(kept.files))))).toEqual(expected);
  });

  it('leaves pauses out of the seconds of an epoch', async () => {
    const seconds = async (pause: number): Promise<number> => {
      const steering = { ...UNSTEERED, pause: () => Promise.resolve(pause) };
      const training = trainingOf(tf, MLP, parts, { settings: { ...SETTINGS, epochs: 1 } });
      (await trainNetwork({ ...training, steering })).dispose();
      const epoch = training.events.find((event) => event.type === 'epoch-finished');
      return epoch?.seconds ?? NaN;
    };
    // Two of the three pauses lie between batches of the epoch.
    expect((await seconds(0)) - (await seconds(1000))).toBeGreaterThan(1900);
  });
});

it('no tensor is left behind by saving and resuming', async () => {
  const before = tf.memory().numTensors;
  for (const optimizer of [optimizerOf(), tfAdam]) {
    const kept = new Kept();
    (await train(MLP, kept, { optimizer })).dispose();
    (await train(MLP, new Kept(latest(kept.files.slice(0, 2))), { optimizer })).dispose();
  }
  expect(tf.memory().numTensors).toBe(before);
});

it('an optimizer that cannot be saved is warned about once, and trains all the same', async () => {
  const optimizer: OptimizerFactory = { learningRate: 0.01, create: (own) => own.train.adamax(0.01) };
  const kept = new Kept();
  const training = trainingOf(tf, MLP, parts, { settings: SETTINGS, optimizer });
  const trained = await trainNetwork({ ...training, checkpoints: kept });
  expect(trained.history.length).toBe(4);
  expect(kept.files).toEqual([]);
  const warnings = training.events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
  expect(warnings).toEqual([
    'The optimizer cannot be saved (getWeights() is not implemented for Adamax yet.): if this run is interrupted, it trains from the first epoch again.',
  ]);
  trained.dispose();
});

it('refuses the checkpoint of another network', async () => {
  const kept = new Kept();
  (await train(MLP, kept)).dispose();
  await expect(train(CNN, new Kept(latest(kept.files)))).rejects.toMatchObject({ code: 'CHECKPOINT_MISFIT' });
});

describe('the bytes of a checkpoint', () => {
  const snapshot: Snapshot = {
    history: [
      { epoch: 1, learningRate: 0.1, train: { loss: 0.1 + 0.2 }, validation: { loss: null }, recall: {} },
    ],
    stopping: { best: Infinity, bestEpoch: 1, waited: 0 },
    underWay: { orderState: [1, -2, 3, 4], batches: 7, lossSum: 1 / 3, correct: 5, seconds: 0.25 },
    stopped: null,
    dropoutState: [-1, 2, 3, 0x7fffffff],
    augmentStates: [[1, 2, 3, 4], [-5]],
    weights: [Float32Array.of(0.1, -0, NaN, Infinity, 1e-45), new Float32Array(0)],
    average: [Float32Array.of(1, 2, 3, 4, 5), new Float32Array(0)],
    optimizer: {
      weights: [
        { name: 'iter', shape: [], values: Int32Array.of(12) },
        { name: 'a/m', shape: [2, 1], values: Float32Array.of(1, 2) },
      ],
      own: [{ name: 'accBeta1', shape: [], values: Float32Array.of(0.9) }],
    },
  };

  it('give back every bit', () => {
    expect(read(encodeCheckpoint(snapshot))).toEqual(snapshot);
  });

  it('are known to be damaged wherever they are cut off or changed', () => {
    const bytes = encodeCheckpoint(snapshot);
    for (let length = 0; length < bytes.length; length++) {
      expect(decodeCheckpoint(bytes.subarray(0, length)).ok).toBe(false);
    }
    for (let position = 0; position < bytes.length; position++) {
      const changed = Uint8Array.from(bytes);
      changed[position] ^= 1;
      expect(decodeCheckpoint(changed).ok).toBe(false);
    }
    expect(decodeCheckpoint(Buffer.from('{}'))).toEqual({ ok: false, problem: 'it is no checkpoint' });
  });
});
