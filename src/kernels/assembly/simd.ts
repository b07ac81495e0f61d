/** Bytes of one number, and of four in a vector. */
export const FLOAT: usize = 4;
export const VECTOR: usize = 16;

/** a · b + c in each lane: with one rounding where the build has relaxed SIMD, else with two. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

// @ts-ignore: decorator
@inline
export function loadFirst(pointer: usize): v128 {
  return v128.load32_zero(pointer);
}

// @ts-ignore: decorator
@inline
export function storeFirst(pointer: usize, value: v128): void {
  store<f32>(pointer, f32x4.extract_lane(value, 0));
}

/** Bytes, rounded up to whole vectors. */
// @ts-ignore: decorator
@inline
export function aligned(bytes: usize): usize {
  return (bytes + (VECTOR - 1)) & ~(VECTOR - 1);
}
