import type { RunEvent } from '../../../src/core/events.js';
import type { Part } from '../../../src/core/experiment/clips.js';
import {
  partition,
  rowsOfInput,
  withInputs,
  type InputRows,
  type Rows,
  type Table,
} from '../../../src/core/experiment/rows.js';
import { Random } from '../../../src/core/random.js';
import type {
  Contracts,
  Evaluator,
  Loss,
  NetworkModel,
  OptimizerFactory,
} from '../../../src/core/registry/contracts.js';
import type { Plugin } from '../../../src/core/registry/plugin.js';
import { oneInput } from '../../support/trainingRows.js';
import type { Tf } from '../../../src/core/training/tf.js';
import type { Training } from '../../../src/core/training/training.js';
import cpu from '../../../src/plugins/backends/cpu.js';
import crossEntropy from '../../../src/plugins/losses/crossEntropy.js';
import adam from '../../../src/plugins/optimizers/adam/index.js';

export const CLASSES = ['calm', 'happy', 'sad'] as const;

const context = { random: new Random(1), warn: () => undefined };

/** A plugin's product, made as the registry makes it. */
export function make<K extends keyof Contracts>(
  kind: K,
  plugin: Plugin<K>,
  options: object = {},
): Contracts[K] {
  if (plugin.kind !== kind) throw new TypeError(`${plugin.name} is no ${kind}`);
  return plugin.create(options, context);
}

export function modelOf(plugin: Plugin<'model'>, options?: object): NetworkModel {
  const model = make('model', plugin, options);
  if (model.type !== 'network') throw new TypeError(`${plugin.name} is no network`);
  return model;
}
export const lossOf = (plugin: Plugin<'loss'>, options?: object): Loss => make('loss', plugin, options);
export const optimizerOf = (options?: object): OptimizerFactory => make('optimizer', adam, options);

/** TensorFlow.js on the plain JavaScript backend, or on another. */
export const startTf = (plugin: Plugin<'backend'> = cpu): Promise<Tf> =>
  make('backend', plugin).start({ threads: 1 });

/** Clusters, one a class, far apart: rows [columns] around a random centre each. */
export function clusters(options: { rows: number; columns: number; seed?: number; steps?: number }): {
  train: Rows<'train'>;
  validation: Rows<'validation'>;
} {
  const { rows, columns, seed = 1, steps } = options;
  const width = columns * (steps ?? 1);
  const random = new Random(seed);
  const centres = CLASSES.map(() => Float32Array.from({ length: width }, () => 2 * random.normal()));
  const labels = Int32Array.from({ length: rows }, (_, row) => row % CLASSES.length);
  const values = new Float32Array(rows * width);
  labels.forEach((label, row) => {
    values.set(
      centres[label].map((centre) => centre + 0.5 * random.normal()),
      row * width,
    );
  });
  const table: Table = {
    shape: steps === undefined ? [rows, columns] : [rows, steps, columns],
    values,
    columns: Array.from({ length: columns }, (_, column) => `c${column}`),
  };
  const assignment = Array.from({ length: rows }, (_, row): Part => (row % 4 === 3 ? 'validation' : 'train'));
  const ids = Array.from(labels, (_, row) => `clip-${row}`);
  const parts = partition({ inputs: oneInput(table), labels, ids, classes: CLASSES.length }, assignment);
  return {
    train: rowsOfInput(parts.train, parts.train.inputs[0]),
    validation: rowsOfInput(parts.validation, parts.validation.inputs[0]),
  };
}

/** Share of right answers, as an evaluator plugin would make it. */
export const accuracy: Evaluator = {
  metrics: [{ name: 'accuracy', per: 'overall', better: 'higher', summary: 'Share of right answers.' }],
  evaluate: ({ truth, probabilities, classes }) => {
    const right = truth.filter((label, row) => {
      const scores = probabilities.subarray(row * classes.length, (row + 1) * classes.length);
      return scores.indexOf(Math.max(...scores)) === label;
    });
    return { overall: { accuracy: right.length / truth.length }, perClass: {} };
  },
};

/** Rows of one table as a training takes them. */
export function asInputs<P extends Part>(rows: Rows<P>): InputRows<P> {
  return withInputs(rows, oneInput(rows.table));
}

/** A training that works, for a test to change what it is about; `events` fills while it runs. */
export function trainingOf(
  tf: Tf,
  model: NetworkModel,
  parts: { train: Rows<'train'>; validation: Rows<'validation'> },
  changes: Partial<Training> = {},
): Training & { events: RunEvent[] } {
  const events: RunEvent[] = [];
  return {
    tf,
    model,
    loss: lossOf(crossEntropy),
    optimizer: optimizerOf({ learningRate: 0.01 }),
    settings: { epochs: 20, batchSize: 8, stopEarly: null },
    training: asInputs(parts.train),
    validation: asInputs(parts.validation),
    classWeights: Float32Array.of(1, 1, 1),
    classes: CLASSES,
    evaluators: [accuracy],
    random: new Random(42),
    emit: (event) => void events.push(event),
    events,
    ...changes,
  };
}
