import type { Rows } from '../../../core/experiment/rows.js';
import { addShrunken, type Shrinkage } from './covariance.js';
import { solvePositive } from './cholesky.js';

/** A linear rule: the score of class k is `coefficients[k] · row + intercepts[k]`. */
export interface LinearRule {
  readonly columns: number;
  /** Row-major, [classes, columns]. */
  readonly coefficients: Float64Array;
  /** −Infinity for a class that had no rows. */
  readonly intercepts: Float64Array;
}

/**
 * Linear discriminant analysis by the normal equations, as scikit-learn's `solver='lsqr'`.
 *
 * @param priors one a class, 0 for a class without rows; their sum is 1
 * @returns null where the covariance is singular
 */
export function fitDiscriminants(
  { table, labels, classes }: Rows<'train'>,
  shrinkage: Shrinkage,
  priors: Float64Array,
): LinearRule | null {
  const columns = table.shape[table.shape.length - 1];
  const covariance = new Float64Array(columns * columns);
  const means: Float64Array[] = [];
  for (let label = 0; label < classes; label++) {
    const members = rowsOfClass(labels, label);
    const mean = new Float64Array(columns);
    for (const row of members) {
      for (let column = 0; column < columns; column++) mean[column] += table.values[row * columns + column];
    }
    mean.forEach((total, column) => (mean[column] = members.length === 0 ? 0 : total / members.length));
    means.push(mean);
    if (members.length === 0) continue;
    const centred = new Float64Array(members.length * columns);
    members.forEach((row, index) => {
      for (let column = 0; column < columns; column++) {
        centred[column * members.length + index] = table.values[row * columns + column] - mean[column];
      }
    });
    addShrunken(covariance, centred, members.length, columns, shrinkage, priors[label]);
  }
  const solved = means.map((mean) => Float64Array.from(mean));
  if (!solvePositive(covariance, columns, solved)) return null;
  const coefficients = new Float64Array(classes * columns);
  solved.forEach((side, label) => {
    coefficients.set(side, label * columns);
  });
  const intercepts = Float64Array.from(means, (mean, label) => {
    const product = mean.reduce((sum, value, column) => sum + value * solved[label][column], 0);
    return Math.log(priors[label]) - product / 2;
  });
  return { columns, coefficients, intercepts };
}

/** Softmax of the scores; row-major, [rows, classes]. */
export function probabilitiesOf(rule: LinearRule, values: Float32Array): Float64Array {
  const { columns, coefficients, intercepts } = rule;
  const classes = intercepts.length;
  const rows = values.length / columns;
  const probabilities = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const scores = probabilities.subarray(row * classes, (row + 1) * classes);
    for (let label = 0; label < classes; label++) {
      let score = intercepts[label];
      for (let column = 0; column < columns; column++) {
        score += coefficients[label * columns + column] * values[row * columns + column];
      }
      scores[label] = score;
    }
    const largest = scores.reduce((one, other) => Math.max(one, other), -Infinity);
    let total = 0;
    scores.forEach((score, label) => {
      scores[label] = Math.exp(score - largest);
      total += scores[label];
    });
    scores.forEach((share, label) => {
      scores[label] = share / total;
    });
  }
  return probabilities;
}

/** The share of the rows that each class has: scikit-learn's empirical priors. */
export function empiricalPriors({ labels, classes }: Rows<'train'>): Float64Array {
  const priors = new Float64Array(classes);
  for (const label of labels) priors[label] += 1 / labels.length;
  return priors;
}

/** The same prior for each class that has rows. */
export function equalPriors(rows: Rows<'train'>): Float64Array {
  const present = empiricalPriors(rows).map((share) => (share > 0 ? 1 : 0));
  const count = present.reduce((sum, each) => sum + each, 0);
  return present.map((each) => each / count);
}

function rowsOfClass(labels: Int32Array, label: number): number[] {
  return [...labels.keys()].filter((row) => labels[row] === label);
}
