import { FLOAT } from './simd';

/**
 * Rows and columns of a product that are held in registers at once; `WIDE` is the build's (see build-kernels.mjs). Six
 * rows need all 16 registers: where a product and its sum are two operations, what lies between takes one more.
 */
export const ROWS: usize = ASC_FEATURE_RELAXED_SIMD ? 6 : 4;
// @ts-ignore: a constant that the build gives
export const COLUMNS: usize = WIDE ? 16 : 8;
/** Terms that are summed at once, so that a panel of B (8 or 16 KB) stays in the first cache. */
export const DEPTH: usize = 256;
/** Bytes of a panel's row. */
export const PANEL_ROW: usize = COLUMNS * FLOAT;

/** Rows that threads do not share. */
export const ROW_GROUP: usize = 4;

/** Rows of the next tile where `left` rows are left: six or, where that computes fewer for nothing, four. */
// @ts-ignore: decorator
@inline
export function tileRows(left: usize): usize {
  return left === 7 || left === 8 ? 4 : min(ROWS, left);
}
