import { DOUBLE, SINGLE } from './lanes';

const GROUP: usize = 4;

/**
 * The first coefficients of the cosine transform of each row: `rows` is [4 · quads, bands] in 32 bits, `cosines`
 * [groups of four coefficients, bands, 4] in 64, `out` [4 · quads, 4 · groups] in 32.
 */
export function cosineTransform(
  rows: usize,
  quads: usize,
  bands: usize,
  cosines: usize,
  groups: usize,
  out: usize,
): void {
  const row = bands * SINGLE;
  const width = groups * GROUP * SINGLE;
  for (let quad: usize = 0; quad < quads; quad++, rows += 4 * row, out += 4 * width) {
    let c = cosines;
    for (let group: usize = 0; group < groups; group++) {
      let a0 = f64x2.splat(0);
      let a1 = a0;
      let b0 = a0;
      let b1 = a0;
      let c0 = a0;
      let c1 = a0;
      let d0 = a0;
      let d1 = a0;
      for (let p = rows; p < rows + row; p += SINGLE, c += GROUP * DOUBLE) {
        const low = v128.load(c);
        const high = v128.load(c, 16);
        let x = f64x2.splat(<f64>load<f32>(p));
        a0 = f64x2.add(a0, f64x2.mul(x, low));
        a1 = f64x2.add(a1, f64x2.mul(x, high));
        x = f64x2.splat(<f64>load<f32>(p + row));
        b0 = f64x2.add(b0, f64x2.mul(x, low));
        b1 = f64x2.add(b1, f64x2.mul(x, high));
        x = f64x2.splat(<f64>load<f32>(p + 2 * row));
        c0 = f64x2.add(c0, f64x2.mul(x, low));
        c1 = f64x2.add(c1, f64x2.mul(x, high));
        x = f64x2.splat(<f64>load<f32>(p + 3 * row));
        d0 = f64x2.add(d0, f64x2.mul(x, low));
        d1 = f64x2.add(d1, f64x2.mul(x, high));
      }
      const to = out + group * GROUP * SINGLE;
      storeGroup(to, a0, a1);
      storeGroup(to + width, b0, b1);
      storeGroup(to + 2 * width, c0, c1);
      storeGroup(to + 3 * width, d0, d1);
    }
  }
}

// @ts-ignore: decorator
@inline
function storeGroup(to: usize, low: v128, high: v128): void {
  v128.store(to, i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2));
}
