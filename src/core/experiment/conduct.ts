import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { openFeatureCache } from '../cache/openCache.js';
import { impurePlugins } from '../cache/recipe.js';
import type { RowCache } from '../cache/rowCache.js';
import type { LoadedExperiment } from '../config/load.js';
import { RUN_RESUME_DIFFERS } from '../errors/runs.js';
import { EVENTS_VERSION, STAGES, type EventSink } from '../events.js';
import { judge } from '../gate/judge.js';
import type { Verdict } from '../gate/verdict.js';
import { Random } from '../random.js';
import type { Machine } from '../registry/contracts.js';
import type { CheckpointFolder } from '../runs/checkpoint.js';
import { formatJson } from '../runs/documents/json.js';
import { metricsByPart, type RunMetrics } from '../runs/documents/metrics.js';
import type { Pipeline } from '../runs/documents/pipeline.js';
import { formatPredictions } from '../runs/documents/predictions.js';
import { formatSplit } from '../runs/documents/split.js';
import { readIfThere } from '../runs/files.js';
import { RUN_FILES } from '../runs/layout.js';
import type { RunWriter } from '../runs/writer.js';
import { fitBaselines, type Baselines } from './baselines.js';
import { backendVersion } from './backendVersion.js';
import { endOfRun } from './endOfRun.js';
import { describeFeatures } from './describeFeatures.js';
import { evaluateRun, type Evaluation } from './evaluateRun.js';
import { extractFeatures, type ExtractedFeatures } from './features.js';
import { ClipTrail } from '../runs/clipTrail.js';
import { HeldOutLook, reportLeaks } from './heldOut.js';
import { omittedClasses } from './omittedClasses.js';
import { describePipeline } from './pipeline.js';
import { planExperiment, type Plan } from './plan.js';
import { createPlugins, type ExperimentPlugins } from './plugins.js';
import { startPulse } from './pulse.js';
import { partition } from './rows.js';
import { rowRecipe, type RowWorkersOffer, type StartRowWorkers } from './rowWorkers.js';
import { RunControl } from './runControl.js';
import { Stages } from './stages.js';
import { unheardSpeakers } from './unheard.js';
import { trainRun, type TrainedRun } from './trainRun.js';

/** What the events name as the backend of a model that is fitted without one. */
const NO_BACKEND = 'none';

export interface RunResult {
  readonly directory: string;
  readonly verdict: Verdict;
  readonly metrics: RunMetrics;
}

/** A run whose directory is there, begun anew or taken up again. */
export interface OpenedRun {
  readonly loaded: LoadedExperiment;
  readonly run: RunWriter;
  readonly checkpoints: CheckpointFolder;
  /** Whether it was begun before. */
  readonly resumed: boolean;
  /** Folder of the feature cache; absent: features are computed anew and not kept. */
  readonly cache: string | undefined;
  readonly machine: Machine;
  /** Absent: features are computed in one thread. */
  readonly startRowWorkers: StartRowWorkers | undefined;
  readonly sink: EventSink | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A run under way, as its steps share it. */
interface Running extends Omit<OpenedRun, 'sink' | 'signal'> {
  readonly plugins: ExperimentPlugins;
  readonly stages: Stages;
  readonly control: RunControl;
}

/** Takes a run through its stages to its end, whatever that is, and keeps how it ended. */
export async function conduct({ sink, signal, ...opened }: OpenedRun): Promise<RunResult> {
  const { run, loaded, resumed } = opened;
  const emit: EventSink = (event) => {
    run.record(event);
    sink?.(event);
  };
  const control = new RunControl(run.directory, emit, signal);
  const stages = new Stages(emit, control.signal);
  const stopPulse = startPulse(emit);
  /** No event may follow the last one. */
  const fallSilent = (): void => {
    control.close();
    stopPulse();
  };
  const began = performance.now();
  try {
    const plugins = createPlugins(loaded.experiment, loaded.registry, (message) => {
      stages.warn(message);
    });
    const result = await runStages({ ...opened, plugins, stages, control });
    const { passed } = result.verdict;
    fallSilent();
    emit({ type: 'run-finished', passed, seconds: (performance.now() - began) / 1000 });
    await run.finish(passed);
    return result;
  } catch (thrown) {
    fallSilent();
    throw await endOfRun(thrown, { run, stages, resumed, interrupted: control.signal.aborted });
  }
}

async function runStages(running: Running): Promise<RunResult> {
  const { loaded, plugins, run, checkpoints, stages, control, machine } = running;
  const { experiment } = loaded;
  const { classes } = plugins.dataset;
  const random = new Random(experiment.seed);
  await announce(running);

  const plan = await planExperiment(loaded, plugins, stages);
  const features = await stages.run(
    'features',
    () => extract(plan, running),
    (made) => describeFeatures(made) + describeUncached(running),
  );
  await keepData(running, plan, features);
  const about = { run, experiment, plugins, plan, features, stages };
  await run.write(RUN_FILES.leaks, formatJson(await reportLeaks(about, control.signal)));
  const look = run.kept.validationOnly === true ? null : new HeldOutLook(about);
  await look?.foresee();

  // The held-out rows go past the training, to the evaluate stage alone.
  const { test: heldOut, ...working } = partition({ ...features, classes: classes.length }, features.parts);
  const trained = await trainRun({
    experiment,
    plugins,
    working,
    random,
    stages,
    control,
    checkpoints,
    machine,
  });
  const { stoppedAfter } = trained;
  if (stoppedAfter !== null) await run.note({ stoppedAfterEpoch: stoppedAfter });
  const evaluation = await stages.run(
    'evaluate',
    async () => {
      const { validation } = working;
      const unheard = unheardSpeakers(features.clips, features.parts);
      const { emit } = stages;
      const baselines = await baselinesOf(running, trained, random);
      const job = { experiment, plugins, trained, validation, unheard, baselines, random, emit };
      if (look === null) return evaluateRun({ ...job, heldOut: null });
      await look.open();
      const made = evaluateRun({ ...job, heldOut });
      await look.score(made.metrics);
      return made;
    },
    ({ metrics }) => `${validationClips(metrics)}, ${heldOutClips(metrics, look)}`,
  );
  const { metrics } = evaluation;
  const verdict = await stages.run(
    'gate',
    () =>
      judge(experiment.gate, metricsByPart(metrics), classes, {
        omitted: omittedClasses(plugins.dataset),
        looks: look?.looks ?? null,
        claims: plan.claims,
        validationOnly: look === null,
      }),
    ({ summary }) => summary,
  );
  const failed = verdict.checks.filter(({ passed, level }) => !passed && level === 'error').length;
  const { passed, checks: results } = verdict;
  stages.emit({ type: 'gate-judged', passed, checks: results.length, failed, results });

  const { inputs } = working.validation;
  const pipeline = describePipeline(experiment, plugins, inputs, trained, run.kept.plugins);
  await stages.run(
    'save',
    () => save(running, { trained, pipeline, evaluation, verdict }),
    () => run.directory,
  );
  return { directory: run.directory, verdict, metrics };
}

/** Says what run this is and where it goes on, and keeps what the config's checks warned of. */
async function announce({
  loaded,
  plugins,
  run,
  checkpoints,
  resumed,
  stages,
  machine,
}: Running): Promise<void> {
  const { experiment, warnings } = loaded;
  const isNetwork = plugins.model.type === 'network';
  if (run.isSilent) {
    stages.emit({
      type: 'run-started',
      version: EVENTS_VERSION,
      run: basename(run.directory),
      name: experiment.name,
      seed: experiment.seed,
      backend: isNetwork ? experiment.backend.use : NO_BACKEND,
      ...(isNetwork && loaded.backendReason !== undefined && { backendReason: loaded.backendReason }),
      classes: [...plugins.dataset.classes],
      epochs: isNetwork ? experiment.train.epochs : 0,
      stages: [...STAGES],
      gate: experiment.gate.map(({ classes, ...check }) => ({
        ...check,
        ...(classes && { classes: [...classes] }),
      })),
    });
  }
  if (resumed) {
    stages.emit({ type: 'run-resumed', epoch: checkpoints.latest?.snapshot.history.length ?? 0 });
    checkpoints.problems.forEach((problem) => {
      stages.warn(problem);
    });
  }
  for (const { message, where } of warnings) {
    // Whoever loaded the config has shown them already; the run keeps them.
    const place = [where.file, where.line, where.column].filter((part) => part !== undefined).join(':');
    run.record({ type: 'warning', message: `${place}: ${message}` });
  }
  if (!isNetwork) return;
  const version = backendVersion(plugins.backend, machine);
  await run.note({ backend: { name: experiment.backend.use, version } });
}

async function baselinesOf(
  { loaded, plugins, stages: { emit } }: Running,
  { fitted: training }: TrainedRun,
  random: Random,
): Promise<Baselines | null> {
  if (loaded.experiment.baselines === false) return null;
  const { dataset, linear } = plugins;
  const { classes } = dataset;
  return await fitBaselines({ training, classes, linear, random: random.fork('baselines'), emit });
}

async function extract(plan: Plan, running: Running): Promise<ExtractedFeatures> {
  const { loaded, plugins, run, stages, control } = running;
  const cache = await openCache(running);
  const trail = new ClipTrail(run.directory);
  try {
    return await extractFeatures({
      dataset: plugins.dataset,
      path: plugins.path,
      cache,
      clips: plan.clips,
      parts: plan.parts,
      defects: plan.defects,
      policy: loaded.experiment.badClips,
      workers: offeredWorkers(running),
      onClip: (clip) => {
        if (clip === null) trail.leave();
        else trail.enter(clip.id);
      },
      emit: stages.emit,
      signal: control.signal,
    });
  } finally {
    trail.close();
  }
}

/** The threads of the machine, where the features can be computed in any order. */
function offeredWorkers({ loaded, run, machine, startRowWorkers }: Running): RowWorkersOffer | undefined {
  const recipe = rowRecipe(loaded.experiment, loaded.registry);
  if (recipe === null || startRowWorkers === undefined) return undefined;
  const { threads } = machine;
  return { threads, start: (count) => startRowWorkers(recipe, count, run.directory) };
}

async function openCache({ cache, loaded, plugins, stages }: Running): Promise<RowCache | null> {
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

/**
 * Keeps which clips the run is about: those that were skipped stand in split.csv too, in no part. A resumed run must
 * be about the same ones.
 *
 * @throws RUN_RESUME_DIFFERS
 */
async function keepData({ plugins, run }: Running, plan: Plan, features: ExtractedFeatures): Promise<void> {
  const partOf = new Map(features.clips.map(({ id }, index) => [id, features.parts[index]]));
  const parts = plan.clips.map(({ id }) => partOf.get(id) ?? null);
  const { dataHash } = features;
  const split = formatSplit(plan.clips, parts, plugins.dataset.columns);
  const { dataHash: keptHash } = run.kept;
  if (keptHash !== null) {
    const keptSplit = await readIfThere(join(run.directory, RUN_FILES.split));
    const mend = 'Put the recordings back as they were.';
    const differences = [
      ...(keptHash === dataHash
        ? []
        : [{ what: 'the hash of the data', kept: keptHash, now: dataHash, mend }]),
      ...(keptSplit === split
        ? []
        : [{ what: 'split.csv', kept: 'as it was written', now: 'another list of clips and parts', mend }]),
    ];
    if (differences.length > 0) throw RUN_RESUME_DIFFERS({ run: run.directory, differences });
    return;
  }
  await run.write(RUN_FILES.split, split);
  await run.note({ dataHash, claims: plan.claims });
}

interface Results {
  readonly trained: TrainedRun;
  readonly pipeline: Pipeline;
  readonly evaluation: Evaluation;
  readonly verdict: Verdict;
}

async function save({ run }: Running, { trained, pipeline, evaluation, verdict }: Results): Promise<void> {
  await run.writeModel(async (directory) => {
    await trained.model.save(directory);
    await writeFile(join(directory, basename(RUN_FILES.pipeline)), formatJson(pipeline));
  });
  trained.model.dispose();
  await run.write(RUN_FILES.metrics, formatJson(evaluation.metrics));
  await run.write(RUN_FILES.predictions, formatPredictions(evaluation.parts, pipeline.classes));
  await run.write(RUN_FILES.verdict, formatJson(verdict));
}

function validationClips({ validation }: RunMetrics): string {
  return validation === undefined
    ? 'validation clips were trained on'
    : `${validation.rows} validation clips`;
}

function heldOutClips({ test }: RunMetrics, look: HeldOutLook | null): string {
  if (test === undefined || look === null) return 'held-out part left closed';
  return `${test.rows} held-out clips, opened by ${look.looks} ${look.looks === 1 ? 'run' : 'runs'} so far`;
}

/** Says which plugins keep a run that has a cache from using it. */
function describeUncached({ cache, loaded }: Running): string {
  const impure = cache === undefined ? [] : impurePlugins(loaded.experiment, loaded.registry);
  return impure.length === 0 ? '' : `, not cached (not declared pure: ${impure.join(', ')})`;
}
