import { expect, it } from 'vitest';
import { fastestKernels, fusesProducts } from '../../src/kernels/fastest.js';
import { loadKernels, runnableBuilds } from '../../src/kernels/module.js';

it('the fastest kernels round as the first build does', () => {
  const fastest = fastestKernels();
  expect(runnableBuilds()).toContain(fastest.build);
  expect(fusesProducts(fastest)).toBe(fusesProducts(loadKernels(runnableBuilds()[0])));
});

it('plain SIMD rounds each product', () => {
  expect(fusesProducts(loadKernels('simd'))).toBe(false);
});
