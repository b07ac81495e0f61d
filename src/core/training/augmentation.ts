import { dimensions, type InputRows, type InputTable, type Table } from '../experiment/rows.js';
import type { Random } from '../random.js';
import { batchInputs, everyRow, type Batch } from './batches.js';
import type { Training } from './training.js';

const training = Symbol('training');

/** What one input of the model is given in a batch. A vector is a sequence of one step. */
export interface BatchRows {
  /** The input's name in the config. */
  readonly name: string;
  readonly kind: 'vector' | 'sequence';
  /** Row-major, shape [rows, steps, columns]; zero after a row's length. */
  readonly values: Float32Array;
  readonly steps: number;
  readonly columns: number;
  /** Real steps of each row; 1 for a vector. */
  readonly lengths: Int32Array;
}

/**
 * The rows of one training step, scaled and sampled, for augmenters to change in place. The brand is given to training rows
 * alone: what is augmented is trained on, and nothing else can be.
 */
export interface TrainingBatch {
  readonly [training]: true;
  readonly rows: number;
  readonly classes: number;
  /** Row `r` of each is the same clip. */
  readonly inputs: readonly BatchRows[];
  /** Shares of the classes, row-major, shape [rows, classes]; each row's sum is 1. Before augmentation one of them is 1. */
  readonly labels: Float32Array;
}

/** Copies the chosen training rows. */
export function batchOfRows(
  { inputs, labels, classes }: InputRows<'train'>,
  chosen: readonly number[],
): TrainingBatch {
  const shares = new Float32Array(chosen.length * classes);
  chosen.forEach((row, index) => {
    shares[index * classes + labels[row]] = 1;
  });
  return {
    [training]: true,
    rows: chosen.length,
    classes,
    inputs: inputs.map((input) => copyRows(input, chosen)),
    labels: shares,
  };
}

function copyRows({ name, table }: InputTable, chosen: readonly number[]): BatchRows {
  const { steps, columns, width } = dimensions(table);
  const lengths = Int32Array.from(chosen, (row) => table.lengths?.[row] ?? steps);
  const values = new Float32Array(chosen.length * width);
  chosen.forEach((row, index) => {
    values.set(table.values.subarray(row * width, row * width + lengths[index] * columns), index * width);
  });
  return { name, kind: table.shape.length === 3 ? 'sequence' : 'vector', values, steps, columns, lengths };
}

/** The chosen training rows as the augmenters leave them, each row weighted as the classes that it has shares of. */
export function augmentedBatch(
  { tf, training: rows, classWeights, augmenters = [] }: Training,
  streams: readonly Random[],
  chosen: readonly number[],
): Batch {
  const batch = batchOfRows(rows, chosen);
  augmenters.forEach((augmenter, index) => {
    augmenter.augment(batch, streams[index]);
  });
  const { labels, classes } = batch;
  const weights = Float32Array.from(chosen, (_, row) =>
    classWeights.reduce((sum, weight, label) => sum + weight * labels[row * classes + label], 0),
  );
  return {
    inputs: batchInputs(tf, tablesOf(batch, rows.inputs), everyRow(batch.rows)),
    labels: tf.tensor2d(labels, [batch.rows, classes]),
    weights: tf.tensor1d(weights),
  };
}

function tablesOf({ inputs, rows }: TrainingBatch, from: readonly InputTable[]): InputTable[] {
  return inputs.map(({ name, kind, values, steps, columns, lengths }, index) => {
    const names = from[index].table.columns;
    const table: Table =
      kind === 'vector'
        ? { shape: [rows, columns], values, columns: names }
        : { shape: [rows, steps, columns], values, columns: names, lengths };
    return { name, table };
  });
}
