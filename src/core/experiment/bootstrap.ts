import type { Random } from '../random.js';
import type { Predictions } from './predictions.js';

/** How a bootstrap is made. */
export interface BootstrapSettings {
  /** Resamples drawn. */
  readonly resamples: number;
  /** Coverage of the interval, in (0, 1), e.g. 0.95. */
  readonly level: number;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Percentile bootstrap intervals (Efron & Tibshirani 1993, chapter 13) of several metrics at once. Rows, which are
 * clips, are drawn with replacement, as many as there are, and every metric is measured on the same resamples. With
 * `groups`, whole groups are drawn instead, as many as there are, each with all its rows (the cluster bootstrap, Davison
 * & Hinkley 1997, section 3.8): clips of one speaker are alike, so that they say less of other speakers than as many
 * clips of different ones. Resamples in which a metric is not defined (NaN) are left out of its interval.
 *
 * @param measure gives the metrics of some predictions, always in the same order; it must not keep its argument.
 * @param groups the group of each row, e.g. its speaker; absent: each row by itself
 * @returns one interval a metric, null where no resample defined it.
 */
export function bootstrapIntervals(
  predictions: Predictions,
  measure: (resample: Predictions) => readonly number[],
  { resamples, level }: BootstrapSettings,
  random: Random,
  groups?: readonly string[],
): readonly (Interval | null)[] {
  const { classes, truth, probabilities } = predictions;
  const members = groups === undefined ? Array.from(truth, (_, row) => [row]) : rowsOfGroups(groups);
  // Groups differ in size, and so do resamples of them.
  const most = members.length * members.reduce((longest, { length }) => Math.max(longest, length), 0);
  const space = { truth: new Int32Array(most), probabilities: new Float64Array(most * classes.length) };
  const drawn: number[][] = [];
  for (let repeat = 0; repeat < resamples; repeat++) {
    let row = 0;
    for (let draw = 0; draw < members.length; draw++) {
      for (const source of members[random.integer(members.length)]) {
        space.truth[row] = truth[source];
        for (let column = 0; column < classes.length; column++) {
          space.probabilities[row * classes.length + column] =
            probabilities[source * classes.length + column];
        }
        row += 1;
      }
    }
    const resample = {
      classes,
      truth: space.truth.subarray(0, row),
      probabilities: space.probabilities.subarray(0, row * classes.length),
    };
    measure(resample).forEach((value, metric) => (drawn[metric] ??= []).push(value));
  }
  return drawn.map((values) => percentileInterval(values, level));
}

/** The rows of each group; groups in the order of their first rows. */
function rowsOfGroups(groups: readonly string[]): readonly (readonly number[])[] {
  const rows = new Map<string, number[]>();
  groups.forEach((group, row) => {
    const before = rows.get(group);
    if (before === undefined) rows.set(group, [row]);
    else before.push(row);
  });
  return [...rows.values()];
}

/** The middle `level` of some values that are defined (not NaN); null where none is. */
export function percentileInterval(values: readonly number[], level: number): Interval | null {
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  if (sorted.length === 0) return null;
  const tail = (1 - level) / 2;
  return { low: quantile(sorted, tail), high: quantile(sorted, 1 - tail) };
}

/** Quantile of ascending values by linear interpolation between order statistics (NumPy's default method). */
export function quantile(sorted: Float64Array, fraction: number): number {
  const position = fraction * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
