// The module's entry: what JavaScript may call to find nearest rows. Pointers are byte offsets into the module's
// memory, which the caller lays out from `heapBase` on. Which rows are nearest is computed exactly, whatever the
// machine.
import { candidateBytes, finish, offer, startCandidates, startQuery } from './candidates';
import { PAIR_STRIDE, PANEL_ROWS, makeWhole, placeOf } from './integerRows';
import { TILE_ROWS, anyWithin } from './integerTile';
import { DOUBLE, SINGLE, VECTOR } from './lanes';

export { makeWhole };

/** The first byte that the module does not use itself. */
export const heapBase: usize = __heap_base;

/** One tile's distances. */
const tile: usize = memory.data(128, 16);

// @ts-ignore: decorator
@inline
function wholePanels(rows: usize): usize {
  return (rows + PANEL_ROWS - 1) / PANEL_ROWS;
}

/** Bytes that `findNearest` needs for so many queries at once. */
export function searchBytes(queries: usize, width: usize, neighbors: usize): usize {
  const pairs = (width + 1) / 2;
  const filled = wholePanels(queries) * PANEL_ROWS;
  return filled * (pairs + 2) * SINGLE + VECTOR + candidateBytes(filled, neighbors);
}

/**
 * The nearest other rows of some rows by Euclidean distance, exactly; of equally distant ones the earlier.
 *
 * @param rows 32-bit numbers of [count, width]; `panels`, `squares`, `losses`, `step` are what `makeWhole` made of them.
 * @param queries indices of rows, 32 bits.
 * @param room `searchBytes` for them.
 * @param out indices, nearest first, 32 bits, of [queryCount, neighbors].
 */
export function findNearest(
  rows: usize,
  count: usize,
  width: usize,
  panels: usize,
  squares: usize,
  losses: usize,
  step: f64,
  queries: usize,
  queryCount: usize,
  neighbors: usize,
  room: usize,
  out: usize,
): void {
  const pairs = (width + 1) / 2;
  const filled = wholePanels(queryCount) * PANEL_ROWS;
  const ownSquares = room + filled * pairs * SINGLE;
  const limits = ownSquares + filled * SINGLE;
  startCandidates(rows, width, neighbors, step, filled, limits + filled * SINGLE);
  let loss: f64 = 0;
  for (let row: usize = 0; row < count; row++) loss = max(loss, load<f64>(losses + row * DOUBLE));

  memory.fill(room, 0, filled * (pairs + 2) * SINGLE);
  for (let query: usize = 0; query < filled; query++) {
    // Rows that fill up the last panel keep the limit -1, which no distance is within.
    store<i32>(limits + query * SINGLE, query < queryCount ? i32.MAX_VALUE : -1);
    if (query >= queryCount) continue;
    const id = <usize>load<u32>(queries + query * SINGLE);
    startQuery(query, load<f64>(losses + id * DOUBLE) + loss);
    store<i32>(ownSquares + query * SINGLE, load<i32>(squares + id * SINGLE));
    let from = placeOf(panels, pairs, id);
    let to = placeOf(room, pairs, query);
    for (let pair: usize = 0; pair < pairs; pair++, from += PAIR_STRIDE, to += PAIR_STRIDE) {
      store<i32>(to, load<i32>(from));
    }
  }

  for (let first: usize = 0; first < count; first += PANEL_ROWS) {
    const panel = panels + first * pairs * SINGLE;
    for (let query: usize = 0; query < queryCount; query += TILE_ROWS) {
      const four = placeOf(room, pairs, query);
      const own = query * SINGLE;
      const other = squares + first * SINGLE;
      if (anyWithin(four, panel, pairs, ownSquares + own, other, limits + own, tile)) {
        offerTile(queries, query, first, min(PANEL_ROWS, count - first), limits);
      }
    }
  }
  for (let query: usize = 0; query < queryCount; query++) {
    const id = <usize>load<u32>(queries + query * SINGLE);
    finish(query, id, limits + query * SINGLE, out + query * neighbors * SINGLE);
  }
}

function offerTile(queries: usize, query: usize, first: usize, width: usize, limits: usize): void {
  for (let row: usize = 0; row < TILE_ROWS; row++) {
    const limit = limits + (query + row) * SINGLE;
    if (load<i32>(limit) < 0) continue;
    const id = <usize>load<u32>(queries + (query + row) * SINGLE);
    for (let column: usize = 0; column < width; column++) {
      const distance = load<i32>(tile + (row * PANEL_ROWS + column) * SINGLE);
      if (distance > load<i32>(limit) || first + column === id) continue;
      offer(query + row, id, first + column, distance, limit);
    }
  }
}
