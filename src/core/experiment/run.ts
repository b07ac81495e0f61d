import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CacheTally, FeatureCache } from '../cache/featureCache.js';
import { openFeatureCache } from '../cache/openCache.js';
import type { LoadedExperiment } from '../config/load.js';
import { EXIT, IntoneErrors, isIntoneError, type IntoneError } from '../errors/entry.js';
import { RUN_INTERRUPTED } from '../errors/runs.js';
import { EVENTS_VERSION, STAGES, type EventSink } from '../events.js';
import { judge } from '../gate/judge.js';
import type { Verdict } from '../gate/verdict.js';
import { Random } from '../random.js';
import { formatJson } from '../runs/documents/json.js';
import type { RunMetrics } from '../runs/documents/metrics.js';
import type { Pipeline } from '../runs/documents/pipeline.js';
import { formatPredictions } from '../runs/documents/predictions.js';
import type { RunRecord } from '../runs/documents/record.js';
import { formatSplit } from '../runs/documents/split.js';
import { RUN_FILES } from '../runs/layout.js';
import { usedPlugins } from '../runs/usedPlugins.js';
import { RunWriter } from '../runs/writer.js';
import { evaluateRun, type Evaluation } from './evaluateRun.js';
import { extractFeatures, type ExtractedFeatures } from './features.js';
import { describePipeline } from './pipeline.js';
import { planExperiment, type Plan } from './plan.js';
import { createPlugins, type ExperimentPlugins } from './plugins.js';
import { dimensions, partition } from './rows.js';
import { Stages } from './stages.js';
import { trainRun, type TrainedRun } from './trainRun.js';

export interface RunSettings {
  /** The folder that the run's own is made in. */
  readonly runsDirectory: string;
  /** Folder of the feature cache; absent: features are computed anew and not kept. */
  readonly cache?: string;
  /** Hears every event after it was kept, but for the warnings that came with the loaded config. */
  readonly sink?: EventSink;
  /** Stops the run at its next chance. */
  readonly signal?: AbortSignal;
}

export interface RunResult {
  readonly directory: string;
  readonly verdict: Verdict;
  readonly metrics: RunMetrics;
}

/** A run under way, as its steps share it. */
interface Running {
  readonly loaded: LoadedExperiment;
  readonly thirdParties: RunRecord['plugins'];
  readonly plugins: ExperimentPlugins;
  readonly run: RunWriter;
  readonly stages: Stages;
  readonly cache: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs an experiment: data → split → features → scale → sample → train → evaluate → gate → save. Whether the gate is
 * passed stands in the verdict and is no failure of the run.
 *
 * The run's directory is made first and says `running`; `finished` is the last thing that is written. A run that
 * fails before its first feature is computed (a missing folder, parts that do not fit) leaves no directory; one that
 * ends later keeps it and says `failed` or `interrupted`.
 *
 * @throws RUN_WRITE_FAILED, RUN_INTERRUPTED or TRAINING_INTERRUPTED (exit 130), and what the stages throw
 */
export async function runExperiment(loaded: LoadedExperiment, settings: RunSettings): Promise<RunResult> {
  const { experiment, registry, sources } = loaded;
  const { runsDirectory, cache, sink, signal } = settings;
  const thirdParties = await usedPlugins(experiment, registry);
  const run = await RunWriter.begin({ runsDirectory, experiment, sources, plugins: thirdParties });
  const stages = new Stages((event) => {
    run.record(event);
    sink?.(event);
  }, signal);
  try {
    const plugins = createPlugins(experiment, registry, (message) => {
      stages.warn(message);
    });
    return await runStages({ loaded, thirdParties, plugins, run, stages, cache, signal });
  } catch (thrown) {
    const error = signal?.aborted === true ? interruption(thrown, stages) : thrown;
    await keepFailure(run, stages, error);
    throw error;
  }
}

async function runStages(running: Running): Promise<RunResult> {
  const { loaded, plugins, run, stages, signal } = running;
  const { experiment } = loaded;
  const { classes } = plugins.dataset;
  const random = new Random(experiment.seed);
  const began = performance.now();
  await announce(running);

  const plan = await planExperiment(loaded, plugins, stages);
  const features = await stages.run('features', () => extract(plan, running), describeFeatures);
  await keepData(running, plan, features);

  // The held-out rows go past the training, to the evaluate stage alone.
  const { test: heldOut, ...working } = partition({ ...features, classes: classes.length }, features.parts);
  const trained = await trainRun({ experiment, plugins, working, random, stages, signal });
  const evaluation = await stages.run(
    'evaluate',
    () => {
      const { validation } = working;
      return evaluateRun({ experiment, plugins, trained, validation, heldOut, random, emit: stages.emit });
    },
    ({ metrics }) => `${metrics.validation.rows} validation clips, ${metrics.test.rows} held-out clips`,
  );
  const { metrics } = evaluation;
  const verdict = await stages.run(
    'gate',
    () => judge(experiment.gate, metrics, classes),
    ({ summary }) => summary,
  );
  const failed = verdict.checks.filter(({ passed, level }) => !passed && level === 'error').length;
  const { passed, checks: results } = verdict;
  stages.emit({ type: 'gate-judged', passed, checks: results.length, failed, results });

  const pipeline = describePipeline(
    experiment,
    classes,
    working.validation.table,
    trained,
    running.thirdParties,
  );
  await stages.run(
    'save',
    () => save(running, { trained, pipeline, evaluation, verdict }),
    () => run.directory,
  );
  stages.emit({ type: 'run-finished', passed: verdict.passed, seconds: (performance.now() - began) / 1000 });
  await run.finish(verdict.passed);
  return { directory: run.directory, verdict, metrics };
}

/** Says what run this is, and keeps what the config's checks warned of. */
async function announce({ loaded, plugins, run, stages }: Running): Promise<void> {
  const { experiment, warnings } = loaded;
  stages.emit({
    type: 'run-started',
    version: EVENTS_VERSION,
    run: basename(run.directory),
    name: experiment.name,
    seed: experiment.seed,
    backend: experiment.backend.use,
    classes: [...plugins.dataset.classes],
    epochs: experiment.train.epochs,
    stages: [...STAGES],
    gate: experiment.gate.map(({ classes, ...check }) => ({
      ...check,
      ...(classes && { classes: [...classes] }),
    })),
  });
  for (const { message, where } of warnings) {
    // Whoever loaded the config has shown them already; the run keeps them.
    const place = [where.file, where.line, where.column].filter((part) => part !== undefined).join(':');
    run.record({ type: 'warning', message: `${place}: ${message}` });
  }
  await run.note({ backend: { name: experiment.backend.use, version: plugins.backend.version } });
}

async function extract(plan: Plan, running: Running): Promise<ExtractedFeatures> {
  const { loaded, plugins, stages, signal } = running;
  return await extractFeatures({
    dataset: plugins.dataset,
    path: plugins.path,
    cache: await openCache(running),
    clips: plan.clips,
    parts: plan.parts,
    defects: plan.defects,
    policy: loaded.experiment.badClips,
    emit: stages.emit,
    ...(signal && { signal }),
  });
}

async function openCache({ cache, loaded, plugins, stages }: Running): Promise<FeatureCache | null> {
  if (cache === undefined) return null;
  return await openFeatureCache({
    folder: cache,
    uses: loaded.experiment,
    registry: loaded.registry,
    path: plugins.path,
    warn: (message) => {
      stages.warn(message);
    },
  });
}

/** Keeps which clips the run is about: those that were skipped stand in split.csv too, in no part. */
async function keepData({ plugins, run }: Running, plan: Plan, features: ExtractedFeatures): Promise<void> {
  const partOf = new Map(features.clips.map(({ id }, index) => [id, features.parts[index]]));
  const parts = plan.clips.map(({ id }) => partOf.get(id) ?? null);
  await run.write(RUN_FILES.split, formatSplit(plan.clips, parts, plugins.dataset.columns));
  await run.note({ dataHash: features.dataHash });
}

interface Results {
  readonly trained: TrainedRun;
  readonly pipeline: Pipeline;
  readonly evaluation: Evaluation;
  readonly verdict: Verdict;
}

async function save({ run }: Running, { trained, pipeline, evaluation, verdict }: Results): Promise<void> {
  await run.writeModel(async (directory) => {
    await trained.network.save(directory);
    await writeFile(join(directory, basename(RUN_FILES.pipeline)), formatJson(pipeline));
  });
  trained.network.dispose();
  await run.write(RUN_FILES.metrics, formatJson(evaluation.metrics));
  await run.write(RUN_FILES.predictions, formatPredictions(evaluation.parts, pipeline.classes));
  await run.write(RUN_FILES.verdict, formatJson(verdict));
}

function describeFeatures({ table, seconds, defects, cached }: ExtractedFeatures): string {
  const { rows, steps, columns } = dimensions(table);
  const shape =
    table.shape.length === 3 ? `up to ${steps} steps of ${columns} columns` : `${columns} columns`;
  const skipped = defects.length === 0 ? '' : `, ${defects.length} skipped`;
  const audio = `${(seconds / 60).toFixed(1)} min of audio`;
  return `${rows.toLocaleString('en')} clips, ${audio}, ${shape}${skipped}${describeCached(cached)}`;
}

function describeCached(cached: CacheTally | null): string {
  if (cached === null) return '';
  const found = cached.found === 0 ? '' : `, ${cached.found.toLocaleString('en')} from the cache`;
  const damaged = cached.damaged === 0 ? '' : `, ${cached.damaged} damaged cache entries made anew`;
  return found + damaged;
}

/** The error of a run that was stopped, whatever the stage made of the signal. */
function interruption(thrown: unknown, { current }: Stages): IntoneError {
  if (isIntoneError(thrown) && thrown.exit === EXIT.interrupted) return thrown;
  return RUN_INTERRUPTED({ stage: current });
}

/** Says in the run how it ended; where that fails too (the disk is full), the first error is the one that counts. */
async function keepFailure(run: RunWriter, stages: Stages, error: unknown): Promise<void> {
  const { code, message } = describeError(error);
  const interrupted = isIntoneError(error) && error.exit === EXIT.interrupted;
  await unlessUnwritable(() => {
    stages.emit({ type: 'run-failed', code, message });
  });
  await unlessUnwritable(async () => {
    if (interrupted) await run.interrupt({ code, message });
    else if (stages.beforeFeatures) await run.discard();
    else await run.fail({ code, message });
  });
}

async function unlessUnwritable(work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isIntoneError(error)) throw error;
  }
}

function describeError(error: unknown): { code: string; message: string } {
  if (isIntoneError(error)) return { code: error.code, message: error.message };
  if (error instanceof IntoneErrors) return { code: error.errors[0].code, message: error.message };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
