import { dot } from '../../../kernels/dot.js';

/** Share of the shrunken covariance that is not the sample's: found by Ledoit and Wolf's formula, or given. */
export type Shrinkage = 'auto' | number;

/**
 * Adds a class's shrunken covariance, times a weight, to a sum (its lower triangle alone).
 *
 * `auto`: Ledoit and Wolf 2004 ("A well-conditioned estimator for large-dimensional covariance matrices") on columns of
 * unit variance, scaled back, as scikit-learn's LinearDiscriminantAnalysis(shrinkage='auto') does; a number s: (1 − s)
 * S + s · tr(S) / columns · I, its `shrunk_covariance`. S divides by the number of rows.
 *
 * @param centred the class's rows less their mean, column by column: [columns, rows]; overwritten
 */
export function addShrunken(
  sum: Float64Array,
  centred: Float64Array,
  rows: number,
  columns: number,
  shrinkage: Shrinkage,
  weight: number,
): void {
  const variances = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    variances[column] = dot(centred, column * rows, centred, column * rows, rows) / rows;
  }
  let share: number;
  /** What is added to the diagonal, by column. */
  let target: Float64Array;
  if (shrinkage === 'auto') {
    // A column that is constant keeps its scale.
    const scales = variances.map((variance) => (variance > 0 ? Math.sqrt(variance) : 1));
    const unit = variances.map((variance, column) => variance / scales[column] ** 2);
    const mean = unit.reduce((total, each) => total + each, 0) / columns;
    share = ledoitWolf(centred, rows, columns, scales, mean);
    target = scales.map((scale) => scale * scale * mean);
  } else {
    share = shrinkage;
    target = variances.map(() => 0).fill(variances.reduce((total, each) => total + each, 0) / columns);
  }
  const factor = (weight * (1 - share)) / rows;
  for (let row = 0; row < columns; row++) {
    const start = row * columns;
    for (let column = 0; column <= row; column++) {
      sum[start + column] += factor * dot(centred, row * rows, centred, column * rows, rows);
    }
    sum[start + row] += weight * share * target[row];
  }
}

/** Ledoit and Wolf's shrinkage of the standardised columns; `mean`: the mean of their variances. */
function ledoitWolf(
  centred: Float64Array,
  rows: number,
  columns: number,
  scales: Float64Array,
  mean: number,
): number {
  // Of n rows and p columns, the sum of squares of XᵀX [p, p] is that of XXᵀ [n, n], which is the smaller one here.
  const byRow = new Float64Array(rows * columns);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      byRow[row * columns + column] = centred[column * rows + row] / scales[column];
    }
  }
  let fourth = 0;
  let squares = 0;
  for (let row = 0; row < rows; row++) {
    const own = dot(byRow, row * columns, byRow, row * columns, columns);
    fourth += own * own;
    squares += own * own;
    for (let other = 0; other < row; other++) {
      squares += 2 * dot(byRow, row * columns, byRow, other * columns, columns) ** 2;
    }
  }
  const delta = squares / rows ** 2;
  const beta = (fourth / rows - delta) / (columns * rows);
  const distance = (delta - 2 * mean * (mean * columns) + columns * mean ** 2) / columns;
  const smaller = Math.min(beta, distance);
  return smaller === 0 ? 0 : smaller / distance;
}
