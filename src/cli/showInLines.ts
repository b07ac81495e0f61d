import type { RunResult } from '../core/experiment/run.js';
import { followEvents } from '../core/runs/followEvents.js';
import type { RunHandle } from '../worker/startRun.js';
import { ProgressLines } from './progressLines.js';
import { progressScreen } from './screen.js';

/**
 * Shows a run line by line on stderr until it ends.
 *
 * @param since milliseconds since 1970: what a resumed run did before is not shown again
 * @throws what the run failed with
 */
export async function showInLines(run: RunHandle, since: number): Promise<RunResult> {
  const lines = new ProgressLines(progressScreen(), { since });
  const [ended, followed] = await Promise.allSettled([run.finished, follow(run, since, lines)]);
  lines.close();
  // A run that turned out not to be possible has removed what was being followed: its own error counts.
  if (ended.status === 'rejected') throw ended.reason;
  if (followed.status === 'rejected') throw followed.reason;
  return ended.value;
}

async function follow({ directory }: RunHandle, since: number, lines: ProgressLines): Promise<void> {
  for await (const event of followEvents(await directory)) {
    lines.show(event);
    const last = event.type === 'run-finished' || event.type === 'run-failed';
    if (last && event.time >= since) return;
  }
}
