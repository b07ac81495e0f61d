import { FLOAT, VECTOR, multiplyAdd } from './simd';
import { edgeTile } from './thread';

// A product over many rows, C = Aᵀ · B with A of [k, m] and B of [k, n], from panels: columns of A by fours and columns
// of B by eights, each panel's rows side by side. Rows can be laid into the panels in any order, as they are made.

const ROWS: usize = 4;
const COLUMNS: usize = 8;
const LEFT_ROW: usize = ROWS * FLOAT;
const RIGHT_ROW: usize = COLUMNS * FLOAT;
/** Rows of the panels that are taken at once, so that they stay in the first cache. */
const DEPTH: usize = 256;

/** Bytes of A's panels. */
export function leftPanelBytes(k: usize, m: usize): usize {
  return ((m + ROWS - 1) / ROWS) * k * LEFT_ROW;
}

/** Bytes of B's panels. */
export function rightPanelBytes(k: usize, n: usize): usize {
  return ((n + COLUMNS - 1) / COLUMNS) * k * RIGHT_ROW;
}

/** Lays rows of A, `stride` bytes apart, into panels of `k` rows from row `first` on. */
export function intoLeftPanels(
  from: usize,
  stride: usize,
  rows: usize,
  m: usize,
  panels: usize,
  k: usize,
  first: usize,
): void {
  let to = panels + first * LEFT_ROW;
  for (let column: usize = 0; column < m; column += ROWS, to += k * LEFT_ROW) {
    let source = from + column * FLOAT;
    const width = m - column;
    for (let row: usize = 0; row < rows; row++, source += stride) {
      if (width >= ROWS) v128.store(to + row * LEFT_ROW, v128.load(source));
      else storePart(to + row * LEFT_ROW, source, width);
    }
  }
}

/** Lays rows of B, `stride` bytes apart, into panels of `k` rows from row `first` on. */
export function intoRightPanels(
  from: usize,
  stride: usize,
  rows: usize,
  n: usize,
  panels: usize,
  k: usize,
  first: usize,
): void {
  let to = panels + first * RIGHT_ROW;
  for (let column: usize = 0; column < n; column += COLUMNS, to += k * RIGHT_ROW) {
    let source = from + column * FLOAT;
    const width = n - column;
    for (let row: usize = 0; row < rows; row++, source += stride) {
      const place = to + row * RIGHT_ROW;
      if (width >= COLUMNS) {
        v128.store(place, v128.load(source));
        v128.store(place, v128.load(source, VECTOR), VECTOR);
      } else if (width >= ROWS) {
        v128.store(place, v128.load(source));
        storePart(place + VECTOR, source + VECTOR, width - ROWS);
      } else {
        storePart(place, source, width);
        v128.store(place, f32x4.splat(0), VECTOR);
      }
    }
  }
}

/** One vector of fewer than four numbers, filled up with zeros. */
function storePart(to: usize, from: usize, width: usize): void {
  v128.store(to, f32x4.splat(0));
  for (let at: usize = 0; at < width * FLOAT; at += FLOAT) store<f32>(to + at, load<f32>(from + at));
}

/**
 * C, [m, n] with rows `cStride` bytes apart, is Aᵀ · B from their panels of `k` rows, or has it added: its columns from
 * `first`, a multiple of 8, up to `end`. Each number is summed over k in order.
 */
export function multiplyPanels(
  m: usize,
  k: usize,
  left: usize,
  right: usize,
  c: usize,
  cStride: usize,
  first: usize,
  end: usize,
  accumulate: bool,
): void {
  for (let from: usize = 0; from < k; from += DEPTH) {
    const depth = min(DEPTH, k - from);
    const adding = accumulate || from > 0;
    for (let column = first; column < end; column += COLUMNS) {
      const b = right + ((column / COLUMNS) * k + from) * RIGHT_ROW;
      const width = min(COLUMNS, end - column);
      for (let row: usize = 0; row < m; row += ROWS) {
        const a = left + ((row / ROWS) * k + from) * LEFT_ROW;
        const target = c + row * cStride + column * FLOAT;
        const height = min(ROWS, m - row);
        if (height === ROWS && width === COLUMNS) tile(depth, a, b, target, cStride, adding);
        else edge(depth, a, b, target, cStride, height, width, adding);
      }
    }
  }
}

function tile(depth: usize, a: usize, b: usize, c: usize, cStride: usize, adding: bool): void {
  const c1 = c + cStride;
  const c2 = c1 + cStride;
  const c3 = c2 + cStride;
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  if (adding) {
    s00 = v128.load(c);
    s01 = v128.load(c, VECTOR);
    s10 = v128.load(c1);
    s11 = v128.load(c1, VECTOR);
    s20 = v128.load(c2);
    s21 = v128.load(c2, VECTOR);
    s30 = v128.load(c3);
    s31 = v128.load(c3, VECTOR);
  }
  const end = a + depth * LEFT_ROW;
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, VECTOR);
    let left = v128.load32_splat(a);
    s00 = multiplyAdd(left, b0, s00);
    s01 = multiplyAdd(left, b1, s01);
    left = v128.load32_splat(a, FLOAT);
    s10 = multiplyAdd(left, b0, s10);
    s11 = multiplyAdd(left, b1, s11);
    left = v128.load32_splat(a, 2 * FLOAT);
    s20 = multiplyAdd(left, b0, s20);
    s21 = multiplyAdd(left, b1, s21);
    left = v128.load32_splat(a, 3 * FLOAT);
    s30 = multiplyAdd(left, b0, s30);
    s31 = multiplyAdd(left, b1, s31);
    a += LEFT_ROW;
    b += RIGHT_ROW;
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

/** A tile of which only `height` rows and `width` columns are C's. */
function edge(
  depth: usize,
  a: usize,
  b: usize,
  c: usize,
  cStride: usize,
  height: usize,
  width: usize,
  adding: bool,
): void {
  const bytes = width * FLOAT;
  if (adding) {
    for (let row: usize = 0; row < height; row++) {
      memory.copy(edgeTile + row * RIGHT_ROW, c + row * cStride, bytes);
    }
  }
  tile(depth, a, b, edgeTile, RIGHT_ROW, adding);
  for (let row: usize = 0; row < height; row++) {
    memory.copy(c + row * cStride, edgeTile + row * RIGHT_ROW, bytes);
  }
}
