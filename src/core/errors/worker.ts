import { listed } from '../text/words.js';
import { defineError, EXIT, type CatalogueEntry } from './entry.js';

/** What a run whose process ended too early leaves, and how to go on from it. */
export interface Kept {
  readonly directory: string;
  /** The last epoch that was saved; null where none was. */
  readonly epoch: number | null;
  /** The clips whose features were being computed, one a thread. */
  readonly clips: readonly string[];
}

function keptOf(kept: Kept | null): { kept: string; hint: string } {
  if (kept === null) return { kept: 'Nothing was kept of it.', hint: 'Start it again.' };
  const { directory, epoch } = kept;
  return {
    kept:
      epoch === null
        ? `'${directory}' is kept; no epoch was saved yet.`
        : `'${directory}' is kept, saved after epoch ${epoch}.`,
    hint: `Go on with 'intone run --resume ${directory}'.`,
  };
}

export const WORKER_DIED = defineError(
  'WORKER_DIED',
  'The process that a run worked in ended without a word: it was killed, or the memory ran out.',
  (p: { how: string; kept: Kept | null; lastWords: string | null }) => {
    const { kept, hint } = keptOf(p.kept);
    const said = p.lastWords === null ? '' : ` The last that it said: ${p.lastWords}`;
    const clips = (p.kept?.clips ?? []).map((clip) => `'${clip}'`);
    const where = clips.length === 0 ? '' : ` while it computed the features of ${listed(clips)}`;
    return { message: `The process of the run ${p.how}${where}. ${kept}${said}`, hint };
  },
  EXIT.internal,
);

export const WORKER_STOPPED = defineError(
  'WORKER_STOPPED',
  'The run was stopped at once, without waiting for its batch: Ctrl-C was pressed twice.',
  (p: { kept: Kept | null }) => {
    const { kept, hint } = keptOf(p.kept);
    return { message: `The run was stopped at once. ${kept}`, hint };
  },
  EXIT.interrupted,
);

export const FEATURE_WORKER_DIED = defineError(
  'FEATURE_WORKER_DIED',
  'A thread that computed features ended without a word: a plugin ended it, or its memory ran out.',
  (p: { clip: string; reason: string }) => ({
    message: `The thread that computed the features of '${p.clip}' ended: ${p.reason}`,
    hint: 'Look at that clip and at the plugins of the config; with --threads 1 the run computes in one thread.',
  }),
  EXIT.internal,
);

export const workerErrors = {
  WORKER_DIED,
  WORKER_STOPPED,
  FEATURE_WORKER_DIED,
} satisfies Readonly<Record<string, CatalogueEntry>>;
