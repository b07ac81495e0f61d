import { dot } from '../../../kernels/dot.js';

/**
 * Solves A X = B for a symmetric positive definite A by its Cholesky factor.
 *
 * @param matrix A, row-major, [order, order]; only its lower triangle is read, and it is overwritten by the factor
 * @param rightSides B, one array of `order` numbers a column; overwritten by X
 * @returns whether A was positive definite (to rounding); where it was not, B is of no use
 */
export function solvePositive(
  matrix: Float64Array,
  order: number,
  rightSides: readonly Float64Array[],
): boolean {
  if (!factor(matrix, order)) return false;
  for (const side of rightSides) {
    for (let row = 0; row < order; row++) {
      side[row] = (side[row] - dot(matrix, row * order, side, 0, row)) / matrix[row * order + row];
    }
    for (let row = order - 1; row >= 0; row--) {
      const value = side[row] / matrix[row * order + row];
      side[row] = value;
      for (let column = 0; column < row; column++) side[column] -= value * matrix[row * order + column];
    }
  }
  return true;
}

/** Puts the lower Cholesky factor L (A = L Lᵀ) in A's place. */
function factor(matrix: Float64Array, order: number): boolean {
  for (let row = 0; row < order; row++) {
    const start = row * order;
    for (let column = 0; column < row; column++) {
      const other = column * order;
      const rest = matrix[start + column] - dot(matrix, start, matrix, other, column);
      matrix[start + column] = rest / matrix[other + column];
    }
    const whole = matrix[start + row];
    const square = whole - dot(matrix, start, matrix, start, row);
    // What is left of a singular matrix's pivot is rounding.
    if (!(square > whole * order * Number.EPSILON)) return false;
    matrix[start + row] = Math.sqrt(square);
  }
  return true;
}
