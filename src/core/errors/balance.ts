import { defineError, type CatalogueEntry } from './entry.js';

/** A class and how many training rows it has. */
export interface ClassRows {
  readonly name: string;
  readonly rows: number;
}

export const SCALER_STATE_INVALID = defineError(
  'SCALER_STATE_INVALID',
  'What a run kept of its scaler cannot be read back.',
  (p: { scaler: string; problem: string }) => ({
    message: `The kept state of the scaler '${p.scaler}' is damaged: ${p.problem}.`,
    allowed: 'The state that the same scaler wrote when it was fitted.',
    hint: 'Run the experiment again; the file was changed after the run wrote it.',
  }),
);

export const SCALER_COLUMNS_DIFFER = defineError(
  'SCALER_COLUMNS_DIFFER',
  'A scaler is applied to other columns than it was fitted on.',
  (p: { scaler: string; fitted: readonly string[]; found: readonly string[] }) => {
    const first = p.fitted.findIndex((name, column) => name !== p.found[column]);
    const difference =
      p.fitted.length === p.found.length
        ? `column ${first + 1} was '${p.fitted[first]}' and is '${p.found[first]}'`
        : `it was fitted on ${p.fitted.length} columns and finds ${p.found.length}`;
    return {
      message: `The scaler '${p.scaler}' does not fit these features: ${difference}.`,
      allowed: 'The columns that it was fitted on, in the same order.',
      hint: 'Use the features and the pooling of the run that fitted the scaler.',
    };
  },
);

export const SCALER_WITHOUT_ROWS = defineError(
  'SCALER_WITHOUT_ROWS',
  'A scaler is to be fitted and the training part is empty.',
  (p: { scaler: string }) => ({
    message: `The scaler '${p.scaler}' cannot be fitted: the training part has no rows.`,
    hint: 'Leave more clips to the training part of the split.',
  }),
);

export const SAMPLER_TOO_FEW_ROWS = defineError(
  'SAMPLER_TOO_FEW_ROWS',
  'A class has fewer training rows than the sampler needs.',
  (p: { sampler: string; minimum: number; short: readonly ClassRows[] }) => {
    const fewest = Math.min(...p.short.map(({ rows }) => rows));
    const found = p.short.map(({ name, rows }) => `'${name}' has ${rows}`).join(', ');
    const fewerNeighbors = `Set 'neighbors' of the sampler to at most ${fewest - 1}, or put`;
    return {
      message: `The sampler '${p.sampler}' needs ${p.minimum} training rows of each class: ${found}.`,
      allowed: `At least ${p.minimum} rows of each class that is in the training part (neighbors + 1).`,
      hint: `${fewest > 1 ? fewerNeighbors : 'Put'} more clips of the class into the training part, or leave the class out of the data.`,
    };
  },
);

/** Errors of the stages that scale and sample the training rows. */
export const balanceErrors = {
  SCALER_STATE_INVALID,
  SCALER_COLUMNS_DIFFER,
  SCALER_WITHOUT_ROWS,
  SAMPLER_TOO_FEW_ROWS,
} satisfies Readonly<Record<string, CatalogueEntry>>;
