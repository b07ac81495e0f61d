import { FLOAT, VECTOR } from './simd';

// What an optimizer does number by number, in 32 bits and each operation rounded, as TensorFlow.js's own kernels would
// one after the other.

/**
 * A step of Adam, in place: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← k w − r m / (√v / s + ε).
 */
export function adamStep(
  count: usize,
  weights: usize,
  first: usize,
  second: usize,
  gradients: usize,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  kept: f32,
  rate: f32,
  scale: f32,
  epsilon: f32,
): void {
  const b1 = f32x4.splat(beta1);
  const r1 = f32x4.splat(rest1);
  const b2 = f32x4.splat(beta2);
  const r2 = f32x4.splat(rest2);
  const k = f32x4.splat(kept);
  const r = f32x4.splat(rate);
  const s = f32x4.splat(scale);
  const e = f32x4.splat(epsilon);
  const bytes = count * FLOAT;
  // The arrays have room up to whole vectors: what stands behind their end is computed for nothing.
  for (let at: usize = 0; at < bytes; at += VECTOR) {
    const g = v128.load(gradients + at);
    const m = f32x4.add(f32x4.mul(v128.load(first + at), b1), f32x4.mul(g, r1));
    const v = f32x4.add(f32x4.mul(v128.load(second + at), b2), f32x4.mul(f32x4.mul(g, g), r2));
    const step = f32x4.div(f32x4.mul(m, r), f32x4.add(f32x4.div(f32x4.sqrt(v), s), e));
    v128.store(first + at, m);
    v128.store(second + at, v);
    v128.store(weights + at, f32x4.sub(f32x4.mul(v128.load(weights + at), k), step));
  }
}

/** Moves numbers a share of the way to others, in place: a ← a + (b − a) · share. */
export function moveTowards(count: usize, values: usize, others: usize, share: f32): void {
  const part = f32x4.splat(share);
  const bytes = count * FLOAT;
  for (let at: usize = 0; at < bytes; at += VECTOR) {
    const a = v128.load(values + at);
    v128.store(values + at, f32x4.add(a, f32x4.mul(f32x4.sub(v128.load(others + at), a), part)));
  }
}
