import { expect, it } from 'vitest';
import { powerToDecibels } from '../../src/kernels/spectra/levels.js';

it('is ten times the logarithm', () => {
  expect([...powerToDecibels(Float32Array.of(1, 10, 100), 80)]).toEqual([0, 10, 20]);
});

it('cuts off 80 dB below the loudest, or the given range', () => {
  expect([...powerToDecibels(Float32Array.of(1, 1e-9), 80)]).toEqual([0, -80]);
  expect([...powerToDecibels(Float32Array.of(1, 1e-9), 30)]).toEqual([0, -30]);
});

it('takes nothing for -100 dB', () => {
  expect([...powerToDecibels(Float32Array.of(0, 1e-10), 80)]).toEqual([-100, -100]);
});
