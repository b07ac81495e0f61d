import { DOUBLE, SINGLE } from './lanes';
import { squaredDistance } from './squaredDistance';

/**
 * Which rows may be among the nearest of one row, the query. A distance of whole numbers says how far a row is to
 * within what both rows lost; a row that may be nearer than the last of the nearest is kept, and computed exactly when
 * the query is done, or its list is full. Rows come in ascending order, so that of equally distant ones the earlier is
 * kept.
 */

const UNLIMITED: i32 = i32.MAX_VALUE;
/** More than the rounding of the few operations here. */
const SAFE: f64 = 1 + 1e-9;

/** What the queries of a search share; set by `startCandidates`. */
let rows: usize = 0;
let width: usize = 0;
let count: usize = 0;
let step: f64 = 0;
let capacity: usize = 0;
/** Of every query: the least distances, whole, ascending, and the list of rows and their whole distances. */
let least: usize = 0;
let listed: usize = 0;
let heights: usize = 0;
let sizes: usize = 0;
/** What both rows may have lost, 64 bits. */
let losses: usize = 0;
/** The list's distances, exactly, and the nearest of them: distances and places in the list. */
let exact: usize = 0;
let nearest: usize = 0;
let places: usize = 0;

// @ts-ignore: decorator
@inline
function capacityFor(neighbors: usize): usize {
  return 2 * neighbors + 32;
}

/** Bytes that so many queries need. */
export function candidateBytes(queries: usize, neighbors: usize): usize {
  const each = neighbors * SINGLE + 2 * capacityFor(neighbors) * SINGLE + 2 * DOUBLE;
  return queries * each + (capacityFor(neighbors) + 2 * neighbors) * DOUBLE;
}

export function startCandidates(
  rowsOf: usize,
  widthOf: usize,
  neighbors: usize,
  stepOf: f64,
  queries: usize,
  room: usize,
): void {
  rows = rowsOf;
  width = widthOf;
  count = neighbors;
  step = stepOf;
  capacity = capacityFor(neighbors);
  exact = room;
  nearest = exact + capacity * DOUBLE;
  places = nearest + count * DOUBLE;
  losses = places + count * DOUBLE;
  sizes = losses + queries * DOUBLE;
  least = sizes + queries * DOUBLE;
  listed = least + queries * count * SINGLE;
  heights = listed + queries * capacity * SINGLE;
}

/** `loss`: what the query and any other row may have lost together. */
export function startQuery(query: usize, loss: f64): void {
  store<f64>(losses + query * DOUBLE, loss);
  store<usize>(sizes + query * DOUBLE, 0);
  for (let rank: usize = 0; rank < count; rank++) {
    store<i32>(least + (query * count + rank) * SINGLE, UNLIMITED);
  }
}

/** Takes a row whose whole distance is within the query's limit. `limit` points to that, and is lowered. */
export function offer(query: usize, id: usize, row: usize, distance: i32, limit: usize): void {
  const size = load<usize>(sizes + query * DOUBLE);
  const list = query * capacity * SINGLE;
  store<u32>(listed + list + size * SINGLE, <u32>row);
  store<i32>(heights + list + size * SINGLE, distance);
  store<usize>(sizes + query * DOUBLE, size + 1);

  const first = least + query * count * SINGLE;
  let place = first + (count - 1) * SINGLE;
  if (distance < load<i32>(place)) {
    for (; place > first && distance < load<i32>(place - SINGLE); place -= SINGLE) {
      store<i32>(place, load<i32>(place - SINGLE));
    }
    store<i32>(place, distance);
    const last = load<i32>(first + (count - 1) * SINGLE);
    if (last !== UNLIMITED) {
      const loss = load<f64>(losses + query * DOUBLE);
      lower(limit, Math.sqrt(<f64>last) + (2 * loss) / step);
    }
  }
  if (size + 1 === capacity) makeRoom(query, id, limit);
}

/** Writes the indices of the nearest rows, 32 bits, nearest first. */
export function finish(query: usize, id: usize, limit: usize, out: usize): void {
  dropBeyond(query, load<i32>(limit));
  rank(query, id);
  const list = listed + query * capacity * SINGLE;
  for (let index: usize = 0; index < count; index++) {
    const place = load<usize>(places + index * DOUBLE);
    store<u32>(out + index * SINGLE, load<u32>(list + place * SINGLE));
  }
}

function lower(limit: usize, distance: f64): void {
  const largest = distance * distance * SAFE + 1;
  if (largest < <f64>load<i32>(limit)) store<i32>(limit, <i32>largest);
}

function makeRoom(query: usize, id: usize, limit: usize): void {
  dropBeyond(query, load<i32>(limit));
  if (load<usize>(sizes + query * DOUBLE) <= capacity / 2) return;
  const size = rank(query, id);
  const last = load<f64>(nearest + (count - 1) * DOUBLE);
  // Of the rows that are as far as the last one, the earlier ones.
  let closer: usize = 0;
  for (let index: usize = 0; index < size; index++) {
    if (load<f64>(exact + index * DOUBLE) < last) closer++;
  }
  let ties = count - closer;
  let kept: usize = 0;
  for (let index: usize = 0; index < size; index++) {
    const distance = load<f64>(exact + index * DOUBLE);
    if (distance > last || (distance === last && ties === 0)) continue;
    if (distance === last) ties--;
    keep(query, index, kept++);
  }
  store<usize>(sizes + query * DOUBLE, kept);
  // No later row is nearer than one at distance 0.
  if (last === 0) store<i32>(limit, -1);
  else lower(limit, (Math.sqrt(last) * SAFE + load<f64>(losses + query * DOUBLE)) / step);
}

function dropBeyond(query: usize, limit: i32): void {
  const size = load<usize>(sizes + query * DOUBLE);
  let kept: usize = 0;
  // -1 says that no later row counts; those listed are the nearest, or came before.
  if (limit < 0) return;
  for (let index: usize = 0; index < size; index++) {
    if (load<i32>(heights + (query * capacity + index) * SINGLE) <= limit) keep(query, index, kept++);
  }
  store<usize>(sizes + query * DOUBLE, kept);
}

// @ts-ignore: decorator
@inline
function keep(query: usize, from: usize, to: usize): void {
  const list = query * capacity;
  store<u32>(listed + (list + to) * SINGLE, load<u32>(listed + (list + from) * SINGLE));
  store<i32>(heights + (list + to) * SINGLE, load<i32>(heights + (list + from) * SINGLE));
}

/** Computes the list's distances exactly and ranks the nearest. Gives the list's length. */
function rank(query: usize, id: usize): usize {
  const size = load<usize>(sizes + query * DOUBLE);
  const list = listed + query * capacity * SINGLE;
  const own = rows + id * width * SINGLE;
  let filled: usize = 0;
  for (let index: usize = 0; index < size; index++) {
    const other = rows + <usize>load<u32>(list + index * SINGLE) * width * SINGLE;
    const distance = squaredDistance(own, other, width);
    store<f64>(exact + index * DOUBLE, distance);
    if (filled === count) {
      if (distance >= load<f64>(nearest + (count - 1) * DOUBLE)) continue;
    } else filled++;
    let place = filled - 1;
    for (; place > 0 && distance < load<f64>(nearest + (place - 1) * DOUBLE); place--) {
      store<f64>(nearest + place * DOUBLE, load<f64>(nearest + (place - 1) * DOUBLE));
      store<usize>(places + place * DOUBLE, load<usize>(places + (place - 1) * DOUBLE));
    }
    store<f64>(nearest + place * DOUBLE, distance);
    store<usize>(places + place * DOUBLE, index);
  }
  return size;
}
