import type { EventSink } from '../events.js';

/** Milliseconds between two `stage-progress` events, so that a screen is not flooded. */
const INTERVAL = 100;

/** Counts batches over all epochs and says so now and then; the last batch is always told. */
export function batchProgress(emit: EventSink, total: number): () => void {
  let done = 0;
  let told = -Infinity;
  return () => {
    done += 1;
    const now = performance.now();
    if (now - told >= INTERVAL || done === total) {
      told = now;
      emit({ type: 'stage-progress', stage: 'train', done, total, unit: 'batches' });
    }
  };
}
