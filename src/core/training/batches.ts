import { dimensions, type Rows, type Table } from '../experiment/rows.js';
import type { RowShape } from '../registry/contracts.js';
import type { Tensor, Tensor1D, Tensor2D, Tf } from './tf.js';

/** One step's rows, as the loss takes them. */
export interface Batch {
  /** [batch, ...row shape]. */
  readonly inputs: Tensor;
  /** One-hot, [batch, classes]. */
  readonly labels: Tensor2D;
  /** One a row, [batch]. */
  readonly weights: Tensor1D;
}

/** The shape of a table's rows, without the batch. */
export function rowShape(table: Table): RowShape {
  return table.shape.length === 3 ? [table.shape[1], table.shape[2]] : [table.shape[1]];
}

/** Cuts an order of rows into batches; the last one may be smaller. */
export function batchesOf(order: readonly number[], batchSize: number): (readonly number[])[] {
  const batches: (readonly number[])[] = [];
  for (let start = 0; start < order.length; start += batchSize) {
    batches.push(order.slice(start, start + batchSize));
  }
  return batches;
}

/** Every row of a table, in its order. */
export function everyRow(table: Table): number[] {
  return Array.from({ length: table.shape[0] }, (_, row) => row);
}

/** The chosen rows as a tensor, [batch, ...row shape]; steps beyond a row's length are zero whatever the table holds. */
export function inputTensor(tf: Tf, table: Table, chosen: readonly number[]): Tensor {
  const { steps, columns, width } = dimensions(table);
  const values = new Float32Array(chosen.length * width);
  chosen.forEach((row, index) => {
    const real = (table.lengths?.[row] ?? steps) * columns;
    values.set(table.values.subarray(row * width, row * width + real), index * width);
  });
  return tf.tensor(values, [chosen.length, ...rowShape(table)]);
}

/** The chosen training rows with their labels, each weighted as its class. */
export function trainingBatch(
  tf: Tf,
  rows: Rows<'train'>,
  chosen: readonly number[],
  classWeights: Float32Array,
): Batch {
  const labels = new Float32Array(chosen.length * rows.classes);
  chosen.forEach((row, index) => {
    labels[index * rows.classes + rows.labels[row]] = 1;
  });
  return {
    inputs: inputTensor(tf, rows.table, chosen),
    labels: tf.tensor2d(labels, [chosen.length, rows.classes]),
    weights: tf.tensor1d(Float32Array.from(chosen, (row) => classWeights[rows.labels[row]])),
  };
}
