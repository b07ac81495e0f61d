import { dimensions, type InputRows, type InputTable, type Table } from '../experiment/rows.js';
import type { ModelInput, RowShape } from '../registry/contracts.js';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tf } from './tf.js';

/** What one input of the network is given for a batch. */
export interface BatchInput {
  readonly name: string;
  /** [batch, ...row shape]; steps of padding are zero. */
  readonly values: Tensor;
  /** 1 for real steps and 0 for padding, [batch, steps, 1]; null for vectors. */
  readonly mask: Tensor3D | null;
}

/** One step's rows, as the network and the loss take them. */
export interface Batch {
  readonly inputs: readonly BatchInput[];
  /** Shares of the classes, [batch, classes]; one-hot but where an augmenter mixed rows. */
  readonly labels: Tensor2D;
  /** One a row, [batch]. */
  readonly weights: Tensor1D;
}

/** The shape of a table's rows, without the batch. */
export function rowShape(table: Table): RowShape {
  return table.shape.length === 3 ? [table.shape[1], table.shape[2]] : [table.shape[1]];
}

/** What a network has to be built for, to take such rows. */
export function modelInputs(inputs: readonly InputTable[]): readonly ModelInput[] {
  return inputs.map(({ name, table }) => ({ name, shape: rowShape(table) }));
}

/** Cuts an order of rows into batches; the last one may be smaller. */
export function batchesOf(order: readonly number[], batchSize: number): (readonly number[])[] {
  const batches: (readonly number[])[] = [];
  for (let start = 0; start < order.length; start += batchSize) {
    batches.push(order.slice(start, start + batchSize));
  }
  return batches;
}

/** The indices of that many rows, in their order. */
export function everyRow(rows: number): number[] {
  return Array.from({ length: rows }, (_, row) => row);
}

/** The chosen rows as the network takes them. */
export function batchInputs(
  tf: Tf,
  inputs: readonly InputTable[],
  chosen: readonly number[],
): readonly BatchInput[] {
  return inputs.map(({ name, table }) => ({
    name,
    values: inputTensor(tf, table, chosen),
    mask: maskTensor(tf, table, chosen),
  }));
}

/** The chosen rows as a tensor, [batch, ...row shape]; steps beyond a row's length are zero whatever the table holds. */
function inputTensor(tf: Tf, table: Table, chosen: readonly number[]): Tensor {
  const { steps, columns, width } = dimensions(table);
  const values = new Float32Array(chosen.length * width);
  chosen.forEach((row, index) => {
    const real = (table.lengths?.[row] ?? steps) * columns;
    values.set(table.values.subarray(row * width, row * width + real), index * width);
  });
  return tf.tensor(values, [chosen.length, ...rowShape(table)]);
}

function maskTensor(tf: Tf, table: Table, chosen: readonly number[]): Tensor3D | null {
  if (table.shape.length === 2) return null;
  const { steps } = dimensions(table);
  const mask = new Float32Array(chosen.length * steps);
  chosen.forEach((row, index) => {
    mask.fill(1, index * steps, index * steps + (table.lengths?.[row] ?? steps));
  });
  return tf.tensor3d(mask, [chosen.length, steps, 1]);
}

/** The chosen training rows with their labels, each weighted as its class. */
export function trainingBatch(
  tf: Tf,
  rows: InputRows<'train'>,
  chosen: readonly number[],
  classWeights: Float32Array,
): Batch {
  const labels = new Float32Array(chosen.length * rows.classes);
  chosen.forEach((row, index) => {
    labels[index * rows.classes + rows.labels[row]] = 1;
  });
  return {
    inputs: batchInputs(tf, rows.inputs, chosen),
    labels: tf.tensor2d(labels, [chosen.length, rows.classes]),
    weights: tf.tensor1d(Float32Array.from(chosen, (row) => classWeights[rows.labels[row]])),
  };
}
