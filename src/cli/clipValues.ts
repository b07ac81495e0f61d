import { readFile } from 'node:fs/promises';
import { usageErrors } from '../core/errors/usage.js';
import { clipRow, type FeaturePath } from '../core/experiment/clipFeatures.js';
import { reasonOf } from '../core/runs/files.js';

/** A recording's columns by name, in their order: a number each, or one number a step where the sequence is kept. */
export interface ClipValues {
  readonly clip: string;
  readonly values: Readonly<Record<string, number | readonly number[]>>;
}

/**
 * Computes a recording's row, exactly as training does.
 *
 * @throws CLIP_FILE_UNREADABLE, CLIP_FILE_UNUSABLE, and what the plugins of the path throw
 */
export async function clipValues(
  clip: string,
  path: FeaturePath,
  columns: readonly string[],
): Promise<ClipValues> {
  const row = await clipRow(await readClip(clip), path, clip);
  if (!row.usable) throw usageErrors.CLIP_FILE_UNUSABLE({ clip, ...row });
  const width = columns.length;
  const column = (index: number): number | readonly number[] =>
    path.pooling.output === 'vector'
      ? row.values[index]
      : Array.from({ length: row.values.length / width }, (_, step) => row.values[step * width + index]);
  return { clip, values: Object.fromEntries(columns.map((name, index) => [name, column(index)])) };
}

/** @throws CLIP_FILE_UNREADABLE */
export async function readClip(clip: string): Promise<Uint8Array> {
  try {
    return await readFile(clip);
  } catch (cause) {
    throw usageErrors.CLIP_FILE_UNREADABLE({ clip, reason: reasonOf(cause) }, undefined, cause);
  }
}
