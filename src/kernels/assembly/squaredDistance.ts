import { SINGLE } from './lanes';

/** Columns whose squares are summed apart. */
const TILE_COLUMNS: usize = 1024;

/** The squared Euclidean distance of two rows of 32-bit numbers, in 64 bits; order and rounding as `reference.ts` has them. */
export function squaredDistance(a: usize, b: usize, width: usize): f64 {
  let distance: f64 = 0;
  for (let from: usize = 0; from < width; from += TILE_COLUMNS) {
    distance += tileDistance(a + from * SINGLE, b + from * SINGLE, min(TILE_COLUMNS, width - from));
  }
  return distance;
}

// @ts-ignore: decorator
@inline
function tileDistance(a: usize, b: usize, width: usize): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const end = a + (width & ~3) * SINGLE;
  for (; a < end; a += 4 * SINGLE, b += 4 * SINGLE) {
    const first = difference(a, b);
    const second = difference(a + 2 * SINGLE, b + 2 * SINGLE);
    low = f64x2.add(low, f64x2.mul(first, first));
    high = f64x2.add(high, f64x2.mul(second, second));
  }
  let sum0 = f64x2.extract_lane(low, 0);
  for (let rest = width & 3; rest > 0; rest--, a += SINGLE, b += SINGLE) {
    const last = <f64>load<f32>(a) - <f64>load<f32>(b);
    sum0 += last * last;
  }
  return sum0 + f64x2.extract_lane(low, 1) + (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
}

// @ts-ignore: decorator
@inline
function difference(a: usize, b: usize): v128 {
  return f64x2.sub(
    f64x2.promote_low_f32x4(v128.load64_zero(a)),
    f64x2.promote_low_f32x4(v128.load64_zero(b)),
  );
}
