import type { Part } from './clips.js';
import type { Table } from './rows.js';

/** A table, and how many of its rows were longer than it has steps for. */
export interface AssembledTable {
  readonly table: Table;
  readonly cut: number;
}

/**
 * Puts clips' rows together into one table.
 *
 * Pooled rows give [rows, columns]. Sequences, each of shape [steps, columns], give [rows, steps, columns] with their
 * `lengths`: they are zero-padded to the longest one of training and validation, and a longer held-out one is cut to
 * it. The steps are the network's, and a held-out clip may not shape the network.
 *
 * @param rows is emptied on the way, so that the rows and the table are not both held whole
 * @param parts one a row
 */
export function assembleTable(
  rows: Float32Array[],
  parts: readonly Part[],
  columns: readonly string[],
  output: 'vector' | 'sequence',
): AssembledTable {
  const width = columns.length;
  const count = rows.length;
  const whole = Int32Array.from(rows, (row) => row.length / width);
  const steps = whole.reduce(
    (longest, length, row) => (parts[row] === 'test' ? longest : Math.max(longest, length)),
    1,
  );
  const values = new Float32Array(count * steps * width);
  for (let index = count - 1; index >= 0; index--) {
    const row = rows.pop();
    if (row !== undefined) values.set(row.subarray(0, steps * width), index * steps * width);
  }
  if (output === 'vector') return { table: { shape: [count, width], values, columns }, cut: 0 };
  const lengths = whole.map((length) => Math.min(length, steps));
  const cut = whole.filter((length) => length > steps).length;
  return { table: { shape: [count, steps, width], values, columns, lengths }, cut };
}
