import { describe, expect, it } from 'vitest';
import type { GruShape } from '../../../src/kernels/gru/kernel.js';
import { gruBackward, gruForward } from '../../../src/kernels/gru/reference.js';
import { lstmCases } from '../lstm/cases.js';
import { gruNumbers } from './numbers.js';

/** A case's numbers in 64 bits. */
interface Doubles {
  readonly x: Float64Array;
  readonly mask: Float64Array | null;
  readonly kernel: Float64Array;
  readonly recurrentKernel: Float64Array;
  readonly bias: Float64Array;
}

describe('the reference GRU', () => {
  it('computes the textbook step', () => {
    const shape = { batch: 1, steps: 1, inputs: 1, units: 1, backwards: false };
    const numbers = {
      x: Float64Array.of(2),
      mask: null,
      kernel: Float64Array.of(0.1, 0.2, 0.3),
      recurrentKernel: new Float64Array(3),
      bias: Float64Array.of(1, 0, -1),
    };
    const { outputs } = forward(shape, numbers);
    expect(outputs[0]).toBeCloseTo((1 - 1 / (1 + Math.exp(-1.2))) * Math.tanh(-0.4), 14);
  });

  it.each(lstmCases.map((one) => [one.name, one] as const))(
    'has the gradients of finite differences: %s',
    (_, one) => {
      const single = gruNumbers(one);
      const numbers: Doubles = {
        x: Float64Array.from(single.x),
        mask: single.mask === null ? null : Float64Array.from(single.mask),
        kernel: Float64Array.from(single.kernel),
        recurrentKernel: Float64Array.from(single.recurrentKernel),
        bias: Float64Array.from(single.bias),
      };
      const weighting = Float64Array.from(single.outputGradient);
      const gradients = {
        x: new Float64Array(numbers.x.length),
        kernel: new Float64Array(numbers.kernel.length),
        recurrentKernel: new Float64Array(numbers.recurrentKernel.length),
        bias: new Float64Array(numbers.bias.length),
      };
      gruBackward(one.shape, numbers, numbers, forward(one.shape, numbers), weighting, gradients);

      const score = (): number =>
        weighted(one.shape, forward(one.shape, numbers).outputs, weighting, one.lastOnly);
      for (const name of ['x', 'kernel', 'recurrentKernel', 'bias'] as const) {
        for (let index = 0; index < numbers[name].length; index++) {
          const slope = centralDifference(numbers[name], index, score);
          expect(Math.abs(gradients[name][index] - slope), `${name}[${index}]`).toBeLessThan(
            1e-8 * (1 + Math.abs(slope)),
          );
        }
      }
    },
  );
});

function forward(shape: GruShape, numbers: Doubles): { outputs: Float64Array; gates: Float64Array } {
  const size = shape.batch * shape.steps * shape.units;
  const trace = {
    outputs: new Float64Array(size),
    gates: new Float64Array(3 * size),
  };
  gruForward(shape, numbers, numbers, trace);
  return trace;
}

/** The scalar whose gradient by the outputs is `weighting`. */
function weighted(
  shape: GruShape,
  outputs: Float64Array,
  weighting: Float64Array,
  lastOnly: boolean,
): number {
  let total = 0;
  for (let index = 0; index < weighting.length; index++) {
    const row = Math.floor(index / shape.units);
    const at = lastOnly ? (row * shape.steps + shape.steps - 1) * shape.units + (index % shape.units) : index;
    total += weighting[index] * outputs[at];
  }
  return total;
}

function centralDifference(values: Float64Array, index: number, score: () => number): number {
  const step = 1e-5;
  const value = values[index];
  values[index] = value + step;
  const above = score();
  values[index] = value - step;
  const below = score();
  values[index] = value;
  return (above - below) / (2 * step);
}
