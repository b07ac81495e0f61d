import { describe, expect, it } from 'vitest';
import { referenceGru } from '../../../src/kernels/gru/reference.js';
import { wasmGru } from '../../../src/kernels/gru/wasm.js';
import { loadKernels, runnableBuilds, type KernelBuild } from '../../../src/kernels/module.js';
import { largestDifference } from '../numbers.js';
import { lstmCases, type LstmCase } from '../lstm/cases.js';
import { bothPasses } from './passes.js';

const wide: LstmCase = {
  name: '4×30×20×64',
  shape: { batch: 4, steps: 30, inputs: 20, units: 64, backwards: false },
  masked: false,
  lastOnly: false,
};

describe.each(runnableBuilds())('the GRU on %s', (build) => {
  const kernel = wasmGru(loadKernels(build));

  it.each([...lstmCases, wide].map((one) => [one.name, one] as const))(
    'does what the reference does: %s',
    (_, one) => {
      const found = bothPasses(kernel, one);
      const expected = bothPasses(referenceGru, one);
      for (const name of ['outputs', 'x', 'kernel', 'recurrentKernel', 'bias'] as const) {
        expect(largestDifference(found[name], expected[name]), name).toBeLessThan(3e-6);
      }
    },
  );

  it('gives the same bytes each time', () => {
    expect(bothPasses(kernel, wide)).toEqual(bothPasses(kernel, wide));
  });
});

describe.runIf(runnableBuilds().length > 1)('the builds agree', () => {
  const on = (build: KernelBuild): ReturnType<typeof bothPasses> =>
    bothPasses(wasmGru(loadKernels(build)), wide);

  it('to the last byte where they differ in their tiles alone', () => {
    expect(on('relaxed-simd-wide')).toEqual(on('relaxed-simd'));
  });

  it('nearly where they round differently', () => {
    const [found, expected] = [on('simd'), on('relaxed-simd')];
    for (const name of ['outputs', 'x', 'kernel', 'recurrentKernel', 'bias'] as const) {
      expect(largestDifference(found[name], expected[name]), name).toBeLessThan(3e-6);
    }
  });
});

it('a sequence needs no more memory the second time', () => {
  const module = loadKernels('simd');
  const kernel = wasmGru(module);
  bothPasses(kernel, wide);
  const { byteLength } = module.memory;
  bothPasses(kernel, wide);
  expect(module.memory.byteLength).toBe(byteLength);
});
