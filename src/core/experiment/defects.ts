import { DATA_CLIPS_UNUSABLE, DATA_NO_USABLE_CLIP } from '../errors/data.js';
import type { DefectPolicy } from '../config/experiment.js';
import type { EventSink } from '../events.js';
import type { Clip, ClipDefect, Part } from './clips.js';

/** Finds clips that hold the same audio under another name. */
export class DuplicateFinder {
  readonly #seen = new Map<string, { clip: Clip; part: Part }>();

  /**
   * Takes a clip up, or says of which earlier one it is a copy.
   *
   * @param fingerprint of the decoded audio
   */
  check(clip: Clip, part: Part, fingerprint: string): ClipDefect | null {
    const earlier = this.#seen.get(fingerprint);
    if (earlier === undefined) {
      this.#seen.set(fingerprint, { clip, part });
      return null;
    }
    const labels =
      earlier.clip.label === clip.label
        ? ''
        : `, labelled '${earlier.clip.label}' there and '${clip.label}' here`;
    const parts =
      earlier.part === part
        ? ''
        : `; that one is in the part '${earlier.part}' and this one in '${part}', so the parts are not independent`;
    return defectOf(clip, 'duplicate', `the same audio as '${earlier.clip.id}'${labels}${parts}`);
  }
}

export function defectOf(clip: Clip, reason: ClipDefect['reason'], detail: string): ClipDefect {
  return { clip: clip.id, reason, detail, ...(clip.path !== undefined && { path: clip.path }) };
}

/**
 * Does with unusable clips what the config says: stops with all of them in one error, or goes on and says so, one
 * event a clip and one warning.
 *
 * @param usable number of clips that are left
 * @throws DATA_CLIPS_UNUSABLE under the policy `stop`, DATA_NO_USABLE_CLIP where none is left
 */
export function settleDefects(
  defects: readonly ClipDefect[],
  usable: number,
  policy: DefectPolicy,
  emit: EventSink,
): void {
  if (usable === 0) throw DATA_NO_USABLE_CLIP({ defects });
  if (defects.length === 0) return;
  if (policy === 'stop') throw DATA_CLIPS_UNUSABLE({ defects, clips: usable });
  for (const { clip, reason, detail } of defects) emit({ type: 'clip-skipped', clip, reason, detail });
  const reasons = [...new Set(defects.map(({ reason }) => reason))];
  const counts = reasons.map(
    (reason) => `${defects.filter((defect) => defect.reason === reason).length} ${reason}`,
  );
  emit({
    type: 'warning',
    stage: 'features',
    message: `Skipped ${defects.length} of ${defects.length + usable} clips: ${counts.join(', ')}.`,
  });
}
