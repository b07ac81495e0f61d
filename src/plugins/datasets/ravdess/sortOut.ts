import path from 'node:path';
import { actorName, parseRavdessName } from './fileName.js';
import type { Clip, ClipDefect } from '../../../core/experiment/clips.js';
import type { RavdessName } from './fileName.js';

const READ = ['.wav', '.flac'];
const AUDIO_NOT_READ = ['.mp3', '.ogg', '.oga', '.opus', '.m4a', '.aac', '.aif', '.aiff', '.aifc', '.wma'];

/** What a tree of files holds of the corpus. */
export interface SortedFiles {
  /** The clips that are wanted, each once. */
  readonly clips: readonly Clip[];
  readonly defects: readonly ClipDefect[];
  /** Audio files with a name of the corpus, wanted or not. */
  readonly recognised: number;
  /** Files of the video recordings, which are left alone. */
  readonly videos: number;
}

/**
 * Tells clips from other files, by name alone. A clip's id does not depend on its folder or its extension; of two
 * files for one clip the first stays and the other is a duplicate: the speech archive is known to hold all its
 * folders a second time in an inner one.
 *
 * @param files paths, in a fixed order
 * @param isWanted whether the options leave a clip in
 */
export function sortOut(files: readonly string[], isWanted: (name: RavdessName) => boolean): SortedFiles {
  const clips = new Map<string, Clip>();
  const defects: ClipDefect[] = [];
  let recognised = 0;
  let videos = 0;
  for (const file of files) {
    const { name: stem, ext } = path.parse(file);
    const extension = ext.toLowerCase();
    const name = parseRavdessName(stem);
    if (name !== null && name.modality !== 'audio-only') {
      videos += 1;
    } else if (AUDIO_NOT_READ.includes(extension)) {
      const detail = `'${extension}' is no format of RAVDESS: .wav and .flac are read`;
      defects.push({ clip: stem, reason: 'unreadable', detail, path: file });
    } else if (READ.includes(extension) && name === null) {
      const detail = 'the name is not modality-channel-emotion-intensity-statement-repetition-actor';
      defects.push({ clip: stem, reason: 'unlabelled', detail, path: file });
    } else if (READ.includes(extension) && name !== null) {
      recognised += 1;
      if (!isWanted(name)) continue;
      const clip = describe(stem, name, file);
      const first = clips.get(clip.id);
      if (first === undefined) clips.set(clip.id, clip);
      else defects.push(duplicateOf(first, clip.id, file));
    }
  }
  return { clips: [...clips.values()], defects, recognised, videos };
}

function describe(stem: string, name: RavdessName, file: string): Clip {
  const speaker = actorName(name.actor);
  return {
    id: `${speaker}/${stem}`,
    label: name.emotion,
    speaker,
    columns: {
      sex: name.actor % 2 === 1 ? 'male' : 'female',
      intensity: name.intensity,
      statement: name.statement,
      channel: name.channel,
      repetition: String(name.repetition),
    },
    path: file,
  };
}

function duplicateOf(first: Clip, clip: string, file: string): ClipDefect {
  return { clip, reason: 'duplicate', detail: `the same clip is at '${first.path ?? first.id}'`, path: file };
}
