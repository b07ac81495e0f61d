import { setImmediate } from 'node:timers/promises';
import type { Clip, Part } from '../experiment/clips.js';
import { dimensions, type InputTable, type Table } from '../experiment/rows.js';

/** Two clips of different parts that are all but the same to the features. */
export interface NearDuplicate {
  readonly clip: string;
  readonly part: Part;
  readonly other: string;
  readonly otherPart: Part;
}

/** What was found in a look, or why there was none. */
export type NearDuplicates =
  | {
      readonly looked: true;
      /** All pairs. */
      readonly count: number;
      /** The first of them, in the clips' order. */
      readonly pairs: readonly NearDuplicate[];
    }
  | { readonly looked: false; readonly why: 'too few' | 'too many clips' };

export interface LookSettings {
  /** Pairs that are kept; the others are counted. */
  readonly examples: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * How alike two clips are to be told of: what share of all clips may lie between them in half of the columns, and in
 * three quarters. docs/guide/honesty.md says how they were found.
 */
export const NEAR = { half: 0.01, most: 0.03 } as const;

/** With less than this, clips lie side by side by chance. */
const ENOUGH = { clips: 100, columns: 20 } as const;

/** Each clip is compared to all others: so many take some ten seconds, and ten times as many a quarter of an hour. */
export const MOST_CLIPS = 20_000;

/** How long the event loop waits at most, and so does whoever stops the run. */
const TURN_MS = 10;

/**
 * Finds pairs of clips in different parts that have almost the same features: a recording that was coded again,
 * resampled, or cut by some hundredths of a second. Each clip is described by the means over time of all columns that
 * the model is given, and each mean by its rank among all clips, so that a few columns that heed what the copying
 * changed (the highest band, say) do not hide the rest.
 *
 * It cannot find every copy that is louder or softer, cut otherwise, or with noise added. Identical samples are found
 * before, by their hash.
 *
 * It does not look where there are too few clips or columns to tell, nor among more than 20,000 clips. Other work goes
 * on meanwhile.
 *
 * @throws the signal's reason
 */
export async function findNearDuplicates(
  clips: readonly Clip[],
  parts: readonly Part[],
  inputs: readonly InputTable[],
  { examples, signal }: LookSettings,
): Promise<NearDuplicates> {
  if (clips.length < ENOUGH.clips) return { looked: false, why: 'too few' };
  if (clips.length > MOST_CLIPS) return { looked: false, why: 'too many clips' };
  const turn = turns(signal);
  const columns: Float64Array[] = [];
  for (const { table } of inputs) {
    for (const means of await columnsOf(table, turn)) {
      columns.push(...ranked(means));
      await turn();
    }
  }
  const width = columns.length;
  if (width < ENOUGH.columns) return { looked: false, why: 'too few' };
  const ranks = new Float32Array(clips.length * width);
  columns.forEach((column, at) => {
    column.forEach((rank, row) => {
      ranks[row * width + at] = rank;
    });
  });
  const pairs: NearDuplicate[] = [];
  let count = 0;
  for (let one = 0; one < clips.length; one++) {
    await turn();
    for (let other = one + 1; other < clips.length; other++) {
      if (parts[one] === parts[other] || !areNear(ranks, one * width, other * width, width, clips.length)) {
        continue;
      }
      count += 1;
      if (pairs.length >= examples) continue;
      const [first, second] = parts[one] === 'test' ? [one, other] : [other, one];
      pairs.push({
        clip: clips[first].id,
        part: parts[first],
        other: clips[second].id,
        otherPart: parts[second],
      });
    }
  }
  return { looked: true, count, pairs };
}

/** Lets the event loop turn and hears the signal, where it is time to; a clock is read often, the loop turns rarely. */
function turns(signal: AbortSignal | undefined): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < TURN_MS) return undefined;
    return setImmediate().then(() => {
      signal?.throwIfAborted();
      last = performance.now();
    });
  };
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

async function columnsOf(table: Table, turn: ReturnType<typeof turns>): Promise<readonly Float64Array[]> {
  const { rows, steps, columns, width } = dimensions(table);
  const means = Array.from({ length: columns }, () => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    await turn();
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
