import { DOUBLE, SINGLE, VECTOR } from './lanes';

/** Rows that lie side by side in a panel. */
export const PANEL_ROWS: usize = 8;
/** Bytes from one pair of columns of a panel to the next: two 16-bit numbers of each row. */
export const PAIR_STRIDE: usize = PANEL_ROWS * SINGLE;
/** Of rows that fill up the last panel: their distances stay below 2^31 and are of no use to anybody. */
const FAR: i32 = 1 << 30;

/** The largest whole number for which squared distances over so many columns stay below 2^31. */
// @ts-ignore: decorator
@inline
function largestLevel(width: usize): f64 {
  return Math.floor(Math.sqrt(2147483647.0 / (4.0 * <f64>width)));
}

/** Where the number of a row and a pair of columns lies. */
// @ts-ignore: decorator
@inline
export function placeOf(panels: usize, pairs: usize, row: usize): usize {
  return panels + (row / PANEL_ROWS) * pairs * PAIR_STRIDE + (row % PANEL_ROWS) * SINGLE;
}

/**
 * Writes rows, 32-bit numbers of [count, width], as whole numbers of 16 bits: x ≈ centre + step · whole, with one step
 * for all and a centre for each column. Gives the step.
 *
 * @param panels of 8 rows each: 16-bit numbers of [pairs, 8, 2]; the last panel and the last pair are filled up.
 * @param squares the sum of a row's squared whole numbers, 32 bits, for every row of the panels.
 * @param losses the Euclidean distance between a row and what its whole numbers stand for, at most; 64 bits.
 * @param columns room for 2 numbers of 64 bits a column, and one vector.
 */
export function makeWhole(
  rows: usize,
  count: usize,
  width: usize,
  panels: usize,
  squares: usize,
  losses: usize,
  columns: usize,
): f64 {
  const pairs = (width + 1) / 2;
  const centres = columns;
  const half = findCentres(rows, count, width, centres, centres + (width + 2) * DOUBLE);
  const step = half === 0 ? 1 : half / largestLevel(width);
  const perStep = f64x2.splat(1 / step);
  const steps = f64x2.splat(step);
  // What 64-bit arithmetic itself may lose.
  const rounding = half * Math.sqrt(<f64>width) * 1e-14;

  const filled = ((count + PANEL_ROWS - 1) / PANEL_ROWS) * PANEL_ROWS;
  if (filled > count) {
    memory.fill(panels + (filled / PANEL_ROWS - 1) * pairs * PAIR_STRIDE, 0, pairs * PAIR_STRIDE);
  }
  for (let row = count; row < filled; row++) store<i32>(squares + row * SINGLE, FAR);

  for (let row: usize = 0; row < count; row++) {
    const from = rows + row * width * SINGLE;
    let to = placeOf(panels, pairs, row);
    let sum = i32x4.splat(0);
    let lost = f64x2.splat(0);
    for (let column: usize = 0; column < width; column += 2, to += PAIR_STRIDE) {
      const at = from + column * SINGLE;
      const centre = v128.load(centres + column * DOUBLE);
      // An odd last column stands beside its centre, whose whole number is 0.
      const value =
        column + 1 < width
          ? f64x2.promote_low_f32x4(v128.load64_zero(at))
          : f64x2.replace_lane(centre, 0, <f64>load<f32>(at));
      const away = f64x2.sub(value, centre);
      const whole = f64x2.nearest(f64x2.mul(away, perStep));
      const rest = f64x2.sub(away, f64x2.mul(whole, steps));
      lost = f64x2.add(lost, f64x2.mul(rest, rest));
      const wide = i32x4.trunc_sat_f64x2_s_zero(whole);
      const narrow = i16x8.narrow_i32x4_s(wide, wide);
      v128.store32_lane(to, narrow, 0);
      sum = i32x4.add(sum, i32x4.dot_i16x8_s(narrow, narrow));
    }
    store<i32>(squares + row * SINGLE, i32x4.extract_lane(sum, 0));
    const loss = Math.sqrt(f64x2.extract_lane(lost, 0) + f64x2.extract_lane(lost, 1));
    store<f64>(losses + row * DOUBLE, loss * (1 + 1e-9) + rounding);
  }
  return step;
}

/** The middle between the least and the greatest number of each column, in 64 bits; gives the largest distance to it. */
function findCentres(rows: usize, count: usize, width: usize, centres: usize, extremes: usize): f64 {
  const least = extremes;
  const greatest = extremes + width * SINGLE;
  memory.copy(least, rows, width * SINGLE);
  memory.copy(greatest, rows, width * SINGLE);
  for (let row: usize = 1; row < count; row++) {
    const from = rows + row * width * SINGLE;
    const whole = (width * SINGLE) & ~(VECTOR - 1);
    let at: usize = 0;
    for (; at < whole; at += VECTOR) {
      const values = v128.load(from + at);
      v128.store(least + at, f32x4.min(v128.load(least + at), values));
      v128.store(greatest + at, f32x4.max(v128.load(greatest + at), values));
    }
    for (; at < width * SINGLE; at += SINGLE) {
      const value = load<f32>(from + at);
      store<f32>(least + at, min(load<f32>(least + at), value));
      store<f32>(greatest + at, max(load<f32>(greatest + at), value));
    }
  }
  let half: f64 = 0;
  for (let column: usize = 0; column < width; column++) {
    const low = <f64>load<f32>(least + column * SINGLE);
    const high = <f64>load<f32>(greatest + column * SINGLE);
    store<f64>(centres + column * DOUBLE, (low + high) / 2);
    half = max(half, (high - low) / 2);
  }
  store<f64>(centres + width * DOUBLE, 0);
  return half;
}
