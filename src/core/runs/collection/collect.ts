import { join } from 'node:path';
import { isIntoneError, type IntoneError } from '../../errors/entry.js';
import type { RunMetrics } from '../documents/metrics.js';
import type { RunRecord } from '../documents/record.js';
import { listRuns } from '../find.js';
import { readExperiment, readMetrics, requireFinished, type Run, type RunState } from '../reader.js';
import { readAnnotations, type Annotations } from './annotations.js';
import { configLeaves, type Leaf } from './configLeaves.js';

/** A run directory among others, as far as it could be read. */
export interface CollectedRun {
  readonly name: string;
  readonly directory: string;
  /** `damaged`: a file that the run must have is missing or not as intone writes it. */
  readonly state: RunState | 'damaged';
  /** ISO 8601, UTC; of a run whose record cannot be read, by its directory's name. */
  readonly started: string;
  /** What is damaged, a sentence each; tags and notes that cannot be read do not damage the run. */
  readonly problems: readonly string[];
  /** Null where it cannot be read; so are metrics and config. */
  readonly run: Run | null;
  readonly record: RunRecord | null;
  readonly annotations: Annotations;
  /** Null also where the run did not finish, or they were not asked for. */
  readonly metrics: RunMetrics | null;
  /** Null also where it was not asked for. */
  readonly config: ReadonlyMap<string, Leaf> | null;
}

/** Which documents of each run are read; the record and the annotations always are. */
export interface Wanted {
  readonly metrics: boolean;
  readonly config: boolean;
}

/**
 * Every run of a folder in the order in which they were started, what is damaged among them.
 *
 * @throws RUN_FILE_UNREADABLE where the folder itself cannot be read
 */
export async function collectRuns(runsDirectory: string, wanted: Wanted): Promise<readonly CollectedRun[]> {
  const { runs, damaged } = await listRuns(runsDirectory);
  const collected: CollectedRun[] = [];
  for (const run of runs) collected.push(await collect(run, wanted));
  for (const { name, error } of damaged) {
    const directory = join(runsDirectory, name);
    collected.push({ ...NOTHING, name, directory, started: startOf(name), problems: [error.message] });
  }
  return collected.sort((a, b) => Date.parse(a.started) - Date.parse(b.started));
}

const NOTHING: Omit<CollectedRun, 'name' | 'directory' | 'started' | 'problems'> = {
  state: 'damaged',
  run: null,
  record: null,
  annotations: { tags: [], notes: [] },
  metrics: null,
  config: null,
};

async function collect(run: Run, wanted: Wanted): Promise<CollectedRun> {
  const errors: IntoneError[] = [];
  const attempt = async <T>(read: (run: Run) => Promise<T>): Promise<T | null> =>
    read(run).catch((error: unknown) => {
      if (!isIntoneError(error)) throw error;
      errors.push(error);
      return null;
    });
  const finished = run.state === 'finished';
  if (finished) await attempt(requireFinished);
  const whole = errors.length === 0;
  const metrics = wanted.metrics && finished && whole ? await attempt(readMetrics) : null;
  const experiment = wanted.config && whole ? await attempt(readExperiment) : null;
  const damaged = errors.length > 0;
  const annotations = (await attempt(readAnnotations)) ?? NOTHING.annotations;
  return {
    name: run.name,
    directory: run.directory,
    state: damaged ? 'damaged' : run.state,
    started: run.record.started,
    problems: errors.map(({ message }) => message),
    run,
    record: run.record,
    annotations,
    metrics,
    config: experiment && configLeaves(experiment),
  };
}

/** `20261122T163000Z`, the beginning of a run's name, as ISO 8601 has it. */
function startOf(name: string): string {
  return name.replace(/^(....)(..)(..)T(..)(..)(..)Z.*$/, '$1-$2-$3T$4:$5:$6Z');
}
