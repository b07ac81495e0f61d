import type { Clip, Part } from '../experiment/clips.js';
import { dimensions, type InputTable, type Table } from '../experiment/rows.js';

/** Two clips of different parts that are all but the same to the features. */
export interface NearDuplicate {
  readonly clip: string;
  readonly part: Part;
  readonly other: string;
  readonly otherPart: Part;
}

/**
 * How alike two clips are to be told of: what share of all clips may lie between them in half of the columns, and in
 * three quarters. docs/guide/honesty.md says how they were found.
 */
export const NEAR = { half: 0.01, most: 0.03 } as const;

/** With less than this, clips lie side by side by chance. */
const ENOUGH = { clips: 100, columns: 20 } as const;

/**
 * Finds pairs of clips in different parts that have almost the same features: a recording that was coded again,
 * resampled, or cut by some hundredths of a second. Each clip is described by the means over time of all columns that
 * the model is given, and each mean by its rank among all clips, so that a few columns that heed what the copying
 * changed (the highest band, say) do not hide the rest.
 *
 * It cannot find every copy that is louder or softer, cut otherwise, or with noise added. Identical samples are found
 * before, by their hash.
 *
 * @returns null where there are too few clips or columns to tell
 */
export function findNearDuplicates(
  clips: readonly Clip[],
  parts: readonly Part[],
  inputs: readonly InputTable[],
): readonly NearDuplicate[] | null {
  const columns = inputs.flatMap(({ table }) => columnsOf(table)).flatMap(ranked);
  const width = columns.length;
  if (width < ENOUGH.columns || clips.length < ENOUGH.clips) return null;
  const ranks = new Float32Array(clips.length * width);
  columns.forEach((column, at) => {
    column.forEach((rank, row) => {
      ranks[row * width + at] = rank;
    });
  });
  const pairs: NearDuplicate[] = [];
  for (let one = 0; one < clips.length; one++) {
    for (let other = one + 1; other < clips.length; other++) {
      if (parts[one] === parts[other] || !areNear(ranks, one * width, other * width, width, clips.length)) {
        continue;
      }
      const [first, second] = parts[one] === 'test' ? [one, other] : [other, one];
      pairs.push({
        clip: clips[first].id,
        part: parts[first],
        other: clips[second].id,
        otherPart: parts[second],
      });
    }
  }
  return pairs;
}

/** Stops once too many columns are apart: for almost all pairs that is after a quarter of them. */
function areNear(ranks: Float32Array, one: number, other: number, width: number, clips: number): boolean {
  const [half, most] = [NEAR.half * clips, NEAR.most * clips];
  const [mayPassHalf, mayPassMost] = [width / 2, width / 4];
  let [pastHalf, pastMost] = [0, 0];
  for (let column = 0; column < width; column++) {
    // Neighbours in rank have nobody between them.
    const between = Math.abs(ranks[one + column] - ranks[other + column]) - 1;
    if (between > half) pastHalf += 1;
    if (between > most) pastMost += 1;
    if (pastHalf > mayPassHalf || pastMost > mayPassMost) return false;
  }
  return true;
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

/** The rank of each value, equal ones sharing the mean of theirs; a column that is the same everywhere is left out. */
function ranked(column: Float64Array): readonly Float64Array[] {
  const order = Array.from(column.keys()).sort((one, other) => column[one] - column[other]);
  const ranks = new Float64Array(column.length);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && column[order[end]] === column[order[start]]) end += 1;
    if (end - start === order.length) return [];
    for (const row of order.slice(start, end)) ranks[row] = (start + end - 1) / 2;
    start = Math.max(end, start + 1);
  }
  return [ranks];
}
