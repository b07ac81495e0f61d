import type { Table } from '../../../core/experiment/rows.js';
import { dot } from '../../../kernels/dot.js';

/** The kernel of two rows; `rbf`: exp(−gamma · squared distance), `linear`: their dot product. */
export interface Kernel {
  readonly kind: 'rbf' | 'linear';
  /** Of no account for `linear`. */
  readonly gamma: number;
}

/** Rows in double precision, with their squared lengths. */
export interface Vectors {
  readonly count: number;
  readonly columns: number;
  /** Row-major, [count, columns]. */
  readonly values: Float64Array;
  readonly squares: Float64Array;
}

export function vectorsOf(values: ArrayLike<number>, columns: number): Vectors {
  const copy = Float64Array.from(values);
  const count = copy.length / columns;
  const squares = Float64Array.from({ length: count }, (_, row) =>
    dot(copy, row * columns, copy, row * columns, columns),
  );
  return { count, columns, values: copy, squares };
}

/** The chosen rows of a table. */
export function chosenVectors({ values, columns }: Table, chosen: readonly number[]): Vectors {
  const width = columns.length;
  const picked = new Float64Array(chosen.length * width);
  chosen.forEach((row, index) => {
    picked.set(values.subarray(row * width, (row + 1) * width), index * width);
  });
  return vectorsOf(picked, width);
}

/** The kernel of row `row` of one set with row `column` of another. */
export function kernelOf(
  { kind, gamma }: Kernel,
  one: Vectors,
  row: number,
  other: Vectors,
  column: number,
): number {
  const { columns } = one;
  const product = dot(one.values, row * columns, other.values, column * columns, columns);
  if (kind === 'linear') return product;
  return Math.exp(-gamma * (one.squares[row] + other.squares[column] - 2 * product));
}

/** The kernel of each row of one set with each of another, row-major, [one.count, other.count]. */
export function kernelBlock(kernel: Kernel, one: Vectors, other: Vectors): Float64Array {
  const block = new Float64Array(one.count * other.count);
  const symmetric = one === other;
  for (let row = 0; row < one.count; row++) {
    for (let column = 0; column < (symmetric ? row + 1 : other.count); column++) {
      const value = kernelOf(kernel, one, row, other, column);
      block[row * other.count + column] = value;
      if (symmetric) block[column * other.count + row] = value;
    }
  }
  return block;
}

/** scikit-learn's `scale`: 1 / (columns × variance of all values); `auto`: 1 / columns. */
export function gammaOf(gamma: 'scale' | 'auto' | number, { values, columns }: Table): number {
  if (typeof gamma === 'number') return gamma;
  if (gamma === 'auto') return 1 / columns.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return variance === 0 ? 1 : 1 / (columns.length * variance);
}
