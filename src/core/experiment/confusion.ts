import type { Predictions } from './predictions.js';

/** What was taken for what. */
export interface Confusion {
  /** Number of classes. */
  readonly size: number;
  readonly rows: number;
  /** Row-major, shape [size, size]: `counts[t * size + p]` rows of class t were taken for class p. */
  readonly counts: Int32Array;
  /** Rows of each class. */
  readonly truth: Int32Array;
  /** Rows taken for each class. */
  readonly predicted: Int32Array;
  /** Rows taken for what they are. */
  readonly correct: number;
}

/** The most probable class of a row; of equal ones the first (as NumPy's argmax). */
export function mostProbable(probabilities: Float64Array, row: number, classes: number): number {
  const start = row * classes;
  let best = 0;
  for (let column = 1; column < classes; column++) {
    if (probabilities[start + column] > probabilities[start + best]) best = column;
  }
  return best;
}

/** The counts as rows: by true class (outer) and predicted class (inner). */
export function confusionRows({ counts, size }: Confusion): number[][] {
  return Array.from({ length: size }, (_, truth) => [...counts.subarray(truth * size, (truth + 1) * size)]);
}

/** Counts truth against the most probable class, over all of `predictions.classes` (scikit-learn's `labels`). */
export function confusionOf(predictions: Predictions): Confusion {
  const size = predictions.classes.length;
  const rows = predictions.truth.length;
  const counts = new Int32Array(size * size);
  const truth = new Int32Array(size);
  const predicted = new Int32Array(size);
  let correct = 0;
  for (let row = 0; row < rows; row++) {
    const actual = predictions.truth[row];
    const taken = mostProbable(predictions.probabilities, row, size);
    counts[actual * size + taken]++;
    truth[actual]++;
    predicted[taken]++;
    if (actual === taken) correct++;
  }
  return { size, rows, counts, truth, predicted, correct };
}
