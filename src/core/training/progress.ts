import type { EventSink } from '../events.js';

/** Milliseconds between two `stage-progress` events, so that a screen is not flooded. */
const INTERVAL = 100;

/** What a batch came to, for those who watch. */
export interface BatchReport {
  /** Mean weighted loss. */
  readonly loss: number;
  readonly rows: number;
  /** What it took. */
  readonly seconds: number;
}

/**
 * Counts batches over all epochs and says so now and then; the last batch is always told.
 *
 * @param done batches that were done before, in a training that is taken up again
 */
export function batchProgress(emit: EventSink, total: number, done = 0): (report: BatchReport) => void {
  let told = -Infinity;
  let rows = 0;
  let seconds = 0;
  return (report) => {
    done += 1;
    rows += report.rows;
    seconds += report.seconds;
    const now = performance.now();
    if (now - told < INTERVAL && done < total) return;
    told = now;
    const rowsPerSecond = seconds > 0 ? rows / seconds : 0;
    const { loss } = report;
    emit({ type: 'stage-progress', stage: 'train', done, total, unit: 'batches', loss, rowsPerSecond });
    rows = 0;
    seconds = 0;
  };
}
