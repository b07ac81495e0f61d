import { join } from 'node:path';
import { loadExperiment } from '../core/config/load.js';
import type { RunEvent } from '../core/events.js';
import { resumeExperiment } from '../core/experiment/resume.js';
import { runExperiment, type RunResult } from '../core/experiment/run.js';
import { openRun } from '../core/runs/reader.js';
import { builtInRegistry } from '../plugins/index.js';
import { dropEmptyLog, moveLog } from './log.js';
import { startRowWorkers } from './startRowWorkers.js';
import type { FromWorker, RunRequest } from './messages.js';

/**
 * Does the run that was asked for.
 *
 * @param signal stops it at its next chance
 * @param tell hears where the run is kept, and when its plan has proved to hold
 * @throws what loading, running and resuming an experiment throw
 */
export async function workOn(
  { work, cache, threads, log }: RunRequest,
  signal: AbortSignal,
  tell: (message: FromWorker) => void,
): Promise<RunResult> {
  let logFile = log;
  const begin = (directory: string): void => {
    if (logFile !== null) logFile = moveLog(logFile, directory);
    tell({ type: 'begun', directory });
  };
  const settings = { signal, threads, startRowWorkers, ...(cache !== undefined && { cache }) };
  try {
    if ('resume' in work) {
      const { resume: directory } = work;
      const sink = ({ type }: RunEvent): void => {
        if (type !== 'run-started' && type !== 'run-resumed') return;
        begin(directory);
        tell({ type: 'under-way' });
      };
      return await resumeExperiment(await openRun(directory), builtInRegistry(), { ...settings, sink });
    }
    const { config, overrides, runsDirectory, family, validationOnly } = work;
    const sink = (event: RunEvent): void => {
      if (event.type === 'run-started') begin(join(runsDirectory, event.run));
      else if (event.type === 'stage-started' && event.stage === 'features') tell({ type: 'under-way' });
    };
    const loaded = await loadExperiment(config, { registry: builtInRegistry(), overrides });
    signal.throwIfAborted();
    return await runExperiment(loaded, {
      runsDirectory,
      ...settings,
      ...(family !== undefined && { family }),
      ...(validationOnly !== undefined && { validationOnly }),
      sink,
    });
  } finally {
    if (logFile !== null) dropEmptyLog(logFile);
  }
}
