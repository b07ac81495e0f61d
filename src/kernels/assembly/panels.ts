import { FLOAT, VECTOR, aligned } from './simd';
import { startOfShare } from './thread';
import { tile } from './tile';
import { COLUMNS, DEPTH, PANEL_ROW, tileRows } from './tileSize';

// A product over many rows, C = Aᵀ · B with A of [k, m] and B of [k, n], from panels: columns of A by the rows of a tile and
// columns of B by eights (or sixteens), each panel's rows side by side. Rows can be laid into the panels in any order, as they are made.

const LANES: usize = 4;

/** Bytes of A's panels. */
export function leftPanelBytes(k: usize, m: usize): usize {
  return aligned(k * m * FLOAT);
}

/** Bytes of B's panels. */
export function rightPanelBytes(k: usize, n: usize): usize {
  return ((n + COLUMNS - 1) / COLUMNS) * k * PANEL_ROW;
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
  for (let column: usize = 0, width: usize = 0; column < m; column += width) {
    width = tileRows(m - column);
    let source = from + column * FLOAT;
    let to = panels + (column * k + first * width) * FLOAT;
    const end = to + rows * width * FLOAT;
    if (width === 6) {
      for (; to < end; to += 6 * FLOAT, source += stride) {
        v128.store(to, v128.load(source));
        store<u64>(to + VECTOR, load<u64>(source + VECTOR));
      }
    } else if (width === 4) {
      for (; to < end; to += VECTOR, source += stride) v128.store(to, v128.load(source));
    } else {
      for (; to < end; to += width * FLOAT, source += stride) {
        for (let at: usize = 0; at < width * FLOAT; at += FLOAT) store<f32>(to + at, load<f32>(source + at));
      }
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
  let to = panels + first * PANEL_ROW;
  for (let column: usize = 0; column < n; column += COLUMNS, to += k * PANEL_ROW) {
    let source = from + column * FLOAT;
    const width = n - column;
    for (let row: usize = 0; row < rows; row++, source += stride) {
      for (let at: usize = 0; at < COLUMNS; at += LANES) {
        const place = to + row * PANEL_ROW + at * FLOAT;
        if (width >= at + LANES) v128.store(place, v128.load(source + at * FLOAT));
        else storePart(place, source + at * FLOAT, width > at ? width - at : 0);
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
 * `first`, a multiple of `COLUMNS`, up to `end`. Each number is summed over k in order.
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
      const b = right + ((column / COLUMNS) * k + from) * PANEL_ROW;
      const width = min(COLUMNS, end - column);
      for (let row: usize = 0, height: usize = 0; row < m; row += height) {
        height = tileRows(m - row);
        const a = left + (row * k + from * height) * FLOAT;
        const target = c + row * cStride + column * FLOAT;
        tile(depth, a, FLOAT, height * FLOAT, b, target, cStride, height, width, adding);
      }
    }
  }
}

/** Bytes of both factors' panels, A's and behind them B's, as `panelProduct` takes them. */
export function panelBytes(m: usize, n: usize, k: usize): usize {
  return leftPanelBytes(k, m) + rightPanelBytes(k, n);
}

/** C, [m, n], is Aᵀ · B from their panels: a thread's share of the columns. */
export function panelProduct(
  m: usize,
  n: usize,
  k: usize,
  panels: usize,
  c: usize,
  share: usize,
  shares: usize,
): void {
  const first = startOfShare(n, COLUMNS, share, shares);
  const end = startOfShare(n, COLUMNS, share + 1, shares);
  multiplyPanels(m, k, panels, panels + leftPanelBytes(k, m), c, n * FLOAT, first, end, false);
}
