/** What several measurements of one thing come to. */
export interface Spread {
  /** Measurements that are defined. */
  readonly n: number;
  /** Null where none is. */
  readonly mean: number | null;
  /** Standard deviation of the measurements about their mean, with n − 1 in the denominator; null below two. */
  readonly sd: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

/** Mean and standard deviation (NumPy's `std` with `ddof=1`) of the values that are defined. */
export function spreadOf(values: readonly (number | null)[]): Spread {
  const defined = values.filter((value) => value !== null);
  const n = defined.length;
  if (n === 0) return { n, mean: null, sd: null, min: null, max: null };
  const mean = defined.reduce((sum, value) => sum + value, 0) / n;
  const squares = defined.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sd = n < 2 ? null : Math.sqrt(squares / (n - 1));
  return { n, mean, sd, min: Math.min(...defined), max: Math.max(...defined) };
}
