import { SINGLE, VECTOR } from './lanes';

/** Bins whose energies are summed in 32 bits before the sum is taken over. */
const RUN: usize = 64;
/** Smallest normal 32-bit number: a frame whose loudest pitch class is quieter is left as it is. */
const TINY: f32 = 1.17549435e-38;

/**
 * Energy of the pitch classes, each frame divided by its loudest: `magnitudes` is [quads, bins, 4], `filters`
 * [bins, classes] in 32 bits, where classes is a multiple of four, `out` [4 · quads, classes]; `sums`: scratch of a
 * vector a class. Filters that only fill up must be 0.
 */
export function pitchClasses(
  magnitudes: usize,
  quads: usize,
  bins: usize,
  filters: usize,
  classes: usize,
  sums: usize,
  out: usize,
): void {
  const row = classes * SINGLE;
  for (let quad: usize = 0; quad < quads; quad++, magnitudes += bins * VECTOR, out += 4 * row) {
    memory.fill(sums, 0, classes * VECTOR);
    for (let from: usize = 0; from < bins; from += RUN) {
      const p = magnitudes + from * VECTOR;
      const end = magnitudes + min(bins, from + RUN) * VECTOR;
      const w = filters + from * row;
      let first: usize = 0;
      for (; first + 12 <= classes; first += 12) twelve(p, end, w + first * SINGLE, row, sums + first * VECTOR);
      for (; first < classes; first += 4) four(p, end, w + first * SINGLE, row, sums + first * VECTOR);
    }
    let loudest = f32x4.splat(0);
    for (let index: usize = 0; index < classes; index++) {
      loudest = f32x4.pmax(loudest, v128.load(sums + index * VECTOR));
    }
    const one = f32x4.splat(1);
    const scale = v128.bitselect(one, loudest, f32x4.lt(loudest, f32x4.splat(TINY)));
    for (let index: usize = 0; index < classes; index++) {
      const share = f32x4.div(v128.load(sums + index * VECTOR), scale);
      const to = out + index * SINGLE;
      v128.store32_lane(to, share, 0);
      v128.store32_lane(to + row, share, 1);
      v128.store32_lane(to + 2 * row, share, 2);
      v128.store32_lane(to + 3 * row, share, 3);
    }
  }
}

function twelve(p: usize, end: usize, w: usize, row: usize, sums: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  let s8 = s0;
  let s9 = s0;
  let s10 = s0;
  let s11 = s0;
  for (; p < end; p += VECTOR, w += row) {
    const magnitude = v128.load(p);
    const power = f32x4.mul(magnitude, magnitude);
    s0 = f32x4.add(s0, f32x4.mul(power, v128.load32_splat(w)));
    s1 = f32x4.add(s1, f32x4.mul(power, v128.load32_splat(w, 4)));
    s2 = f32x4.add(s2, f32x4.mul(power, v128.load32_splat(w, 8)));
    s3 = f32x4.add(s3, f32x4.mul(power, v128.load32_splat(w, 12)));
    s4 = f32x4.add(s4, f32x4.mul(power, v128.load32_splat(w, 16)));
    s5 = f32x4.add(s5, f32x4.mul(power, v128.load32_splat(w, 20)));
    s6 = f32x4.add(s6, f32x4.mul(power, v128.load32_splat(w, 24)));
    s7 = f32x4.add(s7, f32x4.mul(power, v128.load32_splat(w, 28)));
    s8 = f32x4.add(s8, f32x4.mul(power, v128.load32_splat(w, 32)));
    s9 = f32x4.add(s9, f32x4.mul(power, v128.load32_splat(w, 36)));
    s10 = f32x4.add(s10, f32x4.mul(power, v128.load32_splat(w, 40)));
    s11 = f32x4.add(s11, f32x4.mul(power, v128.load32_splat(w, 44)));
  }
  collect(sums, s0, s1, s2, s3);
  collect(sums + 4 * VECTOR, s4, s5, s6, s7);
  collect(sums + 8 * VECTOR, s8, s9, s10, s11);
}

function four(p: usize, end: usize, w: usize, row: usize, sums: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (; p < end; p += VECTOR, w += row) {
    const magnitude = v128.load(p);
    const power = f32x4.mul(magnitude, magnitude);
    s0 = f32x4.add(s0, f32x4.mul(power, v128.load32_splat(w)));
    s1 = f32x4.add(s1, f32x4.mul(power, v128.load32_splat(w, 4)));
    s2 = f32x4.add(s2, f32x4.mul(power, v128.load32_splat(w, 8)));
    s3 = f32x4.add(s3, f32x4.mul(power, v128.load32_splat(w, 12)));
  }
  collect(sums, s0, s1, s2, s3);
}

// @ts-ignore: decorator
@inline
function collect(sums: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(sums, f32x4.add(v128.load(sums), a));
  v128.store(sums, f32x4.add(v128.load(sums, 16), b), 16);
  v128.store(sums, f32x4.add(v128.load(sums, 32), c), 32);
  v128.store(sums, f32x4.add(v128.load(sums, 48), d), 48);
}
