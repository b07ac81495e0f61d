import type { Clip, Part } from '../experiment/clips.js';
import { dimensions, type InputTable, type Table } from '../experiment/rows.js';

/** Two clips of different parts that are all but the same to the features. */
export interface NearDuplicate {
  readonly clip: string;
  readonly part: Part;
  readonly other: string;
  readonly otherPart: Part;
  /** Root mean square difference of their features, in standard deviations of each over all clips. */
  readonly distance: number;
}

/** Clips that are nearer than this are told of. docs/guide/honesty.md says how it was found. */
export const NEAR = 0.05;

/** Columns compared between two looks at whether a pair is too far apart already. */
const STRIDE = 8;

/**
 * Finds pairs of clips in different parts that have almost the same features: a recording that was coded again, or
 * resampled, or written with another header. Each clip is described by the means over time of all columns that the
 * model is given, each in its standard deviations over all clips.
 *
 * It cannot find what the features do not show as the same: a copy that is louder or softer where they heed loudness,
 * cut otherwise, or with noise added. Identical samples are found before, by their hash.
 *
 * @returns the nearest pair first
 */
export function findNearDuplicates(
  clips: readonly Clip[],
  parts: readonly Part[],
  inputs: readonly InputTable[],
  near: number = NEAR,
): readonly NearDuplicate[] {
  const { values, width } = describe(
    inputs.map(({ table }) => table),
    clips.length,
  );
  if (width === 0) return [];
  const limit = near * near * width;
  const pairs: NearDuplicate[] = [];
  for (let one = 0; one < clips.length; one++) {
    for (let other = one + 1; other < clips.length; other++) {
      if (parts[one] === parts[other]) continue;
      const squares = squaredDistance(values, one * width, other * width, width, limit);
      if (squares >= limit) continue;
      pairs.push({
        clip: clips[one].id,
        part: parts[one],
        other: clips[other].id,
        otherPart: parts[other],
        distance: Math.sqrt(squares / width),
      });
    }
  }
  return pairs.sort((first, second) => first.distance - second.distance);
}

/** Stops adding once the limit is reached: for almost all pairs that is after a few columns. */
function squaredDistance(
  values: Float64Array,
  one: number,
  other: number,
  width: number,
  limit: number,
): number {
  let sum = 0;
  for (let start = 0; start < width && sum < limit; start += STRIDE) {
    const end = Math.min(start + STRIDE, width);
    for (let column = start; column < end; column++) {
      const difference = values[one + column] - values[other + column];
      sum += difference * difference;
    }
  }
  return sum;
}

/** The means over time of all columns, in standard deviations; columns that are the same everywhere are left out. */
function describe(tables: readonly Table[], rows: number): { values: Float64Array; width: number } {
  const columns = tables.flatMap((table) => columnsOf(table)).flatMap(standardized);
  const width = columns.length;
  const values = new Float64Array(rows * width);
  columns.forEach((column, at) => {
    column.forEach((value, row) => {
      values[row * width + at] = value;
    });
  });
  return { values, width };
}

function columnsOf(table: Table): readonly Float64Array[] {
  const { rows, steps, columns, width } = dimensions(table);
  const means = Array.from({ length: columns }, () => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    const real = table.lengths === undefined ? steps : table.lengths[row];
    for (let step = 0; step < real; step++) {
      const at = row * width + step * columns;
      for (let column = 0; column < columns; column++) {
        means[column][row] += table.values[at + column] / real;
      }
    }
  }
  return means;
}

function standardized(column: Float64Array): readonly Float64Array[] {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
  const deviation = Math.sqrt(variance);
  return deviation > 0 && Number.isFinite(deviation)
    ? [column.map((value) => (value - mean) / deviation)]
    : [];
}
