import type { Part } from './clips.js';

/**
 * Rows of numbers, one a clip. `shape` is [rows, columns] for pooled features and [rows, steps, columns] for
 * sequences; `values` is row-major. In a sequence table row `r` is real for its first `lengths[r]` steps and
 * zero-padded after.
 */
export interface Table {
  readonly shape: readonly [number, number] | readonly [number, number, number];
  readonly values: Float32Array;
  /** Names of the columns (the last axis). */
  readonly columns: readonly string[];
  /** Real steps of each row; absent for pooled tables. */
  readonly lengths?: Int32Array;
}

/** What one input of the model is given. */
export interface InputTable {
  /** The input's name in the config. */
  readonly name: string;
  readonly table: Table;
}

const part = Symbol('part');

/** What labelled rows of one part have, whatever they hold. */
interface Labelled<P extends Part> {
  readonly [part]: P;
  /** Class index of each row. */
  readonly labels: Int32Array;
  /** Number of classes. */
  readonly classes: number;
  /** Clip ids; a synthesised row has the id of the row it was made from, with a suffix. */
  readonly ids: readonly string[];
}

/**
 * Labelled rows of one part. The brand keeps parts apart at compile time: what is fitted takes `Rows<'train'>`,
 * and nothing makes one from another part's rows.
 */
export interface Rows<P extends Part = Part> extends Labelled<P> {
  readonly table: Table;
}

/** Labelled rows of one part with a table for each input of the model: row `r` of every table is the same clip's. */
export interface InputRows<P extends Part = Part> extends Labelled<P> {
  readonly inputs: readonly InputTable[];
}

/** The same rows with other contents: for a scaler's or a sampler's result, which stays in its part. */
export function withContents<P extends Part>(
  rows: Rows<P>,
  contents: { table: Table; labels?: Int32Array; ids?: readonly string[] },
): Rows<P> {
  return { ...rows, ...contents };
}

/** The rows as one of their inputs has them. */
export function rowsOfInput<P extends Part>(rows: InputRows<P>, { table }: InputTable): Rows<P> {
  const { [part]: name, labels, classes, ids } = rows;
  return { [part]: name, table, labels, classes, ids };
}

/** The same rows with other tables, or (of a sampler's result) the rows of one table with a table for each input. */
export function withInputs<P extends Part>(rows: Labelled<P>, inputs: readonly InputTable[]): InputRows<P> {
  const { [part]: name, labels, classes, ids } = rows;
  return { [part]: name, inputs, labels, classes, ids };
}

/** The rows, columns and (for sequences) steps of a table. */
export function dimensions(table: Table): { rows: number; steps: number; columns: number; width: number } {
  const rows = table.shape[0];
  const steps = table.shape.length === 3 ? table.shape[1] : 1;
  const columns = table.shape[table.shape.length - 1];
  return { rows, steps, columns, width: steps * columns };
}

/**
 * Deals rows out to the parts of a split: the only place where rows get their brand.
 * Rows whose assignment is null go nowhere.
 */
export function partition(
  all: { inputs: readonly InputTable[]; labels: Int32Array; ids: readonly string[]; classes: number },
  assignment: readonly (Part | null)[],
): { [P in Part]: InputRows<P> } {
  const of = <P extends Part>(name: P): InputRows<P> => {
    const chosen = assignment.flatMap((assigned, row) => (assigned === name ? [row] : []));
    return {
      [part]: name,
      inputs: all.inputs.map((input) => ({ name: input.name, table: takeRows(input.table, chosen) })),
      labels: Int32Array.from(chosen, (row) => all.labels[row]),
      ids: chosen.map((row) => all.ids[row]),
      classes: all.classes,
    };
  };
  return { train: of('train'), validation: of('validation'), test: of('test') };
}

/** The chosen rows of a table, in the given order; a row may be taken more than once. */
export function takeRows(table: Table, chosen: readonly number[]): Table {
  const { width, steps, columns } = dimensions(table);
  const values = new Float32Array(chosen.length * width);
  chosen.forEach((row, index) => {
    values.set(table.values.subarray(row * width, (row + 1) * width), index * width);
  });
  const shape: Table['shape'] =
    table.shape.length === 3 ? [chosen.length, steps, columns] : [chosen.length, columns];
  const lengths = table.lengths && Int32Array.from(chosen, (row) => table.lengths?.[row] ?? steps);
  return { shape, values, columns: table.columns, ...(lengths && { lengths }) };
}
