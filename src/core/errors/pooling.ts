import { listed } from '../text/words.js';
import { defineError } from './entry.js';
import type { CatalogueEntry } from './entry.js';

/** At most this many columns are named in one message. */
const NAMED = 12;

function namesOf(columns: readonly string[]): string {
  const more = columns.length - NAMED;
  return columns.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

export const POOLING_COLUMNS_UNKNOWN = defineError(
  'POOLING_COLUMNS_UNKNOWN',
  "A pattern of a pooling's options fits none of the features' columns.",
  (p: { plugin: string; pattern: string; columns: readonly string[] }) => ({
    message: `The pooling '${p.plugin}' is to take the columns '${p.pattern}', and the features have none of that name.`,
    allowed: `Names of columns, with * for any letters: ${namesOf(p.columns)}.`,
    hint: 'Mend the pattern, or add the feature that makes such columns to `features`.',
  }),
);

export const POOLING_NOTHING_LEFT = defineError(
  'POOLING_NOTHING_LEFT',
  "The patterns of a pooling's group leave out every column.",
  (p: { plugin: string; patterns: readonly string[] }) => ({
    message: `The pooling '${p.plugin}' has a group whose patterns leave no column: ${listed(p.patterns)}.`,
    allowed: 'At least one column a group; a pattern that begins with ! takes columns off those before it.',
    hint: 'Begin the list with what the group is to have, for example [mfcc_*].',
  }),
);

export const POOLING_COLUMN_TWICE = defineError(
  'POOLING_COLUMN_TWICE',
  'Two groups of a pooling make a column of the same name.',
  (p: { plugin: string; column: string }) => ({
    message: `The pooling '${p.plugin}' would make the column '${p.column}' twice.`,
    allowed: 'Each statistic of a column once.',
    hint: 'Leave the column or the statistic out of one of the two groups.',
  }),
);

export const POOLING_NO_VOICING = defineError(
  'POOLING_NO_VOICING',
  'A pooling is to look at voiced frames only, and no column says which are voiced.',
  (p: { plugin: string; column: string; columns: readonly string[] }) => ({
    message: `The pooling '${p.plugin}' is to look at voiced frames only, and there is no column '${p.column}' that tells them.`,
    allowed: `A column that is above 0 in voiced frames. The features have: ${namesOf(p.columns)}.`,
    hint: "Add the feature 'pitch', or name the column in `voiced`.",
  }),
);

export const poolingErrors = {
  POOLING_COLUMNS_UNKNOWN,
  POOLING_NOTHING_LEFT,
  POOLING_COLUMN_TWICE,
  POOLING_NO_VOICING,
} satisfies Readonly<Record<string, CatalogueEntry>>;
