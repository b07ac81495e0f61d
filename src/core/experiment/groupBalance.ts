import { clipColumn } from './clipColumns.js';
import type { Clip } from './clips.js';

/**
 * How often each group has each value of the columns: one vector a group, the first number its clips, then one number
 * a value of each column.
 */
export function sharesOf(
  groups: ReadonlyMap<string, readonly Clip[]>,
  columns: readonly string[],
): Map<string, readonly number[]> {
  const clips = [...groups.values()].flat();
  const values = columns.flatMap((column) =>
    [...new Set(clips.map((clip) => clipColumn(clip, column)))].map((value) => ({ column, value })),
  );
  const count = (members: readonly Clip[]): number[] => [
    members.length,
    ...values.map(({ column, value }) => members.filter((clip) => clipColumn(clip, column) === value).length),
  ];
  return new Map([...groups].map(([name, members]) => [name, count(members)]));
}

/**
 * How far parts are from the whole: the sum over parts and values of the squared difference between the value's
 * proportion in the part and in the whole, plus, over parts, that between the part's proportion of the clips and of
 * the groups. 0 where every part is the whole in small.
 *
 * @param parts the groups in each part; every group in one
 * @param shares of each group, as `sharesOf` counts them
 */
export function imbalanceOf(
  parts: readonly (readonly string[])[],
  shares: ReadonlyMap<string, readonly number[]>,
): number {
  const sums = parts.map((names) => sum(names.map((name) => shares.get(name) ?? [])));
  const whole = sum(sums);
  const groups = parts.reduce((total, names) => total + names.length, 0);
  let imbalance = 0;
  sums.forEach((counts, part) => {
    imbalance += (counts[0] / whole[0] - parts[part].length / groups) ** 2;
    for (let value = 1; value < whole.length; value++) {
      imbalance += (counts[value] / counts[0] - whole[value] / whole[0]) ** 2;
    }
  });
  return imbalance;
}

function sum(vectors: readonly (readonly number[])[]): number[] {
  return vectors[0].map((_, index) => vectors.reduce((total, vector) => total + vector[index], 0));
}
