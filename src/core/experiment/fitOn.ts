import type { TrainSettings } from '../config/experiment.js';
import type { InputRows, Table } from './rows.js';
import { takeRows } from './rows.js';
import type { WorkingRows } from './trainRun.js';

/**
 * The rows that are fitted on, and those that are left to score each epoch with: with 'train+validation' the validation
 * rows become training rows, after the others, and none are left.
 */
export function fittedRows(fitOn: TrainSettings['fitOn'], { train, validation }: WorkingRows): WorkingRows {
  if (fitOn === 'train') return { train, validation };
  const fitted: InputRows<'train'> = {
    ...train,
    inputs: train.inputs.map(({ name, table }, index) => ({
      name,
      table: stacked(table, validation.inputs[index].table),
    })),
    labels: joined(train.labels, validation.labels),
    ids: [...train.ids, ...validation.ids],
  };
  const none: InputRows<'validation'> = {
    ...validation,
    inputs: validation.inputs.map(({ name, table }) => ({ name, table: takeRows(table, []) })),
    labels: new Int32Array(0),
    ids: [],
  };
  return { train: fitted, validation: none };
}

function stacked(first: Table, second: Table): Table {
  const rows = first.shape[0] + second.shape[0];
  const values = new Float32Array(first.values.length + second.values.length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  const shape: Table['shape'] =
    first.shape.length === 3 ? [rows, first.shape[1], first.shape[2]] : [rows, first.shape[1]];
  const { lengths, columns } = first;
  if (lengths === undefined || second.lengths === undefined) return { shape, values, columns };
  return { shape, values, columns, lengths: joined(lengths, second.lengths) };
}

/** Not by spreading: a call takes some 100,000 arguments at most. */
function joined(first: Int32Array, second: Int32Array): Int32Array {
  const whole = new Int32Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
