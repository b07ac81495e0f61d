import { defineError, type CatalogueEntry } from './entry.js';

export const LEDGER_DAMAGED = defineError(
  'LEDGER_DAMAGED',
  'The ledger of held-out looks holds a line that intone did not write so.',
  (p: { file: string; line: number; problem: string }) => ({
    message: `Line ${p.line} of the ledger '${p.file}' cannot be read: ${p.problem}.`,
    allowed: 'Lines as intone writes them, one a look and one a score.',
    hint: 'Put the line back as it was; a ledger that cannot be read counts no looks, so nothing is judged by it.',
  }),
);

export const LEDGER_BUSY = defineError(
  'LEDGER_BUSY',
  'Another process keeps the ledger of held-out looks to itself for too long.',
  (p: { file: string; seconds: number }) => ({
    message: `The ledger '${p.file}' was busy for ${p.seconds} seconds: another process writes to it.`,
    hint: "Go on with 'intone run --resume latest' once it is free. Where that process is on another machine and gone, remove the folder '.ledger' beside the ledger.",
  }),
);

export const VALIDATION_ONLY_FITTED = defineError(
  'VALIDATION_ONLY_FITTED',
  'A run is asked to judge by its validation part alone, and trains on that part too.',
  () => ({
    message:
      "With 'fitOn: train+validation' the validation part is trained on: --validation-only leaves nothing to judge.",
    allowed: "'fitOn: train' beside --validation-only.",
    hint: 'Leave --validation-only out, or add --set train.fitOn=train.',
  }),
);

export const HELD_OUT_NOT_OPENED = defineError(
  'HELD_OUT_NOT_OPENED',
  'Something is asked about the held-out part of a run that did not look at it.',
  (p: { run: string }) => ({
    message: `The run '${p.run}' was run with --validation-only: it has no result on the held-out part.`,
    hint: 'Run its experiment without --validation-only.',
  }),
);

/** Errors of what keeps a result honest: the ledger of looks, and runs that do not look. */
export const honestyErrors = {
  LEDGER_DAMAGED,
  LEDGER_BUSY,
  VALIDATION_ONLY_FITTED,
  HELD_OUT_NOT_OPENED,
} satisfies Readonly<Record<string, CatalogueEntry>>;
