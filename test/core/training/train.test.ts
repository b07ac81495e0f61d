import { beforeAll, describe, expect, it } from 'vitest';
import { takeRows, withContents, type Rows } from '../../../src/core/experiment/rows.js';
import { Random } from '../../../src/core/random.js';
import type { Evaluator, NetworkModel } from '../../../src/core/registry/contracts.js';
import { stack } from '../../../src/core/training/stack.js';
import type { Tf } from '../../../src/core/training/tf.js';
import { trainNetwork } from '../../../src/core/training/train.js';
import type { Training } from '../../../src/core/training/training.js';
import wasm from '../../../src/plugins/backends/wasm/index.js';
import cnnBilstm from '../../../src/plugins/models/cnnBilstm.js';
import mlp from '../../../src/plugins/models/mlp.js';
import { oneInput } from '../../support/trainingRows.js';
import { accuracy, asInputs, CLASSES, clusters, modelOf, optimizerOf, startTf, trainingOf } from './tasks.js';

const SMALL_MLP = modelOf(mlp, { hidden: [16], dropout: 0.2 });
const SMALL_CNN = modelOf(cnnBilstm, { filters: 8, kernel: 3, lstm: [6, 4], dense: 8, dropout: 0.2 });
const models = [
  ['mlp', SMALL_MLP],
  ['cnn-bilstm', SMALL_CNN],
] as const;

let tf: Tf;
beforeAll(async () => {
  tf = await startTf(wasm);
});

function accuracyOf(probabilities: Float64Array, rows: Rows): number {
  return accuracy.evaluate({ classes: CLASSES, truth: rows.labels, probabilities }).overall['accuracy'];
}

describe('learning', () => {
  it.each(models)('%s learns a separable task', async (_, model) => {
    const parts = clusters({ rows: 96, columns: 10 });
    const trained = await trainNetwork(trainingOf(tf, model, parts));
    expect(accuracyOf(trained.predict(oneInput(parts.validation.table)), parts.validation)).toBeGreaterThan(
      0.95,
    );
    trained.dispose();
  });

  it('cnn-bilstm learns sequences of unlike lengths', async () => {
    const { train, validation } = clusters({ rows: 60, columns: 3, steps: 9 });
    const cut = <R extends Rows>(rows: R): R => ({
      ...rows,
      table: { ...rows.table, lengths: Int32Array.from(rows.labels, (_, row) => 5 + (row % 5)) },
    });
    const parts = { train: cut(train), validation: cut(validation) };
    const trained = await trainNetwork(trainingOf(tf, SMALL_CNN, parts));
    expect(accuracyOf(trained.predict(oneInput(parts.validation.table)), validation)).toBeGreaterThan(0.9);
    trained.dispose();
  });

  it.each([
    ['mlp', modelOf(mlp, { hidden: [32], dropout: 0 })],
    ['cnn-bilstm', modelOf(cnnBilstm, { filters: 8, kernel: 3, lstm: [8, 6], dense: 16, dropout: 0 })],
  ])('%s fits labels that mean nothing, given epochs enough', async (_, model) => {
    const { train, validation } = clusters({ rows: 24, columns: 10 });
    const random = new Random(3);
    const noise = Float32Array.from(train.table.values, () => random.normal());
    const labels = train.labels.map(() => random.integer(3));
    const parts = {
      train: withContents(train, { table: { ...train.table, values: noise }, labels }),
      validation,
    };
    const settings = { epochs: 80, batchSize: 6, stopEarly: null };
    const trained = await trainNetwork(trainingOf(tf, model, parts, { settings }));
    expect(accuracyOf(trained.predict(oneInput(parts.train.table)), parts.train)).toBe(1);
    trained.dispose();
  });

  it('multiplies the loss by the weight of the class', async () => {
    const parts = clusters({ rows: 96, columns: 10 });
    const classWeights = Float32Array.of(1, 1, 0);
    const trained = await trainNetwork(trainingOf(tf, SMALL_MLP, parts, { classWeights }));
    const probabilities = trained.predict(oneInput(parts.validation.table));
    const sad = [...parts.validation.labels].flatMap((label, row) => (label === 2 ? [row] : []));
    const others = [...parts.validation.labels].flatMap((label, row) => (label === 2 ? [] : [row]));
    const right = (row: number): boolean => {
      const scores = probabilities.subarray(row * 3, row * 3 + 3);
      return scores.indexOf(Math.max(...scores)) === parts.validation.labels[row];
    };
    expect(sad.filter(right)).toEqual([]);
    expect(others.filter(right).length).toBeGreaterThan(0.9 * others.length);
    trained.dispose();
  });
});

describe('determinism', () => {
  it.each(models)('%s: the same bytes for the same seed, others for another', async (_, model) => {
    const parts = clusters({ rows: 24, columns: 10 });
    const settings = { epochs: 2, batchSize: 8, stopEarly: null };
    const predict = async (seed: number): Promise<Float64Array> => {
      const random = new Random(seed);
      const trained = await trainNetwork(trainingOf(tf, model, parts, { settings, random }));
      const probabilities = trained.predict(oneInput(parts.validation.table));
      trained.dispose();
      return probabilities;
    };
    const first = await predict(1);
    expect(await predict(1)).toEqual(first);
    expect(await predict(2)).not.toEqual(first);
  });

  it.each(models)('%s: a row alone is predicted as among others, to the bit', async (_, model) => {
    const { train, validation } = clusters({ rows: 24, columns: 10 });
    const settings = { epochs: 1, batchSize: 8, stopEarly: null };
    const trained = await trainNetwork(trainingOf(tf, model, { train, validation }, { settings }));
    const together = trained.predict(oneInput(train.table));
    train.ids.forEach((_id, row) => {
      expect(trained.predict(oneInput(takeRows(train.table, [row])))).toEqual(
        together.slice(row * 3, row * 3 + 3),
      );
    });
    trained.dispose();
  });

  it('leaves no tensor behind', async () => {
    const parts = clusters({ rows: 24, columns: 10 });
    const before = tf.memory().numTensors;
    for (const [, model] of models) {
      const settings = { epochs: 2, batchSize: 8, stopEarly: { on: 'accuracy', patience: 5 } };
      const trained = await trainNetwork(trainingOf(tf, model, parts, { settings }));
      trained.predict(oneInput(parts.train.table));
      trained.dispose();
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('early stopping', () => {
  /** Labels that mean nothing: the validation loss rises as the network learns the training rows by heart. */
  function meaningless() {
    const { train, validation } = clusters({ rows: 48, columns: 10 });
    const random = new Random(9);
    const shuffled = <R extends Rows>(rows: R): R => ({
      ...rows,
      labels: rows.labels.map(() => random.integer(3)),
    });
    return { train: shuffled(train), validation: shuffled(validation) };
  }

  it('gives back the weights of the best epoch', async () => {
    const parts = meaningless();
    const settings = { epochs: 60, batchSize: 8, stopEarly: { on: 'loss', patience: 4 } };
    const training = trainingOf(tf, SMALL_MLP, parts, { settings });
    const trained = await trainNetwork(training);
    const losses = trained.history.map(({ validation }) => validation['loss'] ?? NaN);
    expect(trained.bestEpoch).toBe(1 + losses.indexOf(Math.min(...losses)));
    expect(losses).toHaveLength(trained.bestEpoch + 4);
    const probabilities = trained.predict(oneInput(parts.validation.table));
    const mean =
      parts.validation.labels.reduce((sum, label, row) => sum - Math.log(probabilities[row * 3 + label]), 0) /
      parts.validation.labels.length;
    expect(mean).toBeCloseTo(Math.min(...losses), 5);
    expect(training.events.at(-1)).toEqual({
      type: 'training-stopped',
      reason: 'patience',
      epoch: losses.length,
      bestEpoch: trained.bestEpoch,
    });
    trained.dispose();
  });

  it('keeps the best epoch when the epochs run out first, and the last where nothing is watched', async () => {
    const parts = meaningless();
    const bestEpoch = async (stopEarly: Training['settings']['stopEarly']): Promise<number> => {
      const settings = { epochs: 25, batchSize: 8, stopEarly };
      const trained = await trainNetwork(trainingOf(tf, SMALL_MLP, parts, { settings }));
      trained.dispose();
      return trained.bestEpoch;
    };
    expect(await bestEpoch({ on: 'loss', patience: 100 })).toBeLessThan(25);
    expect(await bestEpoch(null)).toBe(25);
  });

  it('warns where the watched metric is not defined', async () => {
    const undefinedThere: Evaluator = {
      metrics: [{ name: 'kappa', per: 'overall', better: 'higher', summary: 'Never defined.' }],
      evaluate: () => ({ overall: { kappa: NaN }, perClass: {} }),
    };
    const settings = { epochs: 9, batchSize: 8, stopEarly: { on: 'kappa', patience: 2 } };
    const training = trainingOf(tf, SMALL_MLP, meaningless(), { settings, evaluators: [undefinedThere] });
    const trained = await trainNetwork(training);
    expect(trained.bestEpoch).toBe(1);
    expect(trained.history.map(({ validation }) => validation['kappa'])).toEqual([null, null]);
    expect(training.events.find(({ type }) => type === 'warning')).toMatchObject({
      message:
        "'kappa' is not defined on the validation part after epoch 1; early stopping takes that for no improvement.",
    });
    trained.dispose();
  });
});

describe('events', () => {
  it('tells each epoch with its numbers, and the batches that are done', async () => {
    const parts = clusters({ rows: 24, columns: 10 });
    const settings = { epochs: 2, batchSize: 8, stopEarly: null };
    const training = trainingOf(tf, SMALL_MLP, parts, { settings });
    const trained = await trainNetwork(training);
    const epochs = training.events.filter((event) => event.type === 'epoch-finished');
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(epochs[1]).toMatchObject({ ...trained.history[1], epochs: 2, learningRate: 0.01, best: true });
    expect(Object.keys(epochs[0].train)).toEqual(['loss', 'accuracy']);
    expect(Object.keys(epochs[0].validation)).toEqual(['loss', 'accuracy']);
    expect(Object.keys(epochs[0].recall)).toEqual([...CLASSES]);
    const progress = training.events.filter((event) => event.type === 'stage-progress');
    expect(progress.at(-1)).toMatchObject({ stage: 'train', done: 6, total: 6, unit: 'batches' });
    expect(progress.every(({ loss, rowsPerSecond }) => Number(loss) > 0 && Number(rowsPerSecond) > 0)).toBe(
      true,
    );
    trained.dispose();
  });

  it('gives the event loop its turn after every batch', async () => {
    let turns = 0;
    let waiting = setImmediate(function count() {
      turns += 1;
      waiting = setImmediate(count);
    });
    const settings = { epochs: 2, batchSize: 4, stopEarly: null };
    const parts = clusters({ rows: 24, columns: 10 });
    const trained = await trainNetwork(trainingOf(tf, SMALL_MLP, parts, { settings }));
    clearImmediate(waiting);
    expect(turns).toBeGreaterThanOrEqual(2 * Math.ceil(parts.train.labels.length / 4) - 1);
    trained.dispose();
  });

  it('needs no validation rows where nothing is watched', async () => {
    const { train, validation } = clusters({ rows: 24, columns: 10 });
    const none = withContents(validation, {
      table: takeRows(validation.table, []),
      labels: new Int32Array(0),
    });
    const settings = { epochs: 1, batchSize: 8, stopEarly: null };
    const trained = await trainNetwork(trainingOf(tf, SMALL_MLP, { train, validation: none }, { settings }));
    expect(trained.history[0]).toMatchObject({ validation: {}, recall: {} });
    trained.dispose();
  });
});

describe('failures', () => {
  const parts = clusters({ rows: 24, columns: 10 });
  const empty = <R extends Rows>(rows: R): R => ({
    ...rows,
    table: takeRows(rows.table, []),
    labels: new Int32Array(0),
  });
  const watched = { epochs: 3, batchSize: 8, stopEarly: { on: 'accuracy', patience: 2 } };
  const wide: NetworkModel = {
    type: 'network',
    takes: [['vector']],
    build: (own, [input]) => stack(own, 'wide', input, [own.layers.dense({ units: 5, name: 'logits' })]),
  };

  it.each<[string, Partial<Training>, object]>([
    [
      'an abort signal',
      { signal: AbortSignal.abort() },
      {
        code: 'TRAINING_INTERRUPTED',
        exit: 130,
        message: 'Training was stopped in epoch 1 of 20, after batch 1.',
      },
    ],
    [
      'no training rows',
      { training: asInputs(empty(parts.train)) },
      { code: 'TRAINING_PART_EMPTY', message: 'The train part has no rows.' },
    ],
    [
      'no validation rows to watch',
      { validation: asInputs(empty(parts.validation)), settings: watched },
      {
        code: 'TRAINING_PART_EMPTY',
        message: 'The validation part has no rows, and train.stopEarly watches its accuracy.',
      },
    ],
    [
      'a metric that no evaluator makes',
      { settings: { ...watched, stopEarly: { on: 'acuracy', patience: 2 } } },
      { code: 'TRAINING_MONITOR_UNKNOWN', allowed: 'loss, accuracy' },
    ],
    [
      'a sequence for a model of vectors',
      { training: asInputs(clusters({ rows: 8, columns: 3, steps: 4 }).train) },
      {
        code: 'MODEL_INPUT_MISMATCH',
        message: 'The model takes one vector, the rows are a sequence [4, 3].',
      },
    ],
    [
      'a network without one logit a class',
      { model: wide },
      { code: 'MODEL_OUTPUT_MISMATCH', message: "The model's output is a vector [5]." },
    ],
  ])('%s ends it, and leaves no tensor behind', async (_, changes, expected) => {
    const before = tf.memory().numTensors;
    await expect(trainNetwork(trainingOf(tf, SMALL_MLP, parts, changes))).rejects.toMatchObject(expected);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('a loss that is no number ends it, and says what to do', async () => {
    const before = tf.memory().numTensors;
    const optimizer = optimizerOf({ learningRate: 1e38 });
    const failure = trainNetwork(trainingOf(tf, SMALL_MLP, parts, { optimizer }));
    await expect(failure).rejects.toMatchObject({ code: 'TRAINING_DIVERGED', exit: 2 });
    await expect(failure).rejects.toThrow(
      /^The loss became (NaN|Infinity) in epoch 1, batch 2 of 3, at a learning rate of 1e\+38\.$/,
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
