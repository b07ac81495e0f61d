import type { Table } from '../../../core/experiment/rows.js';
import { kernelOf, vectorsOf, type Kernel, type Vectors } from './kernel.js';
import { coupled, sigmoid } from './platt.js';

/** Machines of all pairs of classes over the same support vectors. */
export interface SupportVectorMachine {
  readonly kernel: Kernel;
  /** All classes of the model. */
  readonly classes: number;
  /** Those that had training rows, in their order; the others get probability 0. */
  readonly present: readonly number[];
  readonly columns: number;
  /** Row-major, [support vectors, columns]. */
  readonly vectors: Float32Array;
  /** Row-major, [pairs, support vectors]; the pairs as `pairsOf(present.length)` has them. */
  readonly coefficients: Float64Array;
  /** One a pair; so are the next two. */
  readonly offsets: Float64Array;
  readonly slopes: Float64Array;
  readonly shifts: Float64Array;
}

/** The nearest to 0 and 1 that the probability of a pair comes, as in libsvm. */
const LEAST = 1e-7;

/** All pairs of classes, as libsvm orders them: [0, 1], [0, 2], …, [1, 2], … */
export function pairsOf(classes: number): (readonly [number, number])[] {
  return Array.from({ length: classes }, (_, first) =>
    Array.from({ length: classes - first - 1 }, (__, index) => [first, first + 1 + index] as const),
  ).flat();
}

/** The decision of each pair, row-major, [rows, pairs]: above 0 for the pair's first class. */
export function decisionsOf(machine: SupportVectorMachine, table: Table): Float64Array {
  return decisionsBy(machine, vectorsOf(machine.vectors, machine.columns), table);
}

/** Gives a row's probabilities: of each pair by its sigmoid, and of the classes by coupling these. */
export function predictorOf(machine: SupportVectorMachine): (table: Table) => Float64Array {
  const support = vectorsOf(machine.vectors, machine.columns);
  const { classes, present, slopes, shifts } = machine;
  const known = present.length;
  const pairs = pairsOf(known);
  return (table) => {
    const decisions = decisionsBy(machine, support, table);
    const rows = decisions.length / pairs.length;
    const probabilities = new Float64Array(rows * classes);
    for (let row = 0; row < rows; row++) {
      const byPair = new Float64Array(known * known);
      pairs.forEach(([first, second], pair) => {
        const share = sigmoid(slopes[pair] * decisions[row * pairs.length + pair] + shifts[pair]);
        const kept = Math.min(Math.max(share, LEAST), 1 - LEAST);
        byPair[first * known + second] = kept;
        byPair[second * known + first] = 1 - kept;
      });
      coupled(byPair, known).forEach((share, index) => {
        probabilities[row * classes + present[index]] = share;
      });
    }
    return probabilities;
  };
}

function decisionsBy(machine: SupportVectorMachine, support: Vectors, { values }: Table): Float64Array {
  const { kernel, columns, coefficients, offsets } = machine;
  const tested = vectorsOf(values, columns);
  const pairs = offsets.length;
  const decisions = new Float64Array(tested.count * pairs);
  const near = new Float64Array(support.count);
  for (let row = 0; row < tested.count; row++) {
    for (let index = 0; index < support.count; index++) {
      near[index] = kernelOf(kernel, tested, row, support, index);
    }
    for (let pair = 0; pair < pairs; pair++) {
      let sum = -offsets[pair];
      for (let index = 0; index < support.count; index++) {
        sum += coefficients[pair * support.count + index] * near[index];
      }
      decisions[row * pairs + pair] = sum;
    }
  }
  return decisions;
}
