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
 * clips, are drawn with replacement, as many as there are, and every metric is measured on the same resamples.
 * Resamples in which a metric is not defined (NaN) are left out of its interval.
 *
 * @param measure gives the metrics of some predictions, always in the same order; it must not keep its argument.
 * @returns one interval a metric, null where no resample defined it.
 */
export function bootstrapIntervals(
  predictions: Predictions,
  measure: (resample: Predictions) => readonly number[],
  { resamples, level }: BootstrapSettings,
  random: Random,
): readonly (Interval | null)[] {
  const { classes, truth, probabilities } = predictions;
  const rows = truth.length;
  const resample = {
    classes,
    truth: new Int32Array(rows),
    probabilities: new Float64Array(probabilities.length),
  };
  const drawn: number[][] = [];
  for (let repeat = 0; repeat < resamples; repeat++) {
    for (let row = 0; row < rows; row++) {
      const source = random.integer(rows);
      resample.truth[row] = truth[source];
      for (let column = 0; column < classes.length; column++) {
        resample.probabilities[row * classes.length + column] =
          probabilities[source * classes.length + column];
      }
    }
    measure(resample).forEach((value, metric) => (drawn[metric] ??= []).push(value));
  }
  return drawn.map((values) => percentileInterval(values, level));
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
