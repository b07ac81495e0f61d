import {
  partition,
  rowsOfInput,
  type InputRows,
  type InputTable,
  type Rows,
  type Table,
} from '../../src/core/experiment/rows.js';

/** A pooled table of these rows; columns are named c0, c1, … */
export function pooledTable(rows: readonly (readonly number[])[]): Table {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, column) => `c${column}`);
  return { shape: [rows.length, width], values: Float32Array.from(rows.flat()), columns };
}

/** A table of sequences, zero-padded to the longest. */
export function sequenceTable(clips: readonly (readonly (readonly number[])[])[]): Table {
  const steps = Math.max(...clips.map((clip) => clip.length));
  const width = clips[0][0].length;
  const values = new Float32Array(clips.length * steps * width);
  clips.forEach((clip, row) => {
    values.set(clip.flat(), row * steps * width);
  });
  const columns = Array.from({ length: width }, (_, column) => `c${column}`);
  const lengths = Int32Array.from(clips, (clip) => clip.length);
  return { shape: [clips.length, steps, width], values, columns, lengths };
}

/** What a model of one input is given. */
export function oneInput(table: Table): readonly InputTable[] {
  return [{ name: 'features', table }];
}

/** All rows of a table as training rows; their ids are clip-0, clip-1, … */
export function trainingRows(table: Table, labels: readonly number[], classes: number): Rows<'train'> {
  const rows = trainingInputs(oneInput(table), labels, classes);
  return rowsOfInput(rows, rows.inputs[0]);
}

/** The same of several inputs. */
export function trainingInputs(
  inputs: readonly InputTable[],
  labels: readonly number[],
  classes: number,
): InputRows<'train'> {
  const ids = labels.map((_, row) => `clip-${row}`);
  const all = { inputs, labels: Int32Array.from(labels), ids, classes };
  return partition(
    all,
    labels.map(() => 'train' as const),
  ).train;
}
