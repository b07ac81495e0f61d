import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashPlugin } from '../code/hashPlugin.js';
import type { Experiment } from '../config/experiment.js';
import type { LoadedExperiment } from '../config/load.js';
import { RUN_ALREADY_FINISHED, RUN_BUSY, RUN_RESUME_DIFFERS } from '../errors/runs.js';
import { Random } from '../random.js';
import type { Machine } from '../registry/contracts.js';
import { keptReferences, loadPlugins } from '../registry/loadPlugins.js';
import type { Registry } from '../registry/registry.js';
import { CheckpointFolder } from '../runs/checkpoint.js';
import type { RunRecord } from '../runs/documents/record.js';
import { isThere } from '../runs/files.js';
import { RUN_FILES, WORKING_FILES } from '../runs/layout.js';
import { RunLock } from '../runs/lock.js';
import { isAlive } from '../runs/process.js';
import { openRun, readExperiment, type Run } from '../runs/reader.js';
import { describeSoftware } from '../runs/software.js';
import { RunWriter } from '../runs/writer.js';
import { backendVersion, mendBackend } from './backendVersion.js';
import { conduct, type OpenedRun, type RunResult } from './conduct.js';
import type { RunSettings } from './run.js';

type Difference = Parameters<typeof RUN_RESUME_DIFFERS>[0]['differences'][number];

/**
 * Goes on with a run that died, was interrupted, or failed, in its own directory and from its own resolved experiment.
 * What comes before the training is done again; the training goes on from its last checkpoint. The result has the same
 * bits as that of a run that was never interrupted.
 *
 * @param registry the plugins that intone brings; third parties' are loaded from where the run names them
 * @throws RUN_ALREADY_FINISHED; RUN_BUSY; RUN_RESUME_DIFFERS where the code, a plugin, the backend or the data are not
 *   those that the run was begun with; RUN_DAMAGED; what loading plugins and `runExperiment` throw
 */
export async function resumeExperiment(
  run: Run,
  registry: Registry,
  settings: Omit<RunSettings, 'runsDirectory'> = {},
): Promise<RunResult> {
  const { directory } = run;
  if (run.state === 'finished' && !(await hasLeftovers(directory))) {
    throw RUN_ALREADY_FINISHED({ run: directory });
  }
  const lock = await RunLock.acquire(directory);
  let opened: OpenedRun;
  try {
    opened = await takeUp(directory, lock, registry, settings);
  } catch (error) {
    await lock.release();
    throw error;
  }
  return await conduct(opened);
}

/** Opens a run again, which nobody else can write meanwhile. */
async function takeUp(
  directory: string,
  lock: RunLock,
  registry: Registry,
  { cache, threads = 1, startRowWorkers, sink, signal }: Omit<RunSettings, 'runsDirectory'>,
): Promise<OpenedRun> {
  const run = await openRun(directory);
  const { state, record } = run;
  if (state === 'finished') {
    // Its process died before it had tidied up.
    for (const name of [WORKING_FILES.checkpoint, WORKING_FILES.control]) {
      await rm(join(directory, name), { recursive: true, force: true });
    }
    throw RUN_ALREADY_FINISHED({ run: directory });
  }
  if (state === 'running' && isAlive(record.process) === 'yes') {
    throw RUN_BUSY({ run: directory, ...record.process, thisHost: true });
  }
  const experiment = await readExperiment(run);
  const changed = [...(await softwareDifferences(record)), ...(await pluginDifferences(record))];
  if (changed.length > 0) throw RUN_RESUME_DIFFERS({ run: directory, differences: changed });

  const plugins = registry.copy();
  const references = keptReferences(record.plugins);
  await loadPlugins(references, plugins);
  const backend = backendDifference(record, experiment, plugins, { threads });
  if (backend !== null) throw RUN_RESUME_DIFFERS({ run: directory, differences: [backend] });

  const checkpoints = await CheckpointFolder.open(directory);
  const loaded = loadedAgain(
    directory,
    experiment,
    plugins,
    references.map(({ plugin }) => plugin),
  );
  const writer = await RunWriter.resume(run, lock);
  return {
    loaded,
    run: writer,
    checkpoints,
    resumed: true,
    cache,
    machine: { threads },
    startRowWorkers,
    sink,
    signal,
  };
}

async function hasLeftovers(directory: string): Promise<boolean> {
  const found = await Promise.all(Object.values(WORKING_FILES).map((name) => isThere(join(directory, name))));
  return found.some(Boolean);
}

function loadedAgain(
  directory: string,
  experiment: Experiment,
  registry: Registry,
  plugins: readonly string[],
): LoadedExperiment {
  const where = { file: join(directory, RUN_FILES.experiment) };
  return { experiment, registry, plugins, sources: [], sweep: [], warnings: [], locate: () => where };
}

async function softwareDifferences(record: RunRecord): Promise<readonly Difference[]> {
  const now = await describeSoftware();
  const code = ({ intone: { version, codeHash } }: Pick<RunRecord, 'intone'>): string =>
    `${version} (${codeHash.slice(0, 8)})`;
  const series = ({ node }: Pick<RunRecord, 'node'>): string => node.split('.')[0];
  return [
    differs("intone's code", code(record), code(now), `Install intone ${record.intone.version} as it was.`),
    differs("Node's series", series(record), series(now), `Use Node ${record.node}.`),
    differs('the platform', record.platform, now.platform, 'Go on where the run was begun.'),
  ].filter((difference) => difference !== null);
}

/** A plugin's file that is gone is left to the loading, which says so. */
async function pluginDifferences({ plugins }: RunRecord): Promise<readonly Difference[]> {
  const differences = plugins.map(async ({ source, file, hash }) => {
    if (file === undefined || hash === null || !(await isThere(file))) return null;
    return differs(
      `the plugin '${source}'`,
      hash,
      await hashPlugin(source, file),
      'Bring the old version of it back.',
    );
  });
  return (await Promise.all(differences)).filter((difference) => difference !== null);
}

function backendDifference(
  { backend }: RunRecord,
  experiment: Experiment,
  registry: Registry,
  machine: Machine,
): Difference | null {
  if (backend === null) return null;
  const context = { random: new Random(experiment.seed), warn: () => undefined };
  const version = backendVersion(registry.create('backend', experiment.backend, context), machine);
  const mend = mendBackend(backend.version, version);
  return differs(`the backend '${backend.name}'`, backend.version, version, mend);
}

function differs(what: string, kept: string, now: string, mend: string): Difference | null {
  return kept === now ? null : { what, kept, now, mend };
}
