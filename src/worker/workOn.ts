import { join } from 'node:path';
import { loadExperiment } from '../core/config/load.js';
import type { RunEvent } from '../core/events.js';
import { runExperiment, type RunResult } from '../core/experiment/run.js';
import { builtInRegistry } from '../plugins/index.js';
import { dropEmptyLog, moveLog } from './log.js';
import type { FromWorker, RunRequest } from './messages.js';

/**
 * Does the run that was asked for.
 *
 * @param signal stops it at its next chance
 * @param tell hears where the run is kept, and when its plan has proved to hold
 * @throws what loading and running an experiment throw
 */
export async function workOn(
  { config, overrides, runsDirectory, cache, log }: RunRequest,
  signal: AbortSignal,
  tell: (message: FromWorker) => void,
): Promise<RunResult> {
  let logFile = log;
  const sink = (event: RunEvent): void => {
    if (event.type === 'run-started') {
      const directory = join(runsDirectory, event.run);
      if (logFile !== null) logFile = moveLog(logFile, directory);
      tell({ type: 'begun', directory });
    } else if (event.type === 'stage-started' && event.stage === 'features') tell({ type: 'under-way' });
  };
  try {
    const loaded = await loadExperiment(config, { registry: builtInRegistry(), overrides });
    signal.throwIfAborted();
    return await runExperiment(loaded, {
      runsDirectory,
      sink,
      signal,
      ...(cache !== undefined && { cache }),
    });
  } finally {
    if (logFile !== null) dropEmptyLog(logFile);
  }
}
