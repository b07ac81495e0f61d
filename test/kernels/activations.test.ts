import { describe, expect, it } from 'vitest';
import { loadKernels, runnableBuilds, type KernelModule } from '../../src/kernels/module.js';

// 4,003 numbers, so that some are left over after whole vectors; dense about zero, and far out.
const values = Float32Array.from({ length: 4003 }, (_, index) => Math.sinh((index - 2001) / 380));

describe.each(runnableBuilds())('activations on %s', (build) => {
  const module = loadKernels(build);

  // Below -87 it stays at what it is there, 2e-38.
  it('sigmoid is within 3e-7 of the value', () => {
    const found = inPlace(module, (pointer, count) => {
      module.functions.sigmoidInPlace(pointer, count);
    });
    values.forEach((value, index) => {
      const exact = 1 / (1 + Math.exp(-value));
      expect(Math.abs(found[index] - exact), `sigmoid(${value})`).toBeLessThan(3e-7 * exact + 2e-38);
    });
  });

  it('tanh is within 5e-7 of the value', () => {
    const found = inPlace(module, (pointer, count) => {
      module.functions.tanhInPlace(pointer, count);
    });
    values.forEach((value, index) => {
      const exact = Math.tanh(value);
      expect(Math.abs(found[index] - exact), `tanh(${value})`).toBeLessThanOrEqual(5e-7 * Math.abs(exact));
    });
  });
});

function inPlace({ memory }: KernelModule, call: (pointer: number, count: number) => void): Float32Array {
  const [pointer] = memory.layOut(values.byteLength);
  const found = new Float32Array(values.length);
  memory.write(pointer, values);
  call(pointer, values.length);
  memory.read(pointer, found);
  return found;
}
