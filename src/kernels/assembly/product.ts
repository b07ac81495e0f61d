import { intoLeftPanels, intoRightPanels, leftPanelBytes, multiplyPanels } from './panels';
import { FLOAT, VECTOR, aligned } from './simd';
import { startOfShare } from './thread';
import { tile } from './tile';
import { COLUMNS, DEPTH, PANEL_ROW, ROW_GROUP, tileRows } from './tileSize';

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
 * them panels of 8 or 16 columns, the last one filled up with zeros. `stride` is the bytes from a row, as it lies, to the next.
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
      for (let at: usize = 0; at < PANEL_ROW; at += VECTOR) v128.store(to + at, v128.load(from + at));
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
      for (let row: usize = 0, height: usize = 0; row < m; row += height) {
        height = tileRows(m - row);
        const left = a + row * aStride + from * FLOAT;
        const target = c + row * cStride + column * FLOAT;
        tile(depth, left, aStride, FLOAT, panel, target, cStride, height, width, adding);
      }
      panel += depth * PANEL_ROW;
    }
  }
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
  const row = byColumns ? 0 : startOfShare(m, ROW_GROUP, share, shares);
  const rows = byColumns ? m : startOfShare(m, ROW_GROUP, share + 1, shares) - row;
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
