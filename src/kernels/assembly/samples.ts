import { SINGLE, VECTOR } from './lanes';

/** `count` 16-bit numbers over 2^15, in 32 bits. There must be room up to eight of both. */
export function scaleCodes(codes: usize, count: usize, out: usize): void {
  const factor = f32x4.splat(1.0 / 32768);
  const end = codes + count * 2;
  for (; codes < end; codes += VECTOR, out += 2 * VECTOR) {
    const eight = v128.load(codes);
    const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight));
    const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight));
    v128.store(out, f32x4.mul(low, factor));
    v128.store(out, f32x4.mul(high, factor), VECTOR);
  }
}

/**
 * The largest absolute value of `count` samples, as the bits of a 32-bit number: infinity and what is not a number
 * come out larger than all finite ones. There must be room up to a whole vector, and what is there counts too.
 */
export function highestBits(samples: usize, count: usize): u32 {
  const magnitude = i32x4.splat(0x7fffffff);
  let highest = i32x4.splat(0);
  const end = samples + count * SINGLE;
  for (let p = samples; p < end; p += VECTOR) highest = i32x4.max_s(highest, v128.and(v128.load(p), magnitude));
  return max(
    max(i32x4.extract_lane(highest, 0), i32x4.extract_lane(highest, 1)),
    max(i32x4.extract_lane(highest, 2), i32x4.extract_lane(highest, 3)),
  );
}
