/** Rows in one matrix, row-major, shape [rows, width]. */
export interface Matrix {
  readonly values: Float32Array;
  readonly rows: number;
  readonly width: number;
}

/** Rows compared at a time, and columns of them: two such tiles stay in the processor's cache. */
const TILE_ROWS = 32;
const TILE_COLUMNS = 1024;

/**
 * The definition, written plainly: every pair of rows is compared once, in double precision. Of equally distant rows
 * the earlier one is nearer. What the kernel is held against, and what runs where it cannot.
 *
 * @param count neighbours of each row; at most rows - 1.
 * @param queries the rows whose neighbours are wanted.
 * @returns row indices, nearest first, row-major, shape [queries, count].
 */
export function nearestRowsPlainly(matrix: Matrix, count: number, queries: Uint32Array): Int32Array {
  const { rows } = matrix;
  const nearest = new Ranking(rows, count);
  const distances = new Float64Array(TILE_ROWS * TILE_ROWS);
  for (let first = 0; first < rows; first += TILE_ROWS) {
    for (let second = first; second < rows; second += TILE_ROWS) {
      tileDistances(matrix, first, second, distances);
      offerTile(nearest, first, second, rows, distances);
    }
  }
  const wanted = new Int32Array(queries.length * count);
  queries.forEach((row, index) => {
    wanted.set(nearest.indices.subarray(row * count, (row + 1) * count), index * count);
  });
  return wanted;
}

/** Squared distances between the rows from `first` and those from `second`, a tile of each. */
function tileDistances(
  { values, rows, width }: Matrix,
  first: number,
  second: number,
  distances: Float64Array,
): void {
  distances.fill(0);
  const firstEnd = Math.min(first + TILE_ROWS, rows);
  const secondEnd = Math.min(second + TILE_ROWS, rows);
  for (let from = 0; from < width; from += TILE_COLUMNS) {
    const length = Math.min(TILE_COLUMNS, width - from);
    for (let a = first; a < firstEnd; a++) {
      for (let b = Math.max(second, a + 1); b < secondEnd; b++) {
        const at = (a - first) * TILE_ROWS + (b - second);
        distances[at] += squaredDistance(values, a * width + from, b * width + from, length);
      }
    }
  }
}

/** Four sums side by side, so that an addition need not wait for the one before. */
function squaredDistance(values: Float32Array, a: number, b: number, length: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let index = 0;
  for (; index + 3 < length; index += 4) {
    const difference0 = values[a + index] - values[b + index];
    const difference1 = values[a + index + 1] - values[b + index + 1];
    const difference2 = values[a + index + 2] - values[b + index + 2];
    const difference3 = values[a + index + 3] - values[b + index + 3];
    sum0 += difference0 * difference0;
    sum1 += difference1 * difference1;
    sum2 += difference2 * difference2;
    sum3 += difference3 * difference3;
  }
  for (; index < length; index++) {
    const difference = values[a + index] - values[b + index];
    sum0 += difference * difference;
  }
  return sum0 + sum1 + (sum2 + sum3);
}

function offerTile(
  nearest: Ranking,
  first: number,
  second: number,
  rows: number,
  distances: Float64Array,
): void {
  const firstEnd = Math.min(first + TILE_ROWS, rows);
  const secondEnd = Math.min(second + TILE_ROWS, rows);
  for (let a = first; a < firstEnd; a++) {
    for (let b = Math.max(second, a + 1); b < secondEnd; b++) {
      const distance = distances[(a - first) * TILE_ROWS + (b - second)];
      nearest.offer(a, b, distance);
      nearest.offer(b, a, distance);
    }
  }
}

/** The best few candidates of each row so far. */
class Ranking {
  readonly indices: Int32Array;
  readonly #distances: Float64Array;
  readonly #count: number;

  constructor(rows: number, count: number) {
    this.indices = new Int32Array(rows * count).fill(-1);
    this.#distances = new Float64Array(rows * count).fill(Infinity);
    this.#count = count;
  }

  /** Candidates of a row come in ascending order of their index, so that equal distances keep that order. */
  offer(row: number, candidate: number, distance: number): void {
    const start = row * this.#count;
    let place = start + this.#count - 1;
    if (distance >= this.#distances[place]) return;
    while (place > start && distance < this.#distances[place - 1]) {
      this.#distances[place] = this.#distances[place - 1];
      this.indices[place] = this.indices[place - 1];
      place--;
    }
    this.#distances[place] = distance;
    this.indices[place] = candidate;
  }
}
