/** Bytes of one number of each kind, and of a vector. */
export const SINGLE: usize = 4;
export const DOUBLE: usize = 8;
export const VECTOR: usize = 16;

// One source for transforms in 64 bits (two lanes) and in 32 bits (four): `T` is f64 or f32.

// @ts-ignore: decorator
@inline
export function add<T>(a: v128, b: v128): v128 {
  return v128.add<T>(a, b);
}

// @ts-ignore: decorator
@inline
export function sub<T>(a: v128, b: v128): v128 {
  return v128.sub<T>(a, b);
}

// @ts-ignore: decorator
@inline
export function mul<T>(a: v128, b: v128): v128 {
  return v128.mul<T>(a, b);
}

/** The number at `pointer` in every lane. */
// @ts-ignore: decorator
@inline
export function loadSplat<T>(pointer: usize, offset: usize = 0): v128 {
  if (sizeof<T>() === 8) return v128.load64_splat(pointer + offset);
  return v128.load32_splat(pointer + offset);
}

/** The last two of four 32-bit numbers, as 64-bit ones. */
// @ts-ignore: decorator
@inline
export function promoteHigh(a: v128): v128 {
  return f64x2.promote_low_f32x4(i64x2.shuffle(a, a, 1, 1));
}

/** Two and two 64-bit numbers rounded to four of 32 bits. */
// @ts-ignore: decorator
@inline
export function demote(low: v128, high: v128): v128 {
  return i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}
