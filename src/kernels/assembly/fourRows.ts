import { VECTOR, multiplyAdd } from './simd';
import { PANEL_ROW } from './tileSize';

// The innermost loops of products: C's tile, whose rows lie `stride` bytes apart, plus A's rows times B's panel over
// `depth` terms, with A's next term `aStep` bytes further on in each row.

/** Four rows by eight columns. */
export function fourByEight(
  depth: usize,
  a: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  aStep: usize,
  b: usize,
  c: usize,
  stride: usize,
): void {
  const c1 = c + stride;
  const c2 = c1 + stride;
  const c3 = c2 + stride;
  let s00 = v128.load(c);
  let s01 = v128.load(c, VECTOR);
  let s10 = v128.load(c1);
  let s11 = v128.load(c1, VECTOR);
  let s20 = v128.load(c2);
  let s21 = v128.load(c2, VECTOR);
  let s30 = v128.load(c3);
  let s31 = v128.load(c3, VECTOR);
  const end = a + depth * aStep;
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, VECTOR);
    let left = v128.load32_splat(a);
    s00 = multiplyAdd(left, b0, s00);
    s01 = multiplyAdd(left, b1, s01);
    left = v128.load32_splat(a1);
    s10 = multiplyAdd(left, b0, s10);
    s11 = multiplyAdd(left, b1, s11);
    left = v128.load32_splat(a2);
    s20 = multiplyAdd(left, b0, s20);
    s21 = multiplyAdd(left, b1, s21);
    left = v128.load32_splat(a3);
    s30 = multiplyAdd(left, b0, s30);
    s31 = multiplyAdd(left, b1, s31);
    a += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    b += PANEL_ROW;
  }
  v128.store(c, s00);
  v128.store(c, s01, VECTOR);
  v128.store(c1, s10);
  v128.store(c1, s11, VECTOR);
  v128.store(c2, s20);
  v128.store(c2, s21, VECTOR);
  v128.store(c3, s30);
  v128.store(c3, s31, VECTOR);
}

/** Four rows by sixteen columns: for an engine that joins neighbouring vectors to 256 bits. */
export function fourBySixteen(
  depth: usize,
  a: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  aStep: usize,
  b: usize,
  c: usize,
  stride: usize,
): void {
  const c1 = c + stride;
  const c2 = c1 + stride;
  const c3 = c2 + stride;
  let s00 = v128.load(c);
  let s01 = v128.load(c, VECTOR);
  let s02 = v128.load(c, 2 * VECTOR);
  let s03 = v128.load(c, 3 * VECTOR);
  let s10 = v128.load(c1);
  let s11 = v128.load(c1, VECTOR);
  let s12 = v128.load(c1, 2 * VECTOR);
  let s13 = v128.load(c1, 3 * VECTOR);
  let s20 = v128.load(c2);
  let s21 = v128.load(c2, VECTOR);
  let s22 = v128.load(c2, 2 * VECTOR);
  let s23 = v128.load(c2, 3 * VECTOR);
  let s30 = v128.load(c3);
  let s31 = v128.load(c3, VECTOR);
  let s32 = v128.load(c3, 2 * VECTOR);
  let s33 = v128.load(c3, 3 * VECTOR);
  const end = a + depth * aStep;
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, VECTOR);
    const b2 = v128.load(b, 2 * VECTOR);
    const b3 = v128.load(b, 3 * VECTOR);
    let left = v128.load32_splat(a);
    s00 = multiplyAdd(left, b0, s00);
    s01 = multiplyAdd(left, b1, s01);
    s02 = multiplyAdd(left, b2, s02);
    s03 = multiplyAdd(left, b3, s03);
    left = v128.load32_splat(a1);
    s10 = multiplyAdd(left, b0, s10);
    s11 = multiplyAdd(left, b1, s11);
    s12 = multiplyAdd(left, b2, s12);
    s13 = multiplyAdd(left, b3, s13);
    left = v128.load32_splat(a2);
    s20 = multiplyAdd(left, b0, s20);
    s21 = multiplyAdd(left, b1, s21);
    s22 = multiplyAdd(left, b2, s22);
    s23 = multiplyAdd(left, b3, s23);
    left = v128.load32_splat(a3);
    s30 = multiplyAdd(left, b0, s30);
    s31 = multiplyAdd(left, b1, s31);
    s32 = multiplyAdd(left, b2, s32);
    s33 = multiplyAdd(left, b3, s33);
    a += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    b += PANEL_ROW;
  }
  v128.store(c, s00);
  v128.store(c, s01, VECTOR);
  v128.store(c, s02, 2 * VECTOR);
  v128.store(c, s03, 3 * VECTOR);
  v128.store(c1, s10);
  v128.store(c1, s11, VECTOR);
  v128.store(c1, s12, 2 * VECTOR);
  v128.store(c1, s13, 3 * VECTOR);
  v128.store(c2, s20);
  v128.store(c2, s21, VECTOR);
  v128.store(c2, s22, 2 * VECTOR);
  v128.store(c2, s23, 3 * VECTOR);
  v128.store(c3, s30);
  v128.store(c3, s31, VECTOR);
  v128.store(c3, s32, 2 * VECTOR);
  v128.store(c3, s33, 3 * VECTOR);
}
