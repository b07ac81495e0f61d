import type { LoadedExperiment } from '../config/load.js';
import { VALIDATION_ONLY_FITTED } from '../errors/honesty.js';
import type { EventSink } from '../events.js';
import { CheckpointFolder } from '../runs/checkpoint.js';
import { usedPlugins } from '../runs/usedPlugins.js';
import type { RunFamily } from '../runs/documents/record.js';
import { RunWriter } from '../runs/writer.js';
import type { StartRowWorkers } from './rowWorkers.js';
import { conduct, type RunResult } from './conduct.js';

export type { RunResult } from './conduct.js';

export interface RunSettings {
  /** The folder that the run's own is made in. */
  readonly runsDirectory: string;
  /** Folder of the feature cache; absent: features are computed anew and not kept. */
  readonly cache?: string;
  /** Threads that may compute at once. Default: 1. */
  readonly threads?: number;
  /** Starts threads that compute features; absent: they are computed in this one. */
  readonly startRowWorkers?: StartRowWorkers;
  /** Hears every event after it was kept, but for the warnings that came with the loaded config. */
  readonly sink?: EventSink;
  /** The family that the run is a member of. */
  readonly family?: RunFamily;
  /** Leaves the held-out part closed: no predictions, no metrics, no look in the ledger. Default: false. */
  readonly validationOnly?: boolean;
  /** Stops the run at its next chance: training saves itself after the batch. */
  readonly signal?: AbortSignal;
}

/**
 * Runs an experiment: data → split → features → scale → sample → train → evaluate → gate → save. Whether the gate is
 * passed stands in the verdict and is no failure of the run.
 *
 * The run's directory is made first and says `running`; `finished` is the last thing that is written. A run that
 * fails before its first feature is computed (a missing folder, parts that do not fit) leaves no directory; one that
 * ends later keeps it and says `failed` or `interrupted`, and can be resumed. Meanwhile it does what its `control`
 * file asks.
 *
 * @throws VALIDATION_ONLY_FITTED, RUN_WRITE_FAILED, RUN_INTERRUPTED (exit 130), and what the stages throw
 */
export async function runExperiment(loaded: LoadedExperiment, settings: RunSettings): Promise<RunResult> {
  const { experiment, registry, sources } = loaded;
  const {
    runsDirectory,
    cache,
    threads = 1,
    startRowWorkers,
    family,
    validationOnly,
    sink,
    signal,
  } = settings;
  if (validationOnly === true && experiment.train.fitOn === 'train+validation') {
    throw VALIDATION_ONLY_FITTED(undefined);
  }
  const plugins = await usedPlugins(experiment, registry);
  const run = await RunWriter.begin({ runsDirectory, experiment, sources, plugins, family, validationOnly });
  const checkpoints = await CheckpointFolder.open(run.directory);
  return await conduct({
    loaded,
    run,
    checkpoints,
    resumed: false,
    cache,
    machine: { threads },
    startRowWorkers,
    sink,
    signal,
  });
}
