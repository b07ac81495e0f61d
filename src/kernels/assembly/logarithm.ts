const LOG2_E: f64 = 1.4426950408889634;
const LOG10_2: f64 = 0.3010299956639812;
/** Bits of √½. */
const ROOT_HALF: i64 = 0x3fe6a09e667f3bcd;

/**
 * log2 of positive normal numbers, to 2e-12. With x = 2^e · m and m from √½ to √2 it is
 * e + 2/ln 2 · artanh s, s = (m − 1)/(m + 1), by the series of artanh.
 */
// @ts-ignore: decorator
@inline
export function log2(x: v128): v128 {
  const offset = i64x2.sub(x, i64x2.splat(ROOT_HALF));
  const exponent = i64x2.shr_s(offset, 52);
  const m = i64x2.sub(x, i64x2.shl(exponent, 52));
  const one = f64x2.splat(1);
  const s = f64x2.div(f64x2.sub(m, one), f64x2.add(m, one));
  const z = f64x2.mul(s, s);
  let series = f64x2.splat(1.0 / 13);
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(1.0 / 11));
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(1.0 / 9));
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(1.0 / 7));
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(1.0 / 5));
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(1.0 / 3));
  series = f64x2.add(f64x2.mul(series, z), one);
  const whole = f64x2.convert_low_i32x4_s(i32x4.shuffle(exponent, exponent, 0, 2, 0, 2));
  return f64x2.add(whole, f64x2.mul(f64x2.mul(s, f64x2.splat(2 * LOG2_E)), series));
}

// @ts-ignore: decorator
@inline
export function log10(x: v128): v128 {
  return f64x2.mul(log2(x), f64x2.splat(LOG10_2));
}
