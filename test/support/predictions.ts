import type { Predictions } from '../../src/core/experiment/predictions.js';

/** Predictions that are certain of the class in `taken`. */
export function certainPredictions(
  classes: readonly string[],
  truth: readonly number[],
  taken: readonly number[],
): Predictions {
  const probabilities = new Float64Array(truth.length * classes.length);
  taken.forEach((label, row) => {
    probabilities[row * classes.length + label] = 1;
  });
  return { classes, truth: Int32Array.from(truth), probabilities };
}
