import { groupClips } from '../../../core/experiment/clipColumns.js';
import type { Clip } from '../../../core/experiment/clips.js';

/** What stays together, by name, in the order of the names: the groups of a column, or each clip by itself. */
export function unitsOf(clips: readonly Clip[], by: string): ReadonlyMap<string, readonly Clip[]> {
  if (by === 'clip') return new Map(clips.map((clip) => [clip.id, [clip]] as const));
  return groupClips(clips, by);
}

/** What folds keep in proportion unless they are told: the classes, and the sexes where they are known. */
export function balancedColumns(clips: readonly Clip[]): readonly string[] {
  const known = clips.length > 0 && Object.hasOwn(clips[0].columns, 'sex');
  return known ? ['label', 'sex'] : ['label'];
}

/** So many parts as even as whole units let them be: sizes differ by one at most, the greater ones first. */
export function evenSizes(units: number, parts: number): readonly number[] {
  return Array.from({ length: parts }, (_, part) => Math.ceil((units - part) / parts));
}
