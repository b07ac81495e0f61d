import { nearest } from '../text/nearest.js';
import { didYouMean, listed } from '../text/words.js';
import { defineError, type CatalogueEntry } from './entry.js';

const OPERATORS = '=, !=, >, >=, <, <=';
const SHOWN_KEYS = 12;

export const QUERY_SYNTAX = defineError(
  'QUERY_SYNTAX',
  'A condition on runs is not a key, a comparison and a value.',
  (p: { found: string; expected: 'key' | 'operator' | 'value' | 'quote' | 'end' }) => ({
    message: {
      key: `A condition starts with a key, not with '${p.found}'.`,
      operator: p.found === '' ? 'The condition lacks a comparison.' : `'${p.found}' is no comparison.`,
      value: 'The condition lacks the value to compare with.',
      quote: 'The quotation mark is not closed.',
      end: `After the value comes '${p.found}', where the condition should end.`,
    }[p.expected],
    allowed: `KEY COMPARISON VALUE, e.g. 'f1.macro > .8'. Comparisons: ${OPERATORS}.`,
    hint: {
      key: 'Name a metric, a key of the config, or state, passed, seed, tag.',
      operator:
        p.found === ''
          ? "Put the condition in quotation marks, or the shell takes '>' and '<' for itself."
          : 'Write one of them between the key and the value.',
      value: 'Write a number, a word, or a text in quotation marks.',
      quote: 'Close it, or leave it out: only a value with blanks needs it.',
      end: 'Give --where once for each condition; put a value with blanks in quotation marks.',
    }[p.expected],
  }),
);

export const QUERY_UNKNOWN_KEY = defineError(
  'QUERY_UNKNOWN_KEY',
  'A condition or an order of runs names something that no run has.',
  (p: { key: string; known: readonly string[] }) => ({
    message: `No run has '${p.key}'.`,
    allowed: `A metric, a key of the config or a fact of the run: ${someOf(p.known)}.`,
    hint: didYouMean(nearest(p.key, p.known)) ?? "'intone show RUN --json' has every metric of a run.",
  }),
);

export const QUERY_NOT_A_NUMBER = defineError(
  'QUERY_NOT_A_NUMBER',
  'A condition compares a number with something that is none.',
  (p: { key: string; found: string }) => ({
    message: `'${p.key}' is a number, and '${p.found}' is none.`,
    allowed: 'A number, e.g. 0.8, .8, 42 or 1e-3.',
    hint: 'Correct the value of the condition.',
  }),
);

export const QUERY_NO_ORDER = defineError(
  'QUERY_NO_ORDER',
  'A condition asks for more or less of something that has no order.',
  (p: { key: string; operator: string; kind: string }) => ({
    message: `'${p.key}' is ${p.kind}, which has no '${p.operator}'.`,
    allowed: "'=' or '!='.",
    hint: `Write '${p.key} = …'.`,
  }),
);

export const QUERY_BAD_VALUE = defineError(
  'QUERY_BAD_VALUE',
  'A condition compares with a value that can never be.',
  (p: { key: string; found: string; allowed: readonly string[] }) => ({
    message: `'${p.key}' is never '${p.found}'.`,
    allowed: `One of ${p.allowed.join(', ')}.`,
    hint: didYouMean(nearest(p.found, p.allowed)) ?? 'Choose one of them.',
  }),
);

export const QUERY_NOT_SORTABLE = defineError(
  'QUERY_NOT_SORTABLE',
  'Runs are to be sorted by something that is not a number or a word.',
  (p: { key: string; kind: string }) => ({
    message: `Runs cannot be sorted by '${p.key}', which is ${p.kind}.`,
    allowed: 'A metric, a key of the config with one value, when, name, state or seed.',
    hint: "Sort by a metric, e.g. '--sort f1.macro'.",
  }),
);

export const RUN_STILL_RUNNING = defineError(
  'RUN_STILL_RUNNING',
  'A run is to be removed that is still at work.',
  (p: { run: string; pid: number; host: string }) => ({
    message: `The run '${p.run}' is still running (process ${p.pid} on ${p.host}).`,
    allowed: 'A run that has finished, failed, been interrupted or died.',
    hint: 'Stop it with Ctrl-C first. If its machine is gone for good, delete the folder yourself.',
  }),
);

export const RUN_IN_TRASH = defineError(
  'RUN_IN_TRASH',
  'A run is to be removed that lies in the trash already.',
  (p: { run: string }) => ({
    message: `The run '${p.run}' is in the trash already.`,
    hint: "Delete all that is there for good with 'intone rm --empty-trash'.",
  }),
);

export const RUN_NOT_IN_TRASH = defineError(
  'RUN_NOT_IN_TRASH',
  'A run is to come back from the trash, and no run there has the given name, prefix or hash.',
  (p: { run: string; trash: string; known: readonly string[] }) => ({
    message: `There is no run '${p.run}' in the trash ('${p.trash}').`,
    allowed:
      p.known.length === 0
        ? 'None: the trash holds no run.'
        : `A run's name, its beginning or its hash, or 'latest'. In the trash: ${p.known.join(', ')}.`,
    hint: 'Give one of them, or name another folder with --runs.',
  }),
);

export const RUN_NAME_TAKEN = defineError(
  'RUN_NAME_TAKEN',
  'A run is to come back from the trash, and another run has its name.',
  (p: { run: string; directory: string }) => ({
    message: `The run '${p.run}' cannot come back: '${p.directory}' is there already.`,
    hint: 'Move the one that is there to another name, or remove it.',
  }),
);

export const RUN_NOT_MOVED = defineError(
  'RUN_NOT_MOVED',
  'The operating system does not let a run be moved to the trash, brought back or deleted.',
  (p: { directory: string; reason: string }) => ({
    message: `Cannot move or delete '${p.directory}': ${p.reason}.`,
    hint: 'Check the permissions of the folder and of the one that it lies in.',
  }),
);

export const TAG_BAD = defineError(
  'TAG_BAD',
  'A tag holds characters that a tag does not have, or is too long.',
  (p: { tag: string; longest: number }) => ({
    message: `'${p.tag}' is no tag.`,
    allowed: `Letters, digits and . _ - / :, at most ${p.longest}, a letter or a digit first.`,
    hint: 'Keep whole sentences with \'intone note RUN "text"\'.',
  }),
);

export const NOTE_EMPTY = defineError(
  'NOTE_EMPTY',
  'A note without a word in it is to be kept.',
  (p: { run: string }) => ({
    message: `The note for '${p.run}' is empty.`,
    hint: "Give its text in quotation marks; without a text, 'intone note RUN' shows the notes.",
  }),
);

export const NOTE_NOT_FOUND = defineError(
  'NOTE_NOT_FOUND',
  'A note is to be removed that is not there.',
  (p: { run: string; number: number; notes: number }) => ({
    message: `The run '${p.run}' has no note ${p.number}.`,
    allowed: p.notes === 0 ? 'It has no note.' : `1${p.notes > 1 ? ` to ${p.notes}` : ''}.`,
    hint: "'intone note RUN' shows the notes with their numbers.",
  }),
);

export const ANNOTATIONS_DAMAGED = defineError(
  'ANNOTATIONS_DAMAGED',
  "The file with a run's tags and notes is not as intone writes it.",
  (p: { file: string; problem: string }) => ({
    message: `'${p.file}' is damaged: ${p.problem}.`,
    hint: 'Mend it, or delete it: it holds tags and notes only, and nothing else of the run depends on it.',
  }),
);

/** Errors of looking through kept runs and tidying them. */
export const collectionErrors = {
  QUERY_SYNTAX,
  QUERY_UNKNOWN_KEY,
  QUERY_NOT_A_NUMBER,
  QUERY_NO_ORDER,
  QUERY_BAD_VALUE,
  QUERY_NOT_SORTABLE,
  RUN_STILL_RUNNING,
  RUN_IN_TRASH,
  RUN_NOT_IN_TRASH,
  RUN_NAME_TAKEN,
  RUN_NOT_MOVED,
  TAG_BAD,
  NOTE_EMPTY,
  NOTE_NOT_FOUND,
  ANNOTATIONS_DAMAGED,
} satisfies Readonly<Record<string, CatalogueEntry>>;

function someOf(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_KEYS);
  return shown.length < names.length ? `${shown.join(', ')}, …` : listed(shown, 'or');
}
