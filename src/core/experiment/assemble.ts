import type { Table } from './rows.js';

/**
 * Puts clips' rows together into one table.
 *
 * Pooled rows give [rows, columns]. Sequences, each of shape [steps, columns], are zero-padded to the longest and
 * give [rows, steps, columns] with their `lengths`.
 *
 * @param rows is emptied on the way, so that the rows and the table are not both held whole
 */
export function assembleTable(
  rows: Float32Array[],
  columns: readonly string[],
  output: 'vector' | 'sequence',
): Table {
  const width = columns.length;
  const count = rows.length;
  const lengths = Int32Array.from(rows, (row) => row.length / width);
  const steps = lengths.reduce((longest, length) => Math.max(longest, length), 1);
  const values = new Float32Array(count * steps * width);
  for (let index = count - 1; index >= 0; index--) {
    const row = rows.pop();
    if (row !== undefined) values.set(row, index * steps * width);
  }
  return output === 'vector'
    ? { shape: [count, width], values, columns }
    : { shape: [count, steps, width], values, columns, lengths };
}
