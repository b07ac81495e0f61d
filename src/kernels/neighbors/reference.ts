/** Some rows of a matrix; they are called by their place among them. */
export interface ChosenRows {
  /** The matrix, row-major, shape [any, width]. */
  readonly values: Float32Array;
  readonly width: number;
  /** Which rows of the matrix. */
  readonly rows: Uint32Array;
}

/** Columns whose squares are summed apart. */
const TILE_COLUMNS = 1024;

/**
 * The definition, written plainly: each row is compared with every other, in double precision. Of equally distant rows the
 * earlier one is nearer. What the kernel is held against, and what runs where it cannot or is not worth it.
 *
 * @param count neighbours of each row; at most rows - 1.
 * @param queries the rows whose neighbours are wanted.
 * @returns row indices, nearest first, row-major, shape [queries, count].
 */
export function nearestRowsPlainly(
  { values, width, rows }: ChosenRows,
  count: number,
  queries: Uint32Array,
): Int32Array {
  const nearest = new Int32Array(queries.length * count).fill(-1);
  const distances = new Float64Array(count);
  queries.forEach((query, index) => {
    const indices = nearest.subarray(index * count, (index + 1) * count);
    distances.fill(Infinity);
    const from = rows[query] * width;
    for (let row = 0; row < rows.length; row++) {
      if (row === query) continue;
      offer(indices, distances, row, squaredDistance(values, from, rows[row] * width, width));
    }
  });
  return nearest;
}

/** Rows come in ascending order, so that equal distances keep that order. */
function offer(indices: Int32Array, distances: Float64Array, row: number, distance: number): void {
  let place = indices.length - 1;
  if (distance >= distances[place]) return;
  for (; place > 0 && distance < distances[place - 1]; place--) {
    distances[place] = distances[place - 1];
    indices[place] = indices[place - 1];
  }
  distances[place] = distance;
  indices[place] = row;
}

/** Between the rows that start at `one` and at `other`. */
function squaredDistance(values: Float32Array, one: number, other: number, width: number): number {
  let distance = 0;
  for (let from = 0; from < width; from += TILE_COLUMNS) {
    distance += tileDistance(values, one + from, other + from, Math.min(TILE_COLUMNS, width - from));
  }
  return distance;
}

/** Four sums side by side, so that an addition need not wait for the one before. */
function tileDistance(values: Float32Array, a: number, b: number, length: number): number {
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
