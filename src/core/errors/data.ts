import { listed } from '../text/words.js';
import { defineError, EXIT } from './entry.js';
import { splitErrors } from './split.js';
import type { CatalogueEntry } from './entry.js';

const RAVDESS_LAYOUT =
  "Folders of actors with the original names ('Actor_01/03-01-05-02-01-01-01.wav'), as the archives " +
  "'Audio_Speech_Actors_01-24.zip' and 'Audio_Song_Actors_01-24.zip' unpack, or both merged; .wav or .flac.";

const SET_ROOT =
  "Set it with --set data.root=FOLDER, in the config, or for this machine alone in 'intone.local.yaml'; " +
  'a relative path counts from the folder in which intone is started.';

/** At most this many clips are named in one message. */
const NAMED = 20;

export const DATA_ROOT_MISSING = defineError(
  'DATA_ROOT_MISSING',
  'The folder that a dataset is to be read from does not exist.',
  (p: { root: string }) => ({
    message: `There is no folder '${p.root}' to read the clips from.`,
    allowed: RAVDESS_LAYOUT,
    hint: SET_ROOT,
  }),
);

export const DATA_ROOT_NOT_A_FOLDER = defineError(
  'DATA_ROOT_NOT_A_FOLDER',
  'The root of a dataset is a file: an archive that is not unpacked, or a single clip.',
  (p: { root: string }) => ({
    message: `'${p.root}' is a file, and the clips are read from a folder.`,
    allowed: RAVDESS_LAYOUT,
    hint: `Unpack an archive first. ${SET_ROOT}`,
  }),
);

export const DATA_FOLDER_UNREADABLE = defineError(
  'DATA_FOLDER_UNREADABLE',
  'The operating system does not let a folder of the dataset be read.',
  (p: { folder: string; reason: string }) => ({
    message: `The folder '${p.folder}' cannot be read (${p.reason}).`,
    hint: `Mend its permissions, or name another folder. ${SET_ROOT}`,
  }),
);

export const DATA_NO_CLIPS = defineError(
  'DATA_NO_CLIPS',
  'The folder of a dataset holds no clip with a name that the dataset knows.',
  (p: { root: string; files: number; example: string | undefined }) => ({
    message:
      `No clip of RAVDESS is in '${p.root}' or its folders (files looked at: ${p.files}` +
      `${p.example === undefined ? '' : `, for example '${p.example}'`}).`,
    allowed: RAVDESS_LAYOUT,
    hint: SET_ROOT,
  }),
);

export const DATA_NOTHING_SELECTED = defineError(
  'DATA_NOTHING_SELECTED',
  'The options of a dataset leave out every clip that is there.',
  (p: { found: number; options: string }) => ({
    message: `None of the ${p.found} clips found fits the options ${p.options}.`,
    hint: 'Widen the options of data, or check that the folder holds the channels and actors that they name.',
  }),
);

export const DATA_TOO_FEW_CLASSES = defineError(
  'DATA_TOO_FEW_CLASSES',
  'The options of a dataset leave fewer than two classes to tell apart.',
  (p: { classes: readonly string[] }) => ({
    message: `The data has ${p.classes.length === 0 ? 'no class' : `only the class '${p.classes[0]}'`}.`,
    allowed: 'At least two classes.',
    hint: 'Leave more classes in by the options of data.',
  }),
);

export const DATA_CLASS_WITHOUT_CLIPS = defineError(
  'DATA_CLASS_WITHOUT_CLIPS',
  'A class that the dataset declares has no clip.',
  (p: { classes: readonly string[]; clips: number }) => ({
    message: `Of the ${p.clips} clips none is labelled ${listed(
      p.classes.map((name) => `'${name}'`),
      'or',
    )}.`,
    allowed: 'At least one clip of each class in each part of the split.',
    hint: 'Complete the folder, or leave the class out by the options of data (RAVDESS: emotions).',
  }),
);

export const DATA_BAD_CLIP = defineError(
  'DATA_BAD_CLIP',
  'A dataset plugin lists a clip that breaks its contract.',
  (p: { clip: string; problem: string }) => ({
    message: `The dataset plugin lists the clip '${p.clip}' ${p.problem}.`,
    allowed: "Clips with different ids, a label out of the dataset's classes, and a value for each column.",
    hint: 'Mend the dataset plugin.',
  }),
);

/** A clip as the list of unusable clips names it. */
interface Named {
  readonly clip: string;
  readonly reason: string;
  readonly detail: string;
  readonly path?: string;
}

export const DATA_CLIPS_UNUSABLE = defineError(
  'DATA_CLIPS_UNUSABLE',
  'Clips cannot be decoded, are empty, silent, truncated, unlabelled or there twice, and the config says to stop then.',
  (p: { defects: readonly Named[]; clips: number }) => ({
    message: [
      `${p.defects.length === 1 ? '1 clip' : `${p.defects.length} clips`} cannot be used (${tally(p.defects)}); ${p.clips} can:`,
      ...p.defects
        .slice(0, NAMED)
        .map((defect) => `  ${defect.path ?? defect.clip}: ${defect.reason}: ${defect.detail}`),
      ...(p.defects.length > NAMED ? [`  … and ${p.defects.length - NAMED} more`] : []),
    ].join('\n'),
    allowed: 'Clips that decode, are not silent, and are there once.',
    hint: 'Mend or remove the files, or go on without them with badClips: skip (--set badClips=skip).',
  }),
);

export const DATA_NO_USABLE_CLIP = defineError(
  'DATA_NO_USABLE_CLIP',
  'Every single clip of the dataset was found unusable.',
  (p: { defects: readonly Named[] }) => ({
    message: `None of the clips can be used (${tally(p.defects)}); the first is '${p.defects[0]?.clip ?? ''}': ${p.defects[0]?.detail ?? ''}.`,
    hint: 'Check the files and the options of audio.',
  }),
);

export const FEATURE_WRONG_SIZE = defineError(
  'FEATURE_WRONG_SIZE',
  'A feature or pooling plugin returned more or fewer numbers than its names and the frames ask for.',
  (p: { plugin: string; clip: string; found: number; expected: string }) => ({
    message: `The plugin ${p.plugin} returned ${p.found} numbers for '${p.clip}'.`,
    allowed: p.expected,
    hint: 'If the plugin is your own, return one row of names.length numbers a frame, row after row.',
  }),
);

export const FEATURE_NOT_FINITE = defineError(
  'FEATURE_NOT_FINITE',
  'A feature or pooling plugin returned a number that is not finite (NaN or infinite).',
  (p: { plugin: string; clip: string; column: string; frame: number; value: number }) => ({
    message: `The plugin ${p.plugin} returned ${p.value} for '${p.clip}', column '${p.column}', frame ${p.frame}.`,
    allowed: 'Finite numbers.',
    hint: 'If the plugin is your own, guard its logarithms and divisions against silence.',
  }),
);

export const FEATURE_COLUMN_TWICE = defineError(
  'FEATURE_COLUMN_TWICE',
  'Two features of a config make columns of one name.',
  (p: { column: string; first: string; second: string }) => ({
    message:
      p.first === p.second
        ? `The feature ${p.first} makes the column '${p.column}' twice.`
        : `The features ${p.first} and ${p.second} both make the column '${p.column}'.`,
    allowed: 'Each column once.',
    hint: 'Remove one of the two from features.',
  }),
);

export const FEATURE_CRASHED = defineError(
  'FEATURE_CRASHED',
  "intone's own code failed in the work on a clip.",
  (p: { clip: string; reason: string }) => ({
    message: `The work on the clip '${p.clip}' failed: ${p.reason}`,
    hint: 'This is a fault of intone: please report it with the clip, and leave the clip out until it is mended.',
  }),
  EXIT.internal,
);

export const dataErrors = {
  DATA_ROOT_MISSING,
  DATA_ROOT_NOT_A_FOLDER,
  DATA_FOLDER_UNREADABLE,
  DATA_NO_CLIPS,
  DATA_NOTHING_SELECTED,
  DATA_TOO_FEW_CLASSES,
  DATA_CLASS_WITHOUT_CLIPS,
  DATA_BAD_CLIP,
  DATA_CLIPS_UNUSABLE,
  DATA_NO_USABLE_CLIP,
  FEATURE_WRONG_SIZE,
  FEATURE_NOT_FINITE,
  FEATURE_COLUMN_TWICE,
  FEATURE_CRASHED,
  ...splitErrors,
} satisfies Readonly<Record<string, CatalogueEntry>>;

/** `3 duplicate, 1 silent`. */
function tally(defects: readonly Named[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of defects) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ');
}
