/** A two-class problem: find the multipliers of the rows. */
export interface BinaryProblem {
  /** Kernel of each pair of rows, row-major, [rows, rows]. */
  readonly kernel: Float64Array;
  /** +1 or −1, one a row. */
  readonly signs: Int8Array;
  /** The largest multiplier of each row: C times its class's weight. */
  readonly bounds: Float64Array;
  /** By how much the optimality conditions may be missed. */
  readonly tolerance: number;
}

/** The decision of a row is Σ coefficients[i] · kernel(i, row) − offset. */
export interface BinaryMachine {
  /** Multiplier times sign; 0 for a row that is no support vector. */
  readonly coefficients: Float64Array;
  readonly offset: number;
  readonly converged: boolean;
}

/** Stands for a curvature that is not positive. */
const TAU = 1e-12;
const MOST_STEPS = 10_000_000;

/**
 * Solves the dual of the C-SVM by sequential minimal optimisation with second-order working sets: Fan, Chen and Lin 2005
 * ("Working set selection using second order information"), WSS 2, as libsvm without shrinking.
 */
export function solveBinary({ kernel, signs, bounds, tolerance }: BinaryProblem): BinaryMachine {
  const rows = signs.length;
  const multipliers = new Float64Array(rows);
  const gradient = new Float64Array(rows).fill(-1);
  let converged = false;

  /** Whether the multiplier may go up where its sign is +1, or down where it is −1. */
  const canRise = (row: number): boolean =>
    signs[row] > 0 ? multipliers[row] < bounds[row] : multipliers[row] > 0;
  const canFall = (row: number): boolean =>
    signs[row] > 0 ? multipliers[row] > 0 : multipliers[row] < bounds[row];

  for (let steps = 0; steps < MOST_STEPS; steps++) {
    let most = -Infinity;
    let first = -1;
    for (let row = 0; row < rows; row++) {
      const rise = -signs[row] * gradient[row];
      if (rise >= most && canRise(row)) {
        most = rise;
        first = row;
      }
    }
    let mostFall = -Infinity;
    let bestGain = Infinity;
    let second = -1;
    for (let row = 0; row < rows && first >= 0; row++) {
      if (!canFall(row)) continue;
      const fall = signs[row] * gradient[row];
      mostFall = Math.max(mostFall, fall);
      const difference = most + fall;
      if (difference <= 0) continue;
      const gain = -(difference * difference) / curvature(kernel, rows, first, row);
      if (gain <= bestGain) {
        bestGain = gain;
        second = row;
      }
    }
    if (second < 0 || most + mostFall < tolerance) {
      converged = true;
      break;
    }
    step(kernel, signs, bounds, multipliers, gradient, first, second);
  }
  const coefficients = multipliers.map((multiplier, row) => multiplier * signs[row]);
  return { coefficients, offset: offsetOf(signs, bounds, multipliers, gradient), converged };
}

function curvature(kernel: Float64Array, rows: number, one: number, other: number): number {
  const value = kernel[one * rows + one] + kernel[other * rows + other] - 2 * kernel[one * rows + other];
  return value > 0 ? value : TAU;
}

/** Moves two multipliers to the best place on the line that keeps Σ sign · multiplier, within their bounds. */
function step(
  kernel: Float64Array,
  signs: Int8Array,
  bounds: Float64Array,
  multipliers: Float64Array,
  gradient: Float64Array,
  first: number,
  second: number,
): void {
  const rows = signs.length;
  const bend = curvature(kernel, rows, first, second);
  const [before, otherBefore] = [multipliers[first], multipliers[second]];
  const [bound, otherBound] = [bounds[first], bounds[second]];
  if (signs[first] !== signs[second]) {
    const delta = (-gradient[first] - gradient[second]) / bend;
    const difference = before - otherBefore;
    let [one, other] = [before + delta, otherBefore + delta];
    if (difference > 0 && other < 0) [one, other] = [difference, 0];
    else if (difference <= 0 && one < 0) [one, other] = [0, -difference];
    if (difference > bound - otherBound && one > bound) [one, other] = [bound, bound - difference];
    else if (difference <= bound - otherBound && other > otherBound) {
      [one, other] = [otherBound + difference, otherBound];
    }
    multipliers[first] = one;
    multipliers[second] = other;
  } else {
    const delta = (gradient[first] - gradient[second]) / bend;
    const sum = before + otherBefore;
    let [one, other] = [before - delta, otherBefore + delta];
    if (sum > bound && one > bound) [one, other] = [bound, sum - bound];
    else if (sum <= bound && other < 0) [one, other] = [sum, 0];
    if (sum > otherBound && other > otherBound) [one, other] = [sum - otherBound, otherBound];
    else if (sum <= otherBound && one < 0) [one, other] = [0, sum];
    multipliers[first] = one;
    multipliers[second] = other;
  }
  const change = signs[first] * (multipliers[first] - before);
  const otherChange = signs[second] * (multipliers[second] - otherBefore);
  for (let row = 0; row < rows; row++) {
    const moved = change * kernel[first * rows + row] + otherChange * kernel[second * rows + row];
    gradient[row] += signs[row] * moved;
  }
}

/** The mean over the rows whose multiplier is free, else the middle of what the bounds allow. */
function offsetOf(
  signs: Int8Array,
  bounds: Float64Array,
  multipliers: Float64Array,
  gradient: Float64Array,
): number {
  let [low, high, sum, free] = [-Infinity, Infinity, 0, 0];
  signs.forEach((sign, row) => {
    const value = sign * gradient[row];
    const atTop = multipliers[row] >= bounds[row];
    if (!atTop && multipliers[row] > 0) {
      free += 1;
      sum += value;
    } else if (atTop === sign > 0) low = Math.max(low, value);
    else high = Math.min(high, value);
  });
  return free > 0 ? sum / free : (high + low) / 2;
}
