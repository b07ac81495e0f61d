import { POOLING_COLUMNS_UNKNOWN } from '../errors/pooling.js';

/**
 * Places of the columns that some patterns name, in the columns' order. `*` stands for any letters; a pattern that begins
 * with `!` takes columns off those that the patterns before it named.
 *
 * @throws POOLING_COLUMNS_UNKNOWN where a pattern without `!` fits no column.
 */
export function columnsNamed(
  patterns: readonly string[],
  columns: readonly string[],
  plugin: string,
): number[] {
  const chosen = new Set<number>();
  for (const pattern of patterns) {
    const off = pattern.startsWith('!');
    const fits = matcher(off ? pattern.slice(1) : pattern);
    const found = columns.flatMap((column, index) => (fits(column) ? [index] : []));
    if (found.length === 0 && !off) throw POOLING_COLUMNS_UNKNOWN({ plugin, pattern, columns });
    for (const index of found) {
      if (off) chosen.delete(index);
      else chosen.add(index);
    }
  }
  return [...chosen].sort((one, other) => one - other);
}

function matcher(pattern: string): (column: string) => boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${literal.join('.*')}$`, 'u');
  return (column) => expression.test(column);
}
