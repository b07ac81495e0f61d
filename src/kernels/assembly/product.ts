import { intoLeftPanels, intoRightPanels, leftPanelBytes, multiplyPanels } from './panels';
import { FLOAT, VECTOR, aligned, multiplyAdd } from './simd';
import { edgeTile, startOfShare } from './thread';

/** Rows and columns of C that are held in registers at once. */
const ROWS: usize = 4;
const COLUMNS: usize = 8;
/** Rows of B that are taken at once, so that a panel of them (8 KB) stays in the first cache. */
const DEPTH: usize = 256;

const PANEL_ROW: usize = COLUMNS * FLOAT;

/** Bytes that `packRight` writes for a B of [k, n]. */
export function packedBytes(k: usize, n: usize): usize {
  return k * panels(n) * PANEL_ROW;
}

// @ts-ignore: decorator
@inline
function panels(n: usize): usize {
  return (n + COLUMNS - 1) / COLUMNS;
}

/**
 * Lays B, [k, n] (or its transpose, [n, k]), out in the order in which the product reads it: blocks of 256 rows, in
 * them panels of 8 columns, the last one filled up with zeros. `stride` is the bytes from a row, as it lies, to the next.
 */
export function packRight(
  b: usize,
  stride: usize,
  k: usize,
  n: usize,
  transposed: bool,
  packed: usize,
): void {
  let to = packed;
  for (let from: usize = 0; from < k; from += DEPTH) {
    const depth = min(DEPTH, k - from);
    for (let column: usize = 0; column < n; column += COLUMNS) {
      const width = min(COLUMNS, n - column);
      if (transposed) packTransposedPanel(b + column * stride + from * FLOAT, stride, depth, width, to);
      else packPanel(b + from * stride + column * FLOAT, stride, depth, width, to);
      to += depth * PANEL_ROW;
    }
  }
}

function packPanel(from: usize, stride: usize, depth: usize, width: usize, to: usize): void {
  for (let row: usize = 0; row < depth; row++, from += stride, to += PANEL_ROW) {
    if (width === COLUMNS) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, VECTOR), VECTOR);
    } else {
      memory.fill(to, 0, PANEL_ROW);
      for (let column: usize = 0; column < width; column++) {
        store<f32>(to + column * FLOAT, load<f32>(from + column * FLOAT));
      }
    }
  }
}

function packTransposedPanel(from: usize, stride: usize, depth: usize, width: usize, to: usize): void {
  if (width < COLUMNS) memory.fill(to, 0, depth * PANEL_ROW);
  for (let column: usize = 0; column < width; column++) {
    const source = from + column * stride;
    const target = to + column * FLOAT;
    for (let row: usize = 0; row < depth; row++) {
      store<f32>(target + row * PANEL_ROW, load<f32>(source + row * FLOAT));
    }
  }
}

/** Writes the transpose, [columns, rows], of a matrix of [rows, columns] whose rows lie `stride` bytes apart. */
function transpose(from: usize, stride: usize, rows: usize, columns: usize, to: usize): void {
  // In tiles of 8 by 8, which the cache holds.
  for (let top: usize = 0; top < rows; top += COLUMNS) {
    const bottom = min(top + COLUMNS, rows);
    for (let left: usize = 0; left < columns; left += COLUMNS) {
      const right = min(left + COLUMNS, columns);
      for (let column = left; column < right; column++) {
        for (let row = top; row < bottom; row++) {
          store<f32>(to + (column * rows + row) * FLOAT, load<f32>(from + row * stride + column * FLOAT));
        }
      }
    }
  }
}

/**
 * C, [m, n], is A, [m, k], times the packed B, or has it added. The strides are the bytes from a row to the next.
 * Each number of C is summed over k in order, whichever rows and columns it is computed with.
 */
export function multiplyPacked(
  m: usize,
  n: usize,
  k: usize,
  a: usize,
  aStride: usize,
  packed: usize,
  c: usize,
  cStride: usize,
  accumulate: bool,
): void {
  if (k === 0 && !accumulate) {
    for (let row: usize = 0; row < m; row++) memory.fill(c + row * cStride, 0, n * FLOAT);
  }
  let panel = packed;
  for (let from: usize = 0; from < k; from += DEPTH) {
    const depth = min(DEPTH, k - from);
    const adding = accumulate || from > 0;
    for (let column: usize = 0; column < n; column += COLUMNS) {
      const width = min(COLUMNS, n - column);
      for (let row: usize = 0; row < m; row += ROWS) {
        const height = min(ROWS, m - row);
        const left = a + row * aStride + from * FLOAT;
        const target = c + row * cStride + column * FLOAT;
        if (height === ROWS && width === COLUMNS) {
          tile(depth, left, aStride, aStride * 2, aStride * 3, panel, target, cStride, adding);
        } else {
          edge(depth, left, aStride, panel, target, cStride, height, width, adding);
        }
      }
      panel += depth * PANEL_ROW;
    }
  }
}

/** Four rows and eight columns of C; `second`, `third` and `fourth` say where A's rows lie beyond the first. */
function tile(
  depth: usize,
  a: usize,
  second: usize,
  third: usize,
  fourth: usize,
  panel: usize,
  c: usize,
  cStride: usize,
  adding: bool,
): void {
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
  let a1 = a + second;
  let a2 = a + third;
  let a3 = a + fourth;
  const end = a + depth * FLOAT;
  while (a < end) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, VECTOR);
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
    a += FLOAT;
    a1 += FLOAT;
    a2 += FLOAT;
    a3 += FLOAT;
    panel += PANEL_ROW;
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

/** A tile of which only `height` rows and `width` columns are C's; rows that A lacks repeat its last one. */
function edge(
  depth: usize,
  a: usize,
  aStride: usize,
  panel: usize,
  c: usize,
  cStride: usize,
  height: usize,
  width: usize,
  adding: bool,
): void {
  const bytes = width * FLOAT;
  if (adding) {
    for (let row: usize = 0; row < height; row++) memory.copy(edgeTile + row * PANEL_ROW, c + row * cStride, bytes);
  }
  const last = height - 1;
  tile(
    depth,
    a,
    min<usize>(1, last) * aStride,
    min<usize>(2, last) * aStride,
    min<usize>(3, last) * aStride,
    panel,
    edgeTile,
    PANEL_ROW,
    adding,
  );
  for (let row: usize = 0; row < height; row++) memory.copy(c + row * cStride, edgeTile + row * PANEL_ROW, bytes);
}

/** Bytes that each thread needs for `multiply` beside its matrices. */
export function multiplyScratch(m: usize, n: usize, k: usize, leftTransposed: bool): usize {
  return aligned(packedBytes(k, n)) + (leftTransposed ? leftPanelBytes(k, m) : 0);
}

/**
 * C, [m, n], is A, [m, k] or transposed [k, m], times B, [k, n] or transposed [n, k], or has the product added: a
 * thread's share of its columns, or of its rows where the columns are few.
 */
export function multiply(
  m: usize,
  n: usize,
  k: usize,
  a: usize,
  leftTransposed: bool,
  b: usize,
  rightTransposed: bool,
  c: usize,
  accumulate: bool,
  scratch: usize,
  share: usize,
  shares: usize,
): void {
  const byColumns = n >= COLUMNS * shares;
  const row = byColumns ? 0 : startOfShare(m, ROWS, share, shares);
  const rows = byColumns ? m : startOfShare(m, ROWS, share + 1, shares) - row;
  const column = byColumns ? startOfShare(n, COLUMNS, share, shares) : 0;
  const columns = byColumns ? startOfShare(n, COLUMNS, share + 1, shares) - column : n;
  if (rows === 0 || columns === 0) return;

  const left = a + row * (leftTransposed ? 1 : k) * FLOAT;
  const right = b + column * (rightTransposed ? k : 1) * FLOAT;
  const target = c + (row * n + column) * FLOAT;
  const packed = scratch + share * multiplyScratch(m, n, k, leftTransposed);
  const turned = packed + aligned(packedBytes(k, n));
  if (leftTransposed && !rightTransposed && k > 0) {
    intoLeftPanels(left, m * FLOAT, k, rows, turned, k, 0);
    intoRightPanels(right, n * FLOAT, k, columns, packed, k, 0);
    multiplyPanels(rows, k, turned, packed, target, n * FLOAT, 0, columns, accumulate);
    return;
  }
  packRight(right, (rightTransposed ? k : n) * FLOAT, k, columns, rightTransposed, packed);
  if (leftTransposed) transpose(left, m * FLOAT, k, rows, turned);
  multiplyPacked(
    rows,
    columns,
    k,
    leftTransposed ? turned : left,
    k * FLOAT,
    packed,
    target,
    n * FLOAT,
    accumulate,
  );
}
