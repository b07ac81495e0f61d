import { watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventLine } from '../../core/events.js';
import { runNames } from '../../core/runs/find.js';
import { followEvents } from '../../core/runs/followEvents.js';
import { RUN_FILES } from '../../core/runs/layout.js';
import { openRun, readMetrics, type Run } from '../../core/runs/reader.js';

/** Metrics by name; null where one is not defined. */
export type Figures = Readonly<Record<string, number | null>>;

/** What the collection screen reads of a folder of runs, and all that it reads. */
export interface RunSource {
  /** The run directories' names, sorted, the oldest first. */
  readonly names: () => Promise<readonly string[]>;
  /** Changes whenever the run's record does. */
  readonly stamp: (name: string) => Promise<string>;
  /** @throws what core's `openRun` throws for a damaged run */
  readonly open: (name: string) => Promise<Run>;
  /** A finished run's metrics on the held-out part. */
  readonly heldOut: (run: Run) => Promise<Figures>;
  /** A run's events from the first on, going on while the run does. */
  readonly events: (name: string, signal: AbortSignal) => AsyncIterable<EventLine>;
  /** Calls back when a run comes or goes, where the system tells of it; the function returned ends that. */
  readonly watch: (changed: () => void) => () => void;
}

/** The runs of a folder; one that does not exist (yet) holds none. */
export function runsOnDisk(runsDirectory: string): RunSource {
  const directoryOf = (name: string): string => join(runsDirectory, name);
  return {
    names: () => runNames(runsDirectory),
    stamp: async (name) => {
      const found = await stat(join(directoryOf(name), RUN_FILES.record)).catch(() => null);
      return found === null ? 'missing' : `${found.mtimeMs}/${found.size}`;
    },
    open: (name) => openRun(directoryOf(name)),
    heldOut: async (run) => {
      const overall = (await readMetrics(run)).test?.overall ?? {};
      return Object.fromEntries(Object.entries(overall).map(([metric, { value }]) => [metric, value]));
    },
    events: (name, signal) => followEvents(directoryOf(name), signal),
    watch: (changed) => watchFolder(runsDirectory, changed),
  };
}

/** Where watching is not possible (a network folder, no such folder yet), the collection's regular look is all there is. */
function watchFolder(runsDirectory: string, changed: () => void): () => void {
  try {
    const watcher = watch(runsDirectory, { persistent: false });
    watcher.on('change', changed);
    watcher.on('error', () => undefined);
    return () => {
      watcher.close();
    };
  } catch {
    return () => undefined;
  }
}
