import { nearest } from '../text/nearest.js';
import { didYouMean, listed } from '../text/words.js';
import { defineError, type CatalogueEntry } from './entry.js';

const SAME_SPLIT = "Run both with the same 'data', 'split' and 'seed'";

interface SharedClips {
  readonly first: string;
  readonly second: string;
  readonly ofFirst: number;
  readonly ofSecond: number;
  readonly shared: number;
}

export const COMPARE_CLASSES_DIFFER = defineError(
  'COMPARE_CLASSES_DIFFER',
  'Runs whose models know different classes are compared.',
  (p: { first: string; second: string; onlyFirst: readonly string[]; onlySecond: readonly string[] }) => ({
    message: `The classes differ: ${[only(p.first, p.onlyFirst), only(p.second, p.onlySecond)].filter(Boolean).join(', ')}.`,
    allowed: 'Runs with the same classes, in any order.',
    hint: 'Run one of them again with the classes of the other.',
  }),
);

export const COMPARE_CLIPS_DIFFER = defineError(
  'COMPARE_CLIPS_DIFFER',
  'Runs that are compared did not hold out the same clips.',
  (p: SharedClips & { enough: number }) => ({
    message: `'${p.first}' held out ${p.ofFirst} clips and '${p.second}' ${p.ofSecond}; they share ${p.shared}.`,
    allowed: `At least ${p.enough * 100} % of each run's held-out clips in both.`,
    hint: `${SAME_SPLIT}, or compare them on the clips that they share with --shared.`,
  }),
);

export const COMPARE_TOO_FEW_SHARED = defineError(
  'COMPARE_TOO_FEW_SHARED',
  'Runs that are compared share too few held-out clips for any statement.',
  (p: SharedClips & { fewest: number }) => ({
    message: `'${p.first}' (${p.ofFirst} held-out clips) and '${p.second}' (${p.ofSecond}) share ${p.shared}.`,
    allowed: `At least ${p.fewest} clips in both.`,
    hint: `${SAME_SPLIT}.`,
  }),
);

export const COMPARE_TRUTH_DIFFERS = defineError(
  'COMPARE_TRUTH_DIFFERS',
  'Runs that are compared label the same clip differently.',
  (p: { clip: string; first: string; second: string }) => ({
    message: `The clip '${p.clip}' is labelled ${p.first} in one run and ${p.second} in the other.`,
    allowed: 'The same label for each clip that both held out.',
    hint: 'Correct the labels of the data, and run the experiments again.',
  }),
);

export const COMPARE_SAME_RUN = defineError(
  'COMPARE_SAME_RUN',
  'A run is compared with itself.',
  (p: { run: string; references: readonly string[] }) => ({
    message: `${listed(p.references.map((reference) => `'${reference}'`))} are the same run, '${p.run}'.`,
    allowed: 'Each run once.',
    hint: "List the runs with 'intone runs'.",
  }),
);

export const COMPARE_UNKNOWN_CURVE = defineError(
  'COMPARE_UNKNOWN_CURVE',
  'A curve is to be shown of a metric that no epoch of the runs has.',
  (p: { metric: string; known: readonly string[] }) => ({
    message: `No epoch of these runs has the metric '${p.metric}'.`,
    allowed: p.known.length === 0 ? 'None: they trained no epoch.' : `${listed(p.known, 'or')}.`,
    hint: didYouMean(nearest(p.metric, p.known)) ?? 'Choose one of them, or leave out --curve.',
  }),
);

/** Errors of comparing runs. */
export const compareErrors = {
  COMPARE_CLASSES_DIFFER,
  COMPARE_CLIPS_DIFFER,
  COMPARE_TOO_FEW_SHARED,
  COMPARE_TRUTH_DIFFERS,
  COMPARE_SAME_RUN,
  COMPARE_UNKNOWN_CURVE,
} satisfies Readonly<Record<string, CatalogueEntry>>;

function only(run: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `only '${run}' knows ${listed(names)}`;
}
