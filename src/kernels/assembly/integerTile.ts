import { PAIR_STRIDE } from './integerRows';
import { SINGLE, VECTOR } from './lanes';

/** Rows whose distances to a panel's 8 rows are held in registers at once. */
export const TILE_ROWS: usize = 4;

/**
 * Squared distances, whole and exact, of four rows to the eight of a panel. Gives whether any is within its row's
 * limit, and only then writes all of them, 32-bit numbers of [4, 8], to `out`.
 *
 * @param four the first of four rows in a panel.
 * @param squares, otherSquares sums of the rows' squared numbers, of the four and of the eight.
 */
export function anyWithin(
  four: usize,
  panel: usize,
  pairs: usize,
  squares: usize,
  otherSquares: usize,
  limits: usize,
  out: usize,
): bool {
  let s00 = i32x4.splat(0);
  let s01 = i32x4.splat(0);
  let s10 = i32x4.splat(0);
  let s11 = i32x4.splat(0);
  let s20 = i32x4.splat(0);
  let s21 = i32x4.splat(0);
  let s30 = i32x4.splat(0);
  let s31 = i32x4.splat(0);
  const end = panel + pairs * PAIR_STRIDE;
  while (panel < end) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, VECTOR);
    let left = v128.load32_splat(four);
    s00 = i32x4.add(s00, i32x4.dot_i16x8_s(left, b0));
    s01 = i32x4.add(s01, i32x4.dot_i16x8_s(left, b1));
    left = v128.load32_splat(four, SINGLE);
    s10 = i32x4.add(s10, i32x4.dot_i16x8_s(left, b0));
    s11 = i32x4.add(s11, i32x4.dot_i16x8_s(left, b1));
    left = v128.load32_splat(four, 2 * SINGLE);
    s20 = i32x4.add(s20, i32x4.dot_i16x8_s(left, b0));
    s21 = i32x4.add(s21, i32x4.dot_i16x8_s(left, b1));
    left = v128.load32_splat(four, 3 * SINGLE);
    s30 = i32x4.add(s30, i32x4.dot_i16x8_s(left, b0));
    s31 = i32x4.add(s31, i32x4.dot_i16x8_s(left, b1));
    four += PAIR_STRIDE;
    panel += PAIR_STRIDE;
  }
  const other0 = v128.load(otherSquares);
  const other1 = v128.load(otherSquares, VECTOR);
  let own = v128.load32_splat(squares);
  s00 = distances(own, other0, s00);
  s01 = distances(own, other1, s01);
  own = v128.load32_splat(squares, SINGLE);
  s10 = distances(own, other0, s10);
  s11 = distances(own, other1, s11);
  own = v128.load32_splat(squares, 2 * SINGLE);
  s20 = distances(own, other0, s20);
  s21 = distances(own, other1, s21);
  own = v128.load32_splat(squares, 3 * SINGLE);
  s30 = distances(own, other0, s30);
  s31 = distances(own, other1, s31);

  // The nearest of each row's eight.
  const within = v128.or(
    v128.or(
      i32x4.le_s(i32x4.min_s(s00, s01), v128.load32_splat(limits)),
      i32x4.le_s(i32x4.min_s(s10, s11), v128.load32_splat(limits, SINGLE)),
    ),
    v128.or(
      i32x4.le_s(i32x4.min_s(s20, s21), v128.load32_splat(limits, 2 * SINGLE)),
      i32x4.le_s(i32x4.min_s(s30, s31), v128.load32_splat(limits, 3 * SINGLE)),
    ),
  );
  if (!v128.any_true(within)) return false;
  v128.store(out, s00);
  v128.store(out, s01, VECTOR);
  v128.store(out, s10, 2 * VECTOR);
  v128.store(out, s11, 3 * VECTOR);
  v128.store(out, s20, 4 * VECTOR);
  v128.store(out, s21, 5 * VECTOR);
  v128.store(out, s30, 6 * VECTOR);
  v128.store(out, s31, 7 * VECTOR);
  return true;
}

/** |a|² + |b|² - 2 a·b. */
// @ts-ignore: decorator
@inline
function distances(own: v128, other: v128, product: v128): v128 {
  return i32x4.sub(i32x4.add(own, other), i32x4.shl(product, 1));
}
