import type { GruKernel } from '../../../src/kernels/gru/kernel.js';
import type { LstmCase } from '../lstm/cases.js';
import { gruNumbers } from './numbers.js';

/** What a forward and a backward pass over a case's numbers leave. */
export function bothPasses(
  kernel: GruKernel,
  one: LstmCase,
): Record<string, Float32Array> & { outputs: Float32Array } {
  const { batch, steps, units } = one.shape;
  const numbers = gruNumbers(one);
  const size = batch * steps * units;
  // Filled with what must not survive; the reference leaves masked gates alone, so they start at zero.
  const trace = {
    outputs: new Float32Array(size).fill(NaN),
    gates: new Float32Array(3 * size),
  };
  const gradients = {
    x: new Float32Array(numbers.x.length).fill(NaN),
    kernel: new Float32Array(numbers.kernel.length).fill(NaN),
    recurrentKernel: new Float32Array(numbers.recurrentKernel.length).fill(NaN),
    bias: new Float32Array(numbers.bias.length).fill(NaN),
  };
  kernel.forward(one.shape, numbers, numbers, trace);
  kernel.backward(one.shape, numbers, numbers, trace, numbers.outputGradient, gradients);
  return { ...trace, ...gradients };
}
