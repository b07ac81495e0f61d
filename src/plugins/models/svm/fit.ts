import { setImmediate } from 'node:timers/promises';
import { MODEL_ONE_CLASS } from '../../../core/errors/classical.js';
import type { Rows } from '../../../core/experiment/rows.js';
import type { Fitting } from '../../../core/registry/contracts.js';
import { chosenVectors, kernelBlock, type Kernel, type Vectors } from './kernel.js';
import { pairsOf, type SupportVectorMachine } from './machine.js';
import { fitPair, type PairMachine } from './pair.js';

export interface SvmSettings {
  readonly cost: number;
  readonly kernel: Kernel;
  readonly tolerance: number;
}

/** The rows of one class. */
interface ClassRows {
  readonly label: number;
  readonly vectors: Vectors;
  /** Of its rows with each other. */
  readonly kernel: Float64Array;
}

/**
 * Fits a machine for each pair of classes (one against one). Kernels are computed block by block, and a block of two
 * classes is let go when their pair is done.
 *
 * @param warn hears of pairs that did not come to their optimum
 * @throws MODEL_ONE_CLASS
 */
export async function fitMachine(
  { table, labels, classes }: Rows<'train'>,
  { cost, kernel, tolerance }: SvmSettings,
  { classWeights, random, signal, progress }: Fitting,
  warn: (message: string) => void,
): Promise<SupportVectorMachine> {
  const present = [...new Set(labels)].sort((one, other) => one - other);
  if (present.length < 2) throw MODEL_ONE_CLASS({ model: 'svm', found: present.length });
  const groups = present.map((label): ClassRows => {
    const vectors = chosenVectors(
      table,
      [...labels.keys()].filter((row) => labels[row] === label),
    );
    return { label, vectors, kernel: kernelBlock(kernel, vectors, vectors) };
  });
  const pairs = pairsOf(present.length);
  const made: PairMachine[] = [];
  for (const [index, [first, second]] of pairs.entries()) {
    signal?.throwIfAborted();
    const [one, other] = [groups[first], groups[second]];
    const problem = {
      kernel: joined(one, other, kernelBlock(kernel, one.vectors, other.vectors)),
      signs: Int8Array.from(ofRows(one, 1, other, -1)),
      bounds: ofRows(one, cost * classWeights[one.label], other, cost * classWeights[other.label]),
      tolerance,
    };
    made.push(fitPair(problem, random.fork(`pair/${one.label}/${other.label}`)));
    progress(index + 1, pairs.length, 'pairs of classes');
    await setImmediate();
  }
  const late = made.filter(({ converged }) => !converged).length;
  if (late > 0)
    warn(`${late} of ${made.length} pairs of classes did not come to their optimum: scale the features.`);
  return assembled(groups, made, kernel, classes);
}

/** A number for each row of one class, and another for each of the other's after them. */
function ofRows(one: ClassRows, ofOne: number, other: ClassRows, ofOther: number): Float64Array {
  const { count } = one.vectors;
  return new Float64Array(count + other.vectors.count).fill(ofOne, 0, count).fill(ofOther, count);
}

/** The kernel of the rows of two classes, the first's before the second's. */
function joined(one: ClassRows, other: ClassRows, across: Float64Array): Float64Array {
  const [first, second] = [one.vectors.count, other.vectors.count];
  const rows = first + second;
  const whole = new Float64Array(rows * rows);
  for (let row = 0; row < first; row++) {
    whole.set(one.kernel.subarray(row * first, (row + 1) * first), row * rows);
    whole.set(across.subarray(row * second, (row + 1) * second), row * rows + first);
    for (let column = 0; column < second; column++) {
      whole[(first + column) * rows + row] = across[row * second + column];
    }
  }
  for (let row = 0; row < second; row++) {
    whole.set(other.kernel.subarray(row * second, (row + 1) * second), (first + row) * rows + first);
  }
  return whole;
}

/** Keeps the rows that some pair needs, once, with their coefficients in each pair. */
function assembled(
  groups: readonly ClassRows[],
  made: readonly PairMachine[],
  kernel: Kernel,
  classes: number,
): SupportVectorMachine {
  const pairs = pairsOf(groups.length);
  /** A row's coefficient in a pair, 0 where its class is not in it. */
  const coefficient = (pair: number, group: number, row: number): number => {
    const [first, second] = pairs[pair];
    if (group === first) return made[pair].coefficients[row];
    return group === second ? made[pair].coefficients[groups[first].vectors.count + row] : 0;
  };
  const support = groups.flatMap(({ vectors }, group) =>
    Array.from({ length: vectors.count }, (_, row) => ({ group, row })).filter(({ row }) =>
      pairs.some((_, pair) => coefficient(pair, group, row) !== 0),
    ),
  );
  const { columns } = groups[0].vectors;
  const vectors = new Float32Array(support.length * columns);
  const coefficients = new Float64Array(pairs.length * support.length);
  support.forEach(({ group, row }, index) => {
    const { values } = groups[group].vectors;
    vectors.set(values.subarray(row * columns, (row + 1) * columns), index * columns);
    pairs.forEach((_, pair) => {
      coefficients[pair * support.length + index] = coefficient(pair, group, row);
    });
  });
  return {
    kernel,
    classes,
    present: groups.map(({ label }) => label),
    columns,
    vectors,
    coefficients,
    offsets: Float64Array.from(made, ({ offset }) => offset),
    slopes: Float64Array.from(made, ({ sigmoid }) => sigmoid.slope),
    shifts: Float64Array.from(made, ({ sigmoid }) => sigmoid.shift),
  };
}
