import { describe, expect, it } from 'vitest';
import type { LstmKernel } from '../../../src/kernels/lstm/kernel.js';
import { referenceLstm } from '../../../src/kernels/lstm/reference.js';
import { wasmLstm } from '../../../src/kernels/lstm/wasm.js';
import { loadKernels, runnableBuilds } from '../../../src/kernels/module.js';
import { largestDifference } from '../numbers.js';
import { lstmCases, lstmNumbers, type LstmCase } from './cases.js';

const wide: LstmCase = {
  name: '4×30×20×64',
  shape: { batch: 4, steps: 30, inputs: 20, units: 64, backwards: false },
  masked: false,
  lastOnly: false,
};

describe.each(runnableBuilds())('the LSTM on %s', (build) => {
  const kernel = wasmLstm(loadKernels(build));

  it.each([...lstmCases, wide].map((one) => [one.name, one] as const))(
    'does what the reference does: %s',
    (_, one) => {
      const found = bothPasses(kernel, one);
      const expected = bothPasses(referenceLstm, one);
      for (const name of ['outputs', 'cells', 'x', 'kernel', 'recurrentKernel', 'bias'] as const) {
        expect(largestDifference(found[name], expected[name]), name).toBeLessThan(3e-6);
      }
    },
  );

  it('gives the same bytes each time', () => {
    expect(bothPasses(kernel, wide)).toEqual(bothPasses(kernel, wide));
  });
});

it.runIf(runnableBuilds().length > 1)('both builds agree', () => {
  const [first, second] = runnableBuilds().map((build) => bothPasses(wasmLstm(loadKernels(build)), wide));
  for (const name of ['outputs', 'x', 'kernel', 'recurrentKernel', 'bias'] as const) {
    expect(largestDifference(first[name], second[name]), name).toBeLessThan(3e-6);
  }
});

it('a sequence needs no more memory the second time', () => {
  const module = loadKernels('simd');
  const kernel = wasmLstm(module);
  bothPasses(kernel, wide);
  const { byteLength } = module.memory;
  bothPasses(kernel, wide);
  expect(module.memory.byteLength).toBe(byteLength);
});

function bothPasses(
  kernel: LstmKernel,
  one: LstmCase,
): Record<string, Float32Array> & { outputs: Float32Array } {
  const { batch, steps, units } = one.shape;
  const numbers = lstmNumbers(one);
  const size = batch * steps * units;
  // Filled with what must not survive; the reference leaves masked gates alone, so they start at zero.
  const trace = {
    outputs: new Float32Array(size).fill(NaN),
    cells: new Float32Array(size).fill(NaN),
    gates: new Float32Array(4 * size),
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
