import { QUERY_NOT_SORTABLE } from '../../../errors/collection.js';
import type { CollectedRun } from '../collect.js';
import { isList } from '../configLeaves.js';
import { kindOf, requireKnown } from './filter.js';
import { valueOf } from './valueOf.js';

/**
 * Runs by a key: numbers with the greatest first, texts by the alphabet, times with the latest last; what lacks the
 * key, or is not defined, comes after all others. Equal runs stay in their order.
 *
 * @param reverse turns the order round; what lacks the key still comes last
 * @throws QUERY_UNKNOWN_KEY, QUERY_NOT_SORTABLE
 */
export function sortRuns(
  runs: readonly CollectedRun[],
  key: string,
  { reverse = false } = {},
): readonly CollectedRun[] {
  requireKnown(runs, key);
  const values = new Map(runs.map((run) => [run, sortable(run, key)]));
  return [...runs].sort((a, b) => {
    const [one, other] = [values.get(a) ?? null, values.get(b) ?? null];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return reverse ? -compare(one, other) : compare(one, other);
  });
}

function sortable(run: CollectedRun, key: string): number | string | null {
  const value = valueOf(run, key) ?? null;
  if (isList(value)) throw QUERY_NOT_SORTABLE({ key, kind: kindOf(value) });
  return typeof value === 'boolean' ? Number(value) : value;
}

function compare(one: number | string, other: number | string): number {
  if (typeof one === 'number' && typeof other === 'number') return other - one;
  const [a, b] = [String(one), String(other)];
  return a < b ? -1 : Number(a > b);
}
