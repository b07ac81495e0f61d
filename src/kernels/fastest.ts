import { wasmLstm } from './lstm/wasm.js';
import { canWiden, loadKernels, runnableBuilds, type KernelModule } from './module.js';
import { multiplyMatrices } from './product.js';

/**
 * The kernels in the build that is fastest here. The wide build rests on a part of V8 that it calls experimental: it is
 * taken where it computes the same bytes in a trial and is the faster one. So the choice changes no result.
 */
export function fastestKernels(): KernelModule {
  const [first] = runnableBuilds();
  const kernels = loadKernels(first);
  if (first !== 'relaxed-simd' || !canWiden()) return kernels;
  const wide = loadKernels('relaxed-simd-wide');
  return agree(trial(kernels), trial(wide)) && timeOf(wide) < timeOf(kernels) ? wide : kernels;
}

/** Whether products are summed with one rounding: relaxed SIMD leaves that to the processor. */
export function fusesProducts(kernels: KernelModule): boolean {
  const shape = { m: 1, n: 1, k: 2, leftTransposed: false, rightTransposed: false };
  const c = new Float32Array(1);
  // (1 + 2^-12)² is 1 + 2^-11 + 2^-24, of which rounding drops the last term.
  const factor = 1 + 2 ** -12;
  multiplyMatrices(kernels, shape, Float32Array.of(1, factor), Float32Array.of(-1 - 2 ** -11, factor), c);
  return c[0] !== 0;
}

/** What products and an LSTM make of the same numbers; sizes on and off the tiles' widths. */
function trial(kernels: KernelModule): Float32Array[] {
  const made: Float32Array[] = [];
  const [m, n, k] = [38, 53, 300];
  for (const leftTransposed of [false, true]) {
    for (const rightTransposed of [false, true]) {
      const c = new Float32Array(m * n);
      multiplyMatrices(kernels, { m, n, k, leftTransposed, rightTransposed }, waves(m * k), waves(k * n), c);
      made.push(c);
    }
  }
  const shape = { batch: 6, steps: 4, inputs: 11, units: 22, backwards: true };
  const [states, gates] = [6 * 4 * 22, 6 * 4 * 4 * 22];
  const input = { x: waves(6 * 4 * 11), mask: null };
  const weights = { kernel: waves(11 * 88), recurrentKernel: waves(22 * 88), bias: waves(88) };
  const trace = {
    outputs: new Float32Array(states),
    cells: new Float32Array(states),
    gates: new Float32Array(gates),
  };
  const gradients = {
    x: new Float32Array(input.x.length),
    kernel: new Float32Array(weights.kernel.length),
    recurrentKernel: new Float32Array(weights.recurrentKernel.length),
    bias: new Float32Array(weights.bias.length),
  };
  const lstm = wasmLstm(kernels);
  lstm.forward(shape, input, weights, trace);
  lstm.backward(shape, input, weights, trace, waves(states), gradients);
  return [...made, ...Object.values(trace), ...Object.values(gradients)];
}

function waves(length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => Math.sin(0.7 * index + 0.1));
}

function agree(found: readonly Float32Array[], expected: readonly Float32Array[]): boolean {
  return found.every((array, which) => array.every((value, index) => value === expected[which][index]));
}

/** Milliseconds of a product, the best of a few. */
function timeOf(kernels: KernelModule): number {
  const [m, n, k] = [64, 128, 256];
  const shape = { m, n, k, leftTransposed: false, rightTransposed: false };
  const [a, b, c] = [waves(m * k), waves(k * n), new Float32Array(m * n)];
  let best = Infinity;
  for (let run = 0; run < 7; run++) {
    const from = performance.now();
    multiplyMatrices(kernels, shape, a, b, c);
    best = Math.min(best, performance.now() - from);
  }
  return best;
}
