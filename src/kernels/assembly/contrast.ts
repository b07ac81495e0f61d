import { SINGLE, VECTOR, demote, promoteHigh } from './lanes';

/**
 * Means of the few highest and of the few lowest magnitudes of each band: `magnitudes` is [quads, bins, 4]; `table`
 * holds for each band its first bin, the bin after its last, and how many extremes are taken (32-bit). `peaks` and
 * `valleys` are [4 · quads, bands] in 32 bits; `scratch`: two vectors an extreme of the widest band.
 */
export function extremes(
  magnitudes: usize,
  quads: usize,
  bins: usize,
  table: usize,
  bands: usize,
  scratch: usize,
  peaks: usize,
  valleys: usize,
): void {
  const row = bands * SINGLE;
  for (let quad: usize = 0; quad < quads; quad++, magnitudes += bins * VECTOR) {
    for (let band: usize = 0; band < bands; band++) {
      const entry = table + band * 12;
      const from = magnitudes + <usize>load<u32>(entry) * VECTOR;
      const to = magnitudes + <usize>load<u32>(entry, 4) * VECTOR;
      const count = <usize>load<u32>(entry, 8);
      let high: v128;
      let low: v128;
      if (count === 1) {
        high = v128.load(from);
        low = high;
        for (let p = from + VECTOR; p < to; p += VECTOR) {
          const value = v128.load(p);
          high = f32x4.pmax(high, value);
          low = f32x4.pmin(low, value);
        }
      } else {
        const lowest = scratch + count * VECTOR;
        collect(from, to, count, scratch, lowest);
        high = mean(scratch, count);
        low = mean(lowest, count);
      }
      const at = quad * 4 * row + band * SINGLE;
      storeColumn(peaks + at, row, high);
      storeColumn(valleys + at, row, low);
    }
  }
}

/** Keeps the extremes of each lane in order, the outermost first, as the bins come, two at a time. */
function collect(from: usize, to: usize, count: usize, highest: usize, lowest: usize): void {
  for (let at: usize = 0; at < count * VECTOR; at += VECTOR) {
    v128.store(highest + at, f32x4.splat(-f32.MAX_VALUE));
    v128.store(lowest + at, f32x4.splat(f32.MAX_VALUE));
  }
  const last = (count - 1) * VECTOR;
  let highBar = v128.load(highest + last);
  let lowBar = v128.load(lowest + last);
  for (let p = from; p < to; p += 2 * VECTOR) {
    const value = v128.load(p);
    const isPair = p + VECTOR < to;
    const second = isPair ? v128.load(p, VECTOR) : value;
    const larger = f32x4.pmax(value, second);
    const smaller = f32x4.pmin(value, second);
    if (v128.any_true(f32x4.gt(larger, highBar))) {
      let one = larger;
      // A lone bin would count twice.
      let other = isPair ? smaller : f32x4.splat(-f32.MAX_VALUE);
      for (let q = highest; q <= highest + last; q += VECTOR) {
        const kept = v128.load(q);
        const stays = f32x4.pmax(kept, one);
        one = f32x4.pmin(kept, one);
        v128.store(q, stays);
        // `other` follows one place behind, where it can still beat what `one` pushed down.
        const swap = f32x4.pmax(one, other);
        other = f32x4.pmin(one, other);
        one = swap;
      }
      highBar = v128.load(highest + last);
    }
    if (v128.any_true(f32x4.lt(smaller, lowBar))) {
      let one = smaller;
      let other = isPair ? larger : f32x4.splat(f32.MAX_VALUE);
      for (let q = lowest; q <= lowest + last; q += VECTOR) {
        const kept = v128.load(q);
        const stays = f32x4.pmin(kept, one);
        one = f32x4.pmax(kept, one);
        v128.store(q, stays);
        const swap = f32x4.pmin(one, other);
        other = f32x4.pmax(one, other);
        one = swap;
      }
      lowBar = v128.load(lowest + last);
    }
  }
}

// @ts-ignore: decorator
@inline
function mean(values: usize, count: usize): v128 {
  let low = f64x2.splat(0);
  let high = low;
  for (let at: usize = 0; at < count * VECTOR; at += VECTOR) {
    const value = v128.load(values + at);
    low = f64x2.add(low, f64x2.promote_low_f32x4(value));
    high = f64x2.add(high, promoteHigh(value));
  }
  const divisor = f64x2.splat(<f64>count);
  return demote(f64x2.div(low, divisor), f64x2.div(high, divisor));
}

// @ts-ignore: decorator
@inline
function storeColumn(to: usize, row: usize, values: v128): void {
  v128.store32_lane(to, values, 0);
  v128.store32_lane(to + row, values, 1);
  v128.store32_lane(to + 2 * row, values, 2);
  v128.store32_lane(to + 3 * row, values, 3);
}
