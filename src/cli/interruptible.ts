import { EXIT } from '../core/errors.js';

/**
 * Does some work that Ctrl-C (or a polite kill) stops at its next chance; a second Ctrl-C ends the process at once.
 * What the work then throws says what was kept.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
    process.stderr.write('\nStopping; press Ctrl-C again to stop at once.\n');
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
