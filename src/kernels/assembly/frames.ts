import { SINGLE, VECTOR, promoteHigh } from './lanes';

/** Root mean square of `frames` frames of `size` samples (a multiple of eight), every `hop` samples, in 32 bits. */
export function rootMeanSquares(samples: usize, frames: usize, hop: usize, size: usize, out: usize): void {
  for (let frame: usize = 0; frame < frames; frame++, samples += hop * SINGLE, out += SINGLE) {
    let a = f64x2.splat(0);
    let b = a;
    let c = a;
    let d = a;
    const end = samples + size * SINGLE;
    for (let p = samples; p < end; p += 2 * VECTOR) {
      const first = v128.load(p);
      const second = v128.load(p, VECTOR);
      a = f64x2.add(a, square(f64x2.promote_low_f32x4(first)));
      b = f64x2.add(b, square(promoteHigh(first)));
      c = f64x2.add(c, square(f64x2.promote_low_f32x4(second)));
      d = f64x2.add(d, square(promoteHigh(second)));
    }
    const sum = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
    const total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
    store<f32>(out, <f32>sqrt<f64>(total / <f64>size));
  }
}

// @ts-ignore: decorator
@inline
function square(a: v128): v128 {
  return f64x2.mul(a, a);
}

const WORD: usize = 64;

/**
 * Share of each frame's samples whose sign differs from the one before; a sample is negative below −threshold, and a
 * frame's first sample is not compared. The clip lies from `from` to before `to` within `total` samples; beyond it
 * goes on as its first and last sample.
 *
 * `words`: scratch of 12 bytes for each started 64 samples, and 12 more.
 */
export function zeroCrossings(
  samples: usize,
  total: usize,
  from: usize,
  to: usize,
  frames: usize,
  hop: usize,
  size: usize,
  threshold: f32,
  words: usize,
  out: usize,
): void {
  const count = (total + WORD - 1) / WORD;
  const before = words + (count + 1) * 8;
  crossingBits(samples, total, threshold, words, before);
  for (let frame: usize = 0; frame < frames; frame++, out += SINGLE) {
    const start = frame * hop + 1;
    const first = min(to, max(from + 1, start));
    const last = min(to, max(from + 1, start - 1 + size));
    const crossings = crossingsBefore(last, words, before) - crossingsBefore(first, words, before);
    store<f32>(out, <f32>(<f64>crossings / <f64>size));
  }
}

/** A bit for each sample that differs in sign from the one before, and how many there are before each word. */
function crossingBits(samples: usize, total: usize, threshold: f32, words: usize, before: usize): void {
  const bar = f32x4.splat(-threshold);
  let last: u64 = 0;
  let sum: u32 = 0;
  for (let place: usize = 0; place < total; place += WORD, words += 8, before += 4) {
    let signs: u64 = 0;
    const end = min(WORD, total - place);
    const p = samples + place * SINGLE;
    let bit: usize = 0;
    for (; bit + 4 <= end; bit += 4) {
      signs |= (<u64>i32x4.bitmask(f32x4.lt(v128.load(p + bit * SINGLE), bar))) << bit;
    }
    for (; bit < end; bit++) signs |= (<u64>(load<f32>(p + bit * SINGLE) < -threshold)) << bit;
    const crossings = signs ^ ((signs << 1) | last);
    last = signs >> 63;
    store<u64>(words, crossings);
    store<u32>(before, sum);
    sum += <u32>popcnt(crossings);
  }
  store<u64>(words, 0);
  store<u32>(before, sum);
}

// @ts-ignore: decorator
@inline
function crossingsBefore(place: usize, words: usize, before: usize): u32 {
  const word = place / WORD;
  const mask = (<u64>1 << (place % WORD)) - 1;
  return load<u32>(before + word * 4) + <u32>popcnt(load<u64>(words + word * 8) & mask);
}
