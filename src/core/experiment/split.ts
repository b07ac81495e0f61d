import { SPLIT_CLASS_MISSING, SPLIT_PART_EMPTY, SPLIT_RESULT_INVALID } from '../errors/split.js';
import { clipColumn } from './clipColumns.js';
import { PARTS } from './clips.js';
import type { EventSink } from '../events.js';
import type { Split } from '../registry/contracts.js';
import type { Clip, Part } from './clips.js';

/** Whom a result on the test part speaks for: voices that the model has heard, or ones that it has not. */
export type SpeakerClaim = 'same speakers' | 'new speakers';

export interface SplitResult {
  /** The part of each clip, in the clips' order; null: left out. */
  readonly parts: readonly (Part | null)[];
  readonly claims: SpeakerClaim;
  /** Clips that are in no part. */
  readonly leftOut: number;
}

/**
 * The split stage: deals the clips out and checks what the plugin did.
 *
 * Warns where a speaker of the test part is heard in training or validation too, and where clips are left out.
 *
 * @throws SPLIT_COLUMN_UNKNOWN, SPLIT_RESULT_INVALID, SPLIT_PART_EMPTY, SPLIT_CLASS_MISSING
 */
export function splitClips(
  split: Split,
  clips: readonly Clip[],
  classes: readonly string[],
  emit: EventSink,
): SplitResult {
  if (clips.length > 0) split.needs.forEach((column) => clipColumn(clips[0], column));
  const parts = split.assign(clips, classes);
  if (parts.length !== clips.length) {
    throw SPLIT_RESULT_INVALID({ found: parts.length, clips: clips.length });
  }
  checkParts(clips, parts, classes);

  const leftOut = parts.filter((part) => part === null).length;
  if (leftOut > 0) {
    emit({
      type: 'warning',
      stage: 'split',
      message: `The split leaves out ${leftOut} of ${clips.length} clips: they are in no part.`,
    });
  }
  const heard = speakersIn(clips, parts, ['train', 'validation']);
  const judged = speakersIn(clips, parts, ['test']);
  const both = [...judged].filter((speaker) => heard.has(speaker));
  if (both.length > 0) {
    emit({
      type: 'warning',
      stage: 'split',
      message:
        `${both.length} of the ${judged.size} speakers of the test part are in training or validation too: ` +
        'the results hold for the same speakers, not for new ones. For new speakers, use the split grouped.',
    });
  }
  return { parts, claims: both.length > 0 ? 'same speakers' : 'new speakers', leftOut };
}

/**
 * Makes sure that each part has clips, and clips of each class. Called again where clips were skipped after the split.
 *
 * @throws SPLIT_PART_EMPTY, SPLIT_CLASS_MISSING
 */
export function checkParts(
  clips: readonly Clip[],
  parts: readonly (Part | null)[],
  classes: readonly string[],
): void {
  const counts = countByPart(clips, parts, classes);
  for (const part of PARTS) {
    const total = counts[part].reduce((sum, count) => sum + count, 0);
    if (total === 0) throw SPLIT_PART_EMPTY({ part, clips: clips.length });
    const missing = classes.filter((_, index) => counts[part][index] === 0);
    if (missing.length > 0) throw SPLIT_CLASS_MISSING({ classes: missing, part, clips: total });
  }
}

/** The number of clips of each class, in the classes' order, in each part. */
export function countByPart(
  clips: readonly Clip[],
  parts: readonly (Part | null)[],
  classes: readonly string[],
): { readonly [P in Part]: readonly number[] } {
  const count = (part: Part): number[] =>
    classes.map((name) => clips.filter(({ label }, index) => parts[index] === part && label === name).length);
  return { train: count('train'), validation: count('validation'), test: count('test') };
}

function speakersIn(
  clips: readonly Clip[],
  parts: readonly (Part | null)[],
  wanted: readonly Part[],
): Set<string> {
  const within = clips.filter((_, index) => wanted.some((part) => parts[index] === part));
  return new Set(within.map(({ speaker }) => speaker));
}
