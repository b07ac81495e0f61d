import { defineError } from './entry.js';
import type { CatalogueEntry } from './entry.js';

/** At most this many clips or groups are named in one message. */
const NAMED = 10;

export const SPLIT_COLUMN_UNKNOWN = defineError(
  'SPLIT_COLUMN_UNKNOWN',
  'A split names a column that the clips of the dataset do not have.',
  (p: { column: string; known: readonly string[] }) => ({
    message: `The split names the column '${p.column}', and the clips have none of that name.`,
    allowed: p.known.join(', '),
    hint: 'Use one of these columns in split.',
  }),
);

export const SPLIT_FRACTIONS = defineError(
  'SPLIT_FRACTIONS',
  'The fractions of the test and validation parts leave nothing for training.',
  (p: { test: number; validation: number }) => ({
    message: `The test part takes ${p.test} and the validation part ${p.validation} of the clips: nothing is left to train on.`,
    allowed: 'Two fractions that add up to less than 1, e.g. test: 0.2, validation: 0.1.',
    hint: 'Lower split.test or split.validation.',
  }),
);

export const SPLIT_CLASS_TOO_SMALL = defineError(
  'SPLIT_CLASS_TOO_SMALL',
  'A class has too few clips to be in all three parts of a stratified split.',
  (p: { class: string; clips: number; test: number; validation: number; part: string }) => ({
    message: `The class '${p.class}' has ${p.clips === 1 ? '1 clip' : `${p.clips} clips`}; with test: ${p.test} and validation: ${p.validation} none is left for the part '${p.part}'.`,
    allowed: 'Enough clips of each class for one in each of the three parts.',
    hint: 'Give that part a greater fraction, add clips of the class, or leave it out by the options of data.',
  }),
);

export const SPLIT_TOO_FEW_GROUPS = defineError(
  'SPLIT_TOO_FEW_GROUPS',
  'There are too few groups (speakers, by default) for three parts with no group in common.',
  (p: { by: string; groups: number; part: string }) => ({
    message: `The clips have ${p.groups} different values of '${p.by}', and none is left for the part '${p.part}'.`,
    allowed: 'At least one group for each of the three parts: train, validation and test.',
    hint: 'Change the fractions or lists, group by another column, or use the split stratified.',
  }),
);

export const SPLIT_FOLD_UNKNOWN = defineError(
  'SPLIT_FOLD_UNKNOWN',
  'A split into folds is to hold out a fold that there is not.',
  (p: { fold: number; of: number }) => ({
    message: `split.fold is ${p.fold}, and there are ${p.of} folds.`,
    allowed: `A whole number, 1 to ${p.of}.`,
    hint: "Give split.of the number of folds; 'intone sweep CONFIG --folds N' runs all of them.",
  }),
);

export const SPLIT_FOLDS_LEAVE_NOTHING = defineError(
  'SPLIT_FOLDS_LEAVE_NOTHING',
  'Of two folds one is held out and the other validates, so that none is left for training.',
  () => ({
    message: 'With of: 2 and validation: next no fold is left to train on.',
    allowed: 'validation: next with three folds or more; with two, a fraction of the groups.',
    hint: 'Raise split.of, or set split.validation to a fraction such as 0.1.',
  }),
);

export const SPLIT_TOO_FEW_FOR_FOLDS = defineError(
  'SPLIT_TOO_FEW_FOR_FOLDS',
  'There are fewer groups (speakers, by default) than a split into folds needs.',
  (p: { by: string; groups: number; of: number; least: number }) => ({
    message: `The clips have ${p.groups} different values of '${p.by}': too few for ${p.of} folds, of which one is held out, with groups left to validate and to train.`,
    allowed: `At least ${p.least} groups, or fewer folds.`,
    hint: 'Lower split.of, or deal single clips out with by: clip (the result then holds for the same speakers).',
  }),
);

export const SPLIT_GROUP_UNKNOWN = defineError(
  'SPLIT_GROUP_UNKNOWN',
  'A grouped split lists a speaker (or another value of its column) that no clip has.',
  (p: { by: string; unknown: readonly string[]; part: string; known: readonly string[] }) => ({
    message: `split.${p.part} lists ${some(p.unknown)}, and no clip has that as its ${p.by}.`,
    allowed: p.known.join(', '),
    hint: 'Check the spelling and the options of data.',
  }),
);

export const SPLIT_NAMED_TWICE = defineError(
  'SPLIT_NAMED_TWICE',
  'A split puts the same clip, or the same group, into two parts.',
  (p: { what: string; named: readonly string[]; parts: readonly [string, string] }) => ({
    message: `The split puts the ${p.what} ${some(p.named)} into both '${p.parts[0]}' and '${p.parts[1]}'.`,
    allowed: 'Each in one part.',
    hint: 'Remove it from one of the two.',
  }),
);

export const SPLIT_CLIPS_UNKNOWN = defineError(
  'SPLIT_CLIPS_UNKNOWN',
  'A fixed split names clips that the dataset does not have.',
  (p: { unknown: readonly string[]; example: string | undefined }) => ({
    message: `The split names ${p.unknown.length === 1 ? 'a clip' : `${p.unknown.length} clips`} that the data does not have: ${some(p.unknown)}.`,
    ...(p.example !== undefined && { allowed: `Ids of the data's clips, such as '${p.example}'.` }),
    hint: 'Check that data has the same folder and options as when the list was made.',
  }),
);

export const SPLIT_FIXED_SOURCE = defineError(
  'SPLIT_FIXED_SOURCE',
  'A fixed split has no list, or both a file and lists.',
  (p: { found: string }) => ({
    message: `The fixed split has ${p.found}.`,
    allowed:
      "Either file: a CSV with the columns 'clip' and 'part', or all of train:, validation: and test:.",
    hint: 'For the split of a kept run: split: { use: fixed, file: runs/RUN/split.csv }.',
  }),
);

export const SPLIT_FILE_UNREADABLE = defineError(
  'SPLIT_FILE_UNREADABLE',
  'The file of a fixed split does not exist or cannot be read.',
  (p: { file: string; reason: string }) => ({
    message: `The split's file '${p.file}' cannot be read (${p.reason}).`,
    hint: 'Check split.file; a relative path counts from the folder in which intone is started.',
  }),
);

export const SPLIT_FILE_INVALID = defineError(
  'SPLIT_FILE_INVALID',
  'The file of a fixed split is not a CSV with the columns clip and part.',
  (p: { file: string; line: number; problem: string }) => ({
    message: `The split's file '${p.file}', line ${p.line}: ${p.problem}.`,
    allowed:
      "A header with the columns 'clip' and 'part', then one line a clip; part is train, validation, test or empty.",
    hint: 'Compare with the split.csv of a kept run.',
  }),
);

export const SPLIT_PART_EMPTY = defineError(
  'SPLIT_PART_EMPTY',
  'A split leaves one of the three parts without a clip.',
  (p: { part: string; clips: number }) => ({
    message: `The split leaves the part '${p.part}' empty (of ${p.clips} clips).`,
    allowed: 'At least one clip in each of train, validation and test.',
    hint: 'Change the fractions or lists of split.',
  }),
);

export const SPLIT_CLASS_MISSING = defineError(
  'SPLIT_CLASS_MISSING',
  'A class has no clip in one of the parts, so it cannot be learned or judged there.',
  (p: { classes: readonly string[]; part: string; clips: number }) => ({
    message: `The part '${p.part}' (${p.clips === 1 ? '1 clip' : `${p.clips} clips`}) has no clip of ${some(p.classes)}.`,
    allowed: 'At least one clip of each class in each part.',
    hint: 'Give the part a greater share, choose another split, or leave the class out by the options of data.',
  }),
);

export const SPLIT_RESULT_INVALID = defineError(
  'SPLIT_RESULT_INVALID',
  'A split plugin returned something else than one part a clip.',
  (p: { found: number; clips: number }) => ({
    message: `The split plugin returned ${p.found} parts for ${p.clips} clips.`,
    allowed: 'One of train, validation, test or null for each clip, in the order of the clips.',
    hint: 'Mend the split plugin.',
  }),
);

export const splitErrors = {
  SPLIT_COLUMN_UNKNOWN,
  SPLIT_FRACTIONS,
  SPLIT_CLASS_TOO_SMALL,
  SPLIT_TOO_FEW_GROUPS,
  SPLIT_FOLD_UNKNOWN,
  SPLIT_FOLDS_LEAVE_NOTHING,
  SPLIT_TOO_FEW_FOR_FOLDS,
  SPLIT_GROUP_UNKNOWN,
  SPLIT_NAMED_TWICE,
  SPLIT_CLIPS_UNKNOWN,
  SPLIT_FIXED_SOURCE,
  SPLIT_FILE_UNREADABLE,
  SPLIT_FILE_INVALID,
  SPLIT_PART_EMPTY,
  SPLIT_CLASS_MISSING,
  SPLIT_RESULT_INVALID,
} satisfies Readonly<Record<string, CatalogueEntry>>;

function some(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map((name) => `'${name}'`);
  return shown.join(', ') + (names.length > NAMED ? ` and ${names.length - NAMED} more` : '');
}
