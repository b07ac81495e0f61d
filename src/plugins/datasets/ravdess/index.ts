import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Type, type Static } from '@sinclair/typebox';
import { DATA_NO_CLIPS, DATA_NOTHING_SELECTED } from '../../../core/errors/data.js';
import { definePlugin } from '../../../core/registry/plugin.js';
import { CHANNELS, EMOTIONS, INTENSITIES, wasRecorded } from './fileName.js';
import { findFiles } from './findFiles.js';
import { sortOut } from './sortOut.js';
import type { Emotion } from './fileName.js';

const options = Type.Object(
  {
    root: Type.String({
      minLength: 1,
      description:
        'Folder of the recordings, from the working directory: folders of actors, the unpacked archives, or both merged.',
    }),
    channels: Type.Array(literals(CHANNELS), {
      default: [...CHANNELS],
      minItems: 1,
      uniqueItems: true,
      description: 'Vocal channels to use.',
    }),
    emotions: Type.Array(literals(EMOTIONS), {
      default: [...EMOTIONS],
      minItems: 2,
      uniqueItems: true,
      description: "Emotions to use; the classes keep RAVDESS's order.",
    }),
    intensities: Type.Array(literals(INTENSITIES), {
      default: [...INTENSITIES],
      minItems: 1,
      uniqueItems: true,
      description: 'Emotional intensities to use; neutral has no strong one.',
    }),
  },
  { additionalProperties: false },
);
type Options = Static<typeof options>;

export default definePlugin({
  kind: 'dataset',
  name: 'ravdess',
  summary:
    'RAVDESS, acted speech and song of 24 actors, labelled by its file names (Livingstone & Russo 2018, doi:10.1371/journal.pone.0196391).',
  options,
  create(chosen, { warn }) {
    const classes = EMOTIONS.filter((emotion) => isRecorded(emotion, chosen));
    return {
      classes,
      allClasses: EMOTIONS,
      columns: ['sex', 'intensity', 'statement', 'channel', 'repetition'],
      performance: ['intensity', 'statement', 'channel'],
      async list() {
        const files = await findFiles(chosen.root);
        const { clips, defects, recognised, videos } = sortOut(
          files,
          ({ channel, emotion, intensity }) =>
            chosen.channels.includes(channel) &&
            chosen.emotions.includes(emotion) &&
            chosen.intensities.includes(intensity),
        );
        if (recognised === 0) {
          const [example] = files.map((file) => path.relative(chosen.root, file));
          throw DATA_NO_CLIPS({ root: chosen.root, files: files.length, example });
        }
        if (clips.length === 0) {
          throw DATA_NOTHING_SELECTED({ found: recognised, options: describeFilters(chosen) });
        }
        if (videos > 0)
          warn(`ravdess: ${videos} files of the video recordings (modality 01 or 02) are not used.`);
        const absent = chosen.emotions.filter((emotion) => !classes.includes(emotion));
        if (absent.length > 0) {
          warn(
            `ravdess: ${absent.join(' and ')} was never recorded with ${describeFilters(chosen)}; ` +
              `the classes are ${classes.join(', ')}.`,
          );
        }
        return { clips, defects };
      },
      read(clip) {
        return readFile(clip.path ?? clip.id);
      },
    };
  },
});

/** Whether the options ask for an emotion and the corpus has it there. */
function isRecorded(emotion: Emotion, { channels, emotions, intensities }: Options): boolean {
  if (!emotions.includes(emotion)) return false;
  return channels.some((channel) =>
    intensities.some((intensity) => wasRecorded(channel, emotion, intensity)),
  );
}

function describeFilters({ channels, emotions, intensities }: Options): string {
  return `channels: [${channels.join(', ')}], emotions: [${emotions.join(', ')}], intensities: [${intensities.join(', ')}]`;
}

/** A schema that allows these words. */
function literals<const T extends readonly string[]>(words: T) {
  return Type.Union(words.map((word: T[number]) => Type.Literal(word)));
}
