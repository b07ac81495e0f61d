import type { Part } from './clips.js';
import {
  dimensions,
  rowsOfInput,
  withInputs,
  type InputRows,
  type InputTable,
  type Rows,
  type Table,
} from './rows.js';

/**
 * The rows as a sampler sees them. One input is given as it is; of several each row is one long vector, the inputs
 * one after the other (a sequence with all its steps, padding included), so that a row that is made of others is made
 * of all their inputs together.
 */
export function joinInputs<P extends Part>(rows: InputRows<P>): Rows<P> {
  const [first, ...others] = rows.inputs;
  if (others.length === 0) return rowsOfInput(rows, first);
  const widths = rows.inputs.map(({ table }) => dimensions(table).width);
  const width = widths.reduce((sum, each) => sum + each, 0);
  const count = rows.labels.length;
  const values = new Float32Array(count * width);
  let offset = 0;
  rows.inputs.forEach(({ table }, index) => {
    for (let row = 0; row < count; row++) {
      const own = table.values.subarray(row * widths[index], (row + 1) * widths[index]);
      values.set(own, row * width + offset);
    }
    offset += widths[index];
  });
  const columns = rows.inputs.flatMap(flatColumns);
  return rowsOfInput(rows, { name: 'all', table: { shape: [count, width], values, columns } });
}

/**
 * Takes rows apart that `joinInputs` put together and a sampler chose, doubled or made.
 *
 * @param before what was joined. A sequence of a row that was there has the length that it had; of a new one it ends
 *   with the last step that is not zero throughout.
 */
export function splitInputs<P extends Part>(sampled: Rows<P>, before: InputRows<P>): InputRows<P> {
  const [first, ...others] = before.inputs;
  if (others.length === 0) return withInputs(sampled, [{ name: first.name, table: sampled.table }]);
  const rowOf = new Map(before.ids.map((id, row) => [id, row]));
  const { width, rows } = dimensions(sampled.table);
  let offset = 0;
  const inputs = before.inputs.map(({ name, table }): InputTable => {
    const { width: own, steps, columns } = dimensions(table);
    const values = new Float32Array(rows * own);
    for (let row = 0; row < rows; row++) {
      const from = row * width + offset;
      values.set(sampled.table.values.subarray(from, from + own), row * own);
    }
    offset += own;
    if (table.shape.length === 2) return { name, table: { ...table, shape: [rows, own], values } };
    const lengths = Int32Array.from(sampled.ids, (id, row) => {
      const known = rowOf.get(id);
      if (known !== undefined) return table.lengths?.[known] ?? steps;
      return realSteps(values.subarray(row * own, (row + 1) * own), columns);
    });
    return { name, table: { ...table, shape: [rows, steps, columns], values, lengths } };
  });
  return withInputs(sampled, inputs);
}

/** Steps up to the last one that is not zero throughout, at least one. */
function realSteps(values: Float32Array, columns: number): number {
  const last = values.findLastIndex((value) => value !== 0);
  return Math.max(1, Math.floor(last / columns) + 1);
}

function flatColumns({ name, table }: InputTable): string[] {
  const named = (column: string): string => `${name}.${column}`;
  if (table.shape.length === 2) return table.columns.map(named);
  return stepsOf(table).flatMap((step) => table.columns.map((column) => `${named(column)}[${step}]`));
}

function stepsOf(table: Table): number[] {
  return Array.from({ length: dimensions(table).steps }, (_, step) => step);
}
