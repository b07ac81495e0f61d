import { nearest } from '../text/nearest.js';
import { didYouMean, listed } from '../text/words.js';
import { defineError, EXIT } from './entry.js';
import type { CatalogueEntry } from './entry.js';

export const FAMILY_OVER_SYNTAX = defineError(
  'FAMILY_OVER_SYNTAX',
  'What members of a family are to differ in is not a key and a list of values.',
  (p: { argument: string; problem: string }) => ({
    message: `'--over ${p.argument}': ${p.problem}.`,
    allowed:
      'KEY=VALUE,VALUE,… with values as after --set, or KEY=A..B for whole numbers, e.g. --over seed=1..5.',
    hint: 'Put the values in quotation marks where they hold blanks, brackets or commas of their own.',
  }),
);

export const FAMILY_EMPTY = defineError(
  'FAMILY_EMPTY',
  'A sweep is to be run that has one member only.',
  (p: { config: string }) => ({
    message: `Nothing says in what the members of the family '${p.config}' differ.`,
    allowed: '--over KEY=VALUES, --seeds N, --folds N, several configs, or a map `sweep:` in the config.',
    hint: `For one experiment: intone run ${p.config}.`,
  }),
);

export const FAMILY_TOO_LARGE = defineError(
  'FAMILY_TOO_LARGE',
  'A family would have more members than can be meant.',
  (p: { members: number; most: number }) => ({
    message: `The family would have ${p.members} members.`,
    allowed: `At most ${p.most}.`,
    hint: 'The members are all combinations of the values: leave out values, or sweep in turn.',
  }),
);

export const FAMILY_SAME_MEMBER = defineError(
  'FAMILY_SAME_MEMBER',
  'Two members of a family are one and the same experiment.',
  (p: { first: string; second: string }) => ({
    message: `The members '${p.first}' and '${p.second}' are the same experiment.`,
    allowed: 'Members that differ in some value.',
    hint: 'Remove the value that is there twice, or the one that changes nothing.',
  }),
);

export const FAMILY_NO_FOLDS = defineError(
  'FAMILY_NO_FOLDS',
  "A sweep over folds is asked for, and the config's split has none.",
  (p: { split: string }) => ({
    message: `The split '${p.split}' has no folds.`,
    allowed: "A split with the options 'fold' and 'of', such as folds.",
    hint: 'Add --set split=folds, or write split: folds in the config.',
  }),
);

export const FAMILY_RESUME_WITH_MORE = defineError(
  'FAMILY_RESUME_WITH_MORE',
  "'intone sweep --resume' was given what would change the family.",
  (p: { family: string; extra: readonly string[] }) => ({
    message: `A family goes on with the members that it was begun with; ${listed(p.extra)} cannot change that.`,
    allowed:
      '--resume FAMILY, with --jobs, --threads, --stop-on-failure, --runs, --cache, --no-cache and what is printed at the end',
    hint: `Run 'intone sweep --resume ${p.family}', or leave out --resume for a family of its own.`,
  }),
);

export const FAMILY_NOT_FOUND = defineError(
  'FAMILY_NOT_FOUND',
  'No kept family has the given name or beginning of a name.',
  (p: { family: string; folder: string; known: readonly string[] }) => ({
    message: `There is no family '${p.family}' in '${p.folder}'.`,
    allowed:
      p.known.length === 0
        ? 'None: there is no family yet.'
        : `A family's name, its beginning, what follows its time, or 'latest'. The last ones: ${p.known.join(', ')}.`,
    hint:
      didYouMean(nearest(p.family, p.known)) ??
      "A family is made by 'intone sweep'; name another folder with --runs.",
  }),
);

export const FAMILY_AMBIGUOUS = defineError(
  'FAMILY_AMBIGUOUS',
  'The name given for a family fits more than one.',
  (p: { family: string; matches: readonly string[] }) => ({
    message: `'${p.family}' fits ${p.matches.length} families: ${p.matches.join(', ')}.`,
    hint: "Give more of the name, or 'latest'.",
  }),
);

export const FAMILY_DAMAGED = defineError(
  'FAMILY_DAMAGED',
  'The document of a family is not as intone writes it.',
  (p: { file: string; problem: string }) => ({
    message: `'${p.file}' is damaged: ${p.problem}.`,
    hint: 'Restore it from where it was copied. The runs of its members are whole without it.',
  }),
);

export const FAMILY_BUSY = defineError(
  'FAMILY_BUSY',
  'Another process works on the family.',
  (p: { family: string; reason: string }) => ({
    message: `The family '${p.family}' is being worked on: ${p.reason}`,
    allowed: 'One process a family.',
    hint: 'Wait until it has ended, or stop it.',
  }),
);

export const FAMILY_CHANGED = defineError(
  'FAMILY_CHANGED',
  'A config was changed since a family was begun, so its other members would be other experiments.',
  (p: { family: string; members: readonly string[] }) => ({
    message: `The config is not what the family '${p.family}' was begun with: ${p.members.join('; ')} would be another experiment.`,
    allowed: 'The configs, intone.local.yaml and plugins that the family was begun with.',
    hint: 'Bring them back as they were, or begin a new family.',
  }),
);

export const FAMILY_INTERRUPTED = defineError(
  'FAMILY_INTERRUPTED',
  'A sweep was stopped with Ctrl-C before its last member was done.',
  (p: { family: string; done: number; members: number }) => ({
    message: `The sweep was stopped: ${p.done} of ${p.members} members are done.`,
    hint: `What the others did is saved. Go on with 'intone sweep --resume ${p.family}'.`,
  }),
  EXIT.interrupted,
);

export const FAMILY_BEST_HELD_OUT = defineError(
  'FAMILY_BEST_HELD_OUT',
  'The best of several settings was to be chosen by the held-out part.',
  (p: { metric: string }) => ({
    message: `Settings are not ranked by the held-out part, as '--best ${p.metric}' asks.`,
    allowed: 'A metric of the validation part, e.g. --best uar.',
    hint: 'What was chosen by the held-out part has been fitted to it: its figure there is no estimate for new clips any more. Choose by validation; report the held-out figure of what was chosen.',
  }),
);

export const FAMILY_METRIC_UNKNOWN = defineError(
  'FAMILY_METRIC_UNKNOWN',
  'A metric is asked for that the members of a family do not have.',
  (p: { metric: string; known: readonly string[] }) => ({
    message: `The members have no metric '${p.metric}'.`,
    allowed: p.known.length === 0 ? 'None: no member is finished yet.' : p.known.join(', '),
    hint: didYouMean(nearest(p.metric, p.known)) ?? 'Choose one of them.',
  }),
);

/** Errors of sweeps: families of runs. */
export const familyErrors = {
  FAMILY_OVER_SYNTAX,
  FAMILY_EMPTY,
  FAMILY_TOO_LARGE,
  FAMILY_SAME_MEMBER,
  FAMILY_NO_FOLDS,
  FAMILY_RESUME_WITH_MORE,
  FAMILY_NOT_FOUND,
  FAMILY_AMBIGUOUS,
  FAMILY_DAMAGED,
  FAMILY_BUSY,
  FAMILY_CHANGED,
  FAMILY_INTERRUPTED,
  FAMILY_BEST_HELD_OUT,
  FAMILY_METRIC_UNKNOWN,
} satisfies Readonly<Record<string, CatalogueEntry>>;
