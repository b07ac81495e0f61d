import { SINGLE, VECTOR } from './lanes';

/**
 * Power in bands: `magnitudes` is [quads, bins, 4] as `spectrogram` lays it out, `out` [4 · quads, bands] in 32 bits.
 * `filters` holds for each band its first bin and its number of bins (32-bit); `weights` all bands' weights in a row.
 */
export function bandPowers(
  magnitudes: usize,
  quads: usize,
  bins: usize,
  filters: usize,
  weights: usize,
  bands: usize,
  out: usize,
): void {
  const row = bands * SINGLE;
  for (let quad: usize = 0; quad < quads; quad++, magnitudes += bins * VECTOR, out += 4 * row) {
    let w = weights;
    let filter = filters;
    for (let to = out; to < out + row; to += SINGLE, filter += 8) {
      let p = magnitudes + <usize>load<u32>(filter) * VECTOR;
      const end = w + <usize>load<u32>(filter, 4) * SINGLE;
      let a = f32x4.splat(0);
      let b = a;
      let c = a;
      let d = a;
      for (; w + 4 * SINGLE <= end; w += 4 * SINGLE, p += 4 * VECTOR) {
        a = f32x4.add(a, weighted(p, w));
        b = f32x4.add(b, weighted(p + VECTOR, w + SINGLE));
        c = f32x4.add(c, weighted(p + 2 * VECTOR, w + 2 * SINGLE));
        d = f32x4.add(d, weighted(p + 3 * VECTOR, w + 3 * SINGLE));
      }
      for (; w < end; w += SINGLE, p += VECTOR) a = f32x4.add(a, weighted(p, w));
      const sum = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
      v128.store32_lane(to, sum, 0);
      v128.store32_lane(to + row, sum, 1);
      v128.store32_lane(to + 2 * row, sum, 2);
      v128.store32_lane(to + 3 * row, sum, 3);
    }
  }
}

// @ts-ignore: decorator
@inline
function weighted(p: usize, w: usize): v128 {
  const magnitude = v128.load(p);
  return f32x4.mul(f32x4.mul(magnitude, magnitude), v128.load32_splat(w));
}
