import { SPLIT_COLUMN_UNKNOWN } from '../errors/split.js';
import type { Clip } from './clips.js';

/** Clips in the order of their ids by UTF-16 code units: the same on every machine and in every locale. */
export function sortById(clips: readonly Clip[]): Clip[] {
  return [...clips].sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
}

/**
 * A clip's value of a column: `label`, `speaker`, or one of its dataset's.
 *
 * @throws SPLIT_COLUMN_UNKNOWN
 */
export function clipColumn(clip: Clip, column: string): string {
  if (column === 'label') return clip.label;
  if (column === 'speaker') return clip.speaker;
  if (Object.hasOwn(clip.columns, column)) return clip.columns[column];
  throw SPLIT_COLUMN_UNKNOWN({ column, known: ['label', 'speaker', ...Object.keys(clip.columns)] });
}

/** The clips by their value of a column; the values in the order of UTF-16 code units. */
export function groupClips(clips: readonly Clip[], column: string): Map<string, Clip[]> {
  const values = [...new Set(clips.map((clip) => clipColumn(clip, column)))].sort();
  const groups = new Map(values.map((value): [string, Clip[]] => [value, []]));
  for (const clip of clips) groups.get(clipColumn(clip, column))?.push(clip);
  return groups;
}
