import type { Random } from '../../../core/random.js';
import { fitSigmoid, type Sigmoid } from './platt.js';
import { solveBinary, type BinaryMachine, type BinaryProblem } from './solve.js';

/** Parts of the cross-validation that the sigmoid is fitted on, libsvm's number. */
const FOLDS = 5;

/** What tells two classes apart. */
export interface PairMachine extends BinaryMachine {
  readonly sigmoid: Sigmoid;
}

/** Fits the machine of a pair on all its rows, and its sigmoid on decisions of machines that had not seen the row. */
export function fitPair(problem: BinaryProblem, random: Random): PairMachine {
  const order = random.shuffle([...problem.signs.keys()]);
  const rows = order.length;
  const decisions = new Float64Array(rows);
  for (let fold = 0; fold < FOLDS; fold++) {
    const begin = Math.floor((fold * rows) / FOLDS);
    const end = Math.floor(((fold + 1) * rows) / FOLDS);
    const left = [...order.slice(0, begin), ...order.slice(end)].sort((one, other) => one - other);
    const decide = machineOn(problem, left);
    for (const row of order.slice(begin, end)) decisions[row] = decide(row);
  }
  const isFirst = Array.from(problem.signs, (sign) => sign > 0);
  return { ...solveBinary(problem), sigmoid: fitSigmoid(decisions, isFirst) };
}

/** The decision of a machine that is fitted on some of the rows; of one class alone it is that class's sign. */
function machineOn(problem: BinaryProblem, chosen: readonly number[]): (row: number) => number {
  const { kernel, tolerance } = problem;
  const rows = problem.signs.length;
  const signs = Int8Array.from(chosen, (row) => problem.signs[row]);
  const sum = signs.reduce((total, sign) => total + sign, 0);
  if (Math.abs(sum) === chosen.length) return () => Math.sign(sum);
  const part = new Float64Array(chosen.length ** 2);
  chosen.forEach((row, at) => {
    chosen.forEach((column, index) => {
      part[at * chosen.length + index] = kernel[row * rows + column];
    });
  });
  const bounds = Float64Array.from(chosen, (row) => problem.bounds[row]);
  const { coefficients, offset } = solveBinary({ kernel: part, signs, bounds, tolerance });
  return (row) =>
    chosen.reduce((total, other, at) => total + coefficients[at] * kernel[row * rows + other], -offset);
}
