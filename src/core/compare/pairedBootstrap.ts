import { percentileInterval, type BootstrapSettings, type Interval } from '../experiment/bootstrap.js';
import type { Predictions } from '../experiment/predictions.js';
import type { Random } from '../random.js';
import type { PairedPredictions } from './pairing.js';

/**
 * Percentile bootstrap intervals of the differences of several metrics, second minus first, between two models on the
 * same clips (Efron & Tibshirani 1993, chapter 13; scipy.stats.bootstrap with `paired=True, method='percentile'`).
 * Each resample draws clips with replacement, as many as there are, and measures both models on it, so that what makes
 * a clip hard for both cancels out. Resamples in which a metric is not defined for both are left out of its interval.
 *
 * @param measure gives the metrics of some predictions, always in the same order; it must not keep its argument.
 * @returns one interval a metric, null where no resample defined it.
 */
export function pairedBootstrap(
  { first, second }: PairedPredictions,
  measure: (resample: Predictions) => readonly number[],
  { resamples, level }: BootstrapSettings,
  random: Random,
): readonly (Interval | null)[] {
  const rows = new Int32Array(first.truth.length);
  const [drawFirst, drawSecond] = [drawer(first), drawer(second)];
  const differences: number[][] = [];
  for (let repeat = 0; repeat < resamples; repeat++) {
    for (let row = 0; row < rows.length; row++) rows[row] = random.integer(rows.length);
    const ofFirst = measure(drawFirst(rows));
    measure(drawSecond(rows)).forEach((value, metric) => {
      (differences[metric] ??= []).push(value - ofFirst[metric]);
    });
  }
  return differences.map((values) => percentileInterval(values, level));
}

/** Takes rows of some predictions; what it gives is overwritten by the next call. */
function drawer({ classes, truth, probabilities }: Predictions): (rows: Int32Array) => Predictions {
  const width = classes.length;
  const drawn = {
    classes,
    truth: new Int32Array(truth.length),
    probabilities: new Float64Array(probabilities.length),
  };
  return (rows) => {
    rows.forEach((source, row) => {
      drawn.truth[row] = truth[source];
      const from = source * width;
      drawn.probabilities.set(probabilities.subarray(from, from + width), row * width);
    });
    return drawn;
  };
}
