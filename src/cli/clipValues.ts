import { readFile } from 'node:fs/promises';
import { usageErrors } from '../core/errors/usage.js';
import { clipRow, rowColumns, type FeaturePath } from '../core/experiment/clipFeatures.js';
import { reasonOf } from '../core/runs/files.js';

/**
 * A recording's columns by name, in their order: a number each, or one number a step where the sequence is kept. Where
 * the model has several inputs, the input's name stands before the column's (`sequence.mfcc_1`).
 */
export interface ClipValues {
  readonly clip: string;
  readonly values: Readonly<Record<string, number | readonly number[]>>;
}

/**
 * Computes a recording's row, exactly as training does.
 *
 * @throws CLIP_FILE_UNREADABLE, CLIP_FILE_UNUSABLE, and what the plugins of the path throw
 */
export async function clipValues(clip: string, path: FeaturePath): Promise<ClipValues> {
  const row = await clipRow(await readClip(clip), path, clip);
  if (!row.usable) throw usageErrors.CLIP_FILE_UNUSABLE({ clip, ...row });
  const entries = path.inputs.flatMap((input, index) => {
    const own = row.inputs[index];
    const columns = rowColumns(input);
    const width = columns.length;
    const prefix = path.inputs.length === 1 ? '' : `${input.name}.`;
    return columns.map((name, column): [string, number | readonly number[]] => {
      if (input.pooling.output === 'vector') return [prefix + name, own[column]];
      const steps = Array.from({ length: own.length / width }, (_, step) => own[step * width + column]);
      return [prefix + name, steps];
    });
  });
  return { clip, values: Object.fromEntries(entries) };
}

/** @throws CLIP_FILE_UNREADABLE */
export async function readClip(clip: string): Promise<Uint8Array> {
  try {
    return await readFile(clip);
  } catch (cause) {
    throw usageErrors.CLIP_FILE_UNREADABLE({ clip, reason: reasonOf(cause) }, undefined, cause);
  }
}
