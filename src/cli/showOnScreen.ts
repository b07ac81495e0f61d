import type { RunResult } from '../core/experiment/run.js';
import { askRun } from '../core/runs/control.js';
import { isThere } from '../core/runs/files.js';
import { followEvents } from '../core/runs/followEvents.js';
import type { RunScreenEnd } from '../tui/runScreen.js';
import type { RunHandle } from '../worker/startRun.js';

/**
 * Shows a run full screen until it ends or its viewer leaves it.
 *
 * @returns null where the run was left: it goes on by itself
 * @throws what the run failed with; what the screen failed with, and the run goes on
 */
export async function showOnScreen(run: RunHandle): Promise<RunResult | null> {
  const directory = await run.directory;
  const reason = await showUntilClosed(run, directory).catch(async (error: unknown) => {
    // A run that turned out not to be possible has removed what was being followed: its own error counts.
    if (!(await isThere(directory))) return 'ended';
    run.leave();
    process.stderr.write(`The run goes on in ${directory}\n`);
    throw error;
  });
  if (reason === 'aborted') run.kill();
  if (reason !== 'left') return await run.finished;
  run.leave();
  return null;
}

async function showUntilClosed(run: RunHandle, directory: string): Promise<RunScreenEnd['reason']> {
  const { showRun } = await import('../tui/runScreen.js');
  const following = new AbortController();
  try {
    const { reason } = await showRun({
      events: followEvents(directory, following.signal),
      control: (request) => {
        if (request !== 'interrupt') return askRun(directory, request);
        run.interrupt();
      },
      stdout: process.stdout,
      stdin: process.stdin,
      closeAtEnd: true,
    });
    return reason;
  } finally {
    following.abort();
  }
}
