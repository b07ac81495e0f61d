import type { RunHandle } from '../worker/startRun.js';

/**
 * Waits for some work around a run, which Ctrl-C (or a polite kill) makes finish its batch, save and end; a second
 * Ctrl-C ends it at once. What the run then fails with says what was kept.
 *
 * @param quiet where a screen is drawn, which says that itself
 */
export async function interruptible<T>(
  run: Pick<RunHandle, 'interrupt' | 'kill'>,
  work: Promise<T>,
  { quiet = false }: { readonly quiet?: boolean } = {},
): Promise<T> {
  let asked = false;
  const stop = (): void => {
    if (asked) {
      run.kill();
      return;
    }
    asked = true;
    run.interrupt();
    if (!quiet) process.stderr.write('\nStopping after this batch; press Ctrl-C again to stop at once.\n');
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await work;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
