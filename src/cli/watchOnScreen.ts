import { askRun } from '../core/runs/control.js';
import { followEvents } from '../core/runs/followEvents.js';
import { isAlive } from '../core/runs/process.js';
import { openRun, type Run } from '../core/runs/reader.js';
import { pacedEvents } from './pacedEvents.js';

/**
 * Shows a run full screen, as it goes on or as it was, until it is closed. A run that is under way can be asked for
 * what its own screen can, and goes on when this one is closed.
 *
 * @param speed how many times as fast as it was
 */
export async function watchOnScreen({ directory, state }: Run, speed: number): Promise<void> {
  const { showRun } = await import('../tui/runScreen.js');
  const closing = new AbortController();
  try {
    const { reason } = await showRun({
      events: pacedEvents(followEvents(directory, closing.signal), speed, closing.signal),
      control: state === 'running' ? (request) => askRun(directory, request) : null,
      stdout: process.stdout,
      stdin: process.stdin,
    });
    if (reason === 'aborted') await endAtOnce(directory);
  } finally {
    closing.abort();
  }
}

/** Ends the process of a run on this machine; one on another was asked to save and stop, which is all that can be done. */
async function endAtOnce(directory: string): Promise<void> {
  const { record } = await openRun(directory);
  if (isAlive(record.process) === 'yes') process.kill(record.process.pid, 'SIGKILL');
}
