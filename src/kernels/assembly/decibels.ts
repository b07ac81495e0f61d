import { SINGLE, VECTOR, demote, promoteHigh } from './lanes';
import { log10, log2 } from './logarithm';

/** Smallest power that is told from nothing (librosa's `amin`). */
const FLOOR: f32 = 1e-10;

/**
 * 10 · log10 of `count` powers, none taken below 1e-10, in place; gives the loudest. There must be room up to a whole
 * vector, and what is there counts too.
 */
export function decibels(values: usize, count: usize): f32 {
  const floor = f32x4.splat(FLOOR);
  const ten = f64x2.splat(10);
  let loudest = f32x4.splat(-f32.MAX_VALUE);
  const end = values + count * SINGLE;
  for (let p = values; p < end; p += VECTOR) {
    const power = f32x4.pmax(floor, v128.load(p));
    const low = f64x2.mul(ten, log10(f64x2.promote_low_f32x4(power)));
    const high = f64x2.mul(ten, log10(promoteHigh(power)));
    const found = demote(low, high);
    loudest = f32x4.pmax(loudest, found);
    v128.store(p, found);
  }
  const half = f32x4.pmax(loudest, i64x2.shuffle(loudest, loudest, 1, 0));
  return max(f32x4.extract_lane(half, 0), f32x4.extract_lane(half, 1));
}

/** Raises what lies below `floor` to it. */
export function raise(values: usize, count: usize, floor: f32): void {
  const least = f32x4.splat(floor);
  const end = values + count * SINGLE;
  for (let p = values; p < end; p += VECTOR) v128.store(p, f32x4.pmax(v128.load(p), least));
}

const LN_2: f64 = 0.6931471805599453;

/** ln(value + offset) of `count` values that are not negative, in place. There must be room up to a whole vector. */
export function naturalLogs(values: usize, count: usize, offset: f64): void {
  const ln2 = f64x2.splat(LN_2);
  const more = f64x2.splat(offset);
  const end = values + count * SINGLE;
  for (let p = values; p < end; p += VECTOR) {
    const value = v128.load(p);
    const low = log2(f64x2.add(f64x2.promote_low_f32x4(value), more));
    const high = log2(f64x2.add(promoteHigh(value), more));
    v128.store(p, demote(f64x2.mul(low, ln2), f64x2.mul(high, ln2)));
  }
}
