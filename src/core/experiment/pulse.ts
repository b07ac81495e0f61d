import type { EventSink } from '../events.js';
import { isIntoneError } from '../errors/entry.js';

/** Milliseconds. */
const BEAT = 2000;

/**
 * Tells every two seconds what the process takes of the machine.
 *
 * @returns ends it
 */
export function startPulse(emit: EventSink): () => void {
  let since = performance.now();
  let spent = process.cpuUsage();
  const timer = setInterval(() => {
    const now = performance.now();
    const { user, system } = process.cpuUsage(spent);
    const cpuPercent = ((user + system) / 1000 / (now - since)) * 100;
    since = now;
    spent = process.cpuUsage();
    try {
      emit({ type: 'system', rssBytes: process.memoryUsage.rss(), cpuPercent });
    } catch (error) {
      // Where the events cannot be written, the run's own next one says so.
      if (!isIntoneError(error)) throw error;
    }
  }, BEAT);
  return () => {
    clearInterval(timer);
  };
}
