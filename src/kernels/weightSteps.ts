import type { KernelModule } from './module.js';

/** The numbers of a step of Adam: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← kept w − rate m / (√v / scale + ε). */
export interface AdamNumbers {
  readonly beta1: number;
  readonly beta2: number;
  readonly kept: number;
  readonly rate: number;
  readonly scale: number;
  readonly epsilon: number;
}

/** A weight and the running means of its gradient and of that squared. */
export interface AdamArrays {
  readonly weight: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** Numbers that are taken at once, so that they stay in the cache from copy to copy. */
const CHUNK = 8192;

/** One step of Adam from `before` and the gradient; fills `after`. 32 bits, each operation rounded. */
export function adamStep(
  { functions, memory }: KernelModule,
  { beta1, beta2, kept, rate, scale, epsilon }: AdamNumbers,
  before: AdamArrays,
  gradient: Float32Array,
  after: AdamArrays,
): void {
  const bytes = CHUNK * Float32Array.BYTES_PER_ELEMENT;
  const [weight, first, second, slope] = memory.layOut(bytes, bytes, bytes, bytes);
  const numbers = [beta1, 1 - beta1, beta2, 1 - beta2, kept, rate, scale, epsilon];
  for (let from = 0; from < gradient.length; from += CHUNK) {
    const end = Math.min(from + CHUNK, gradient.length);
    memory.write(weight, before.weight.subarray(from, end));
    memory.write(first, before.first.subarray(from, end));
    memory.write(second, before.second.subarray(from, end));
    memory.write(slope, gradient.subarray(from, end));
    functions.adamStep(end - from, weight, first, second, slope, ...numbers);
    memory.read(weight, after.weight.subarray(from, end));
    memory.read(first, after.first.subarray(from, end));
    memory.read(second, after.second.subarray(from, end));
  }
}

/** Fills `made` with values + (others − values) · share. */
export function moveTowards(
  { functions, memory }: KernelModule,
  share: number,
  values: Float32Array,
  others: Float32Array,
  made: Float32Array,
): void {
  const bytes = CHUNK * Float32Array.BYTES_PER_ELEMENT;
  const [a, b] = memory.layOut(bytes, bytes);
  for (let from = 0; from < made.length; from += CHUNK) {
    const end = Math.min(from + CHUNK, made.length);
    memory.write(a, values.subarray(from, end));
    memory.write(b, others.subarray(from, end));
    functions.moveTowards(end - from, a, b, share);
    memory.read(a, made.subarray(from, end));
  }
}
