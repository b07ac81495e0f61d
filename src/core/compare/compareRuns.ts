import type { BootstrapSettings } from '../experiment/bootstrap.js';
import type { NamedEvaluator } from '../experiment/evaluate.js';
import type { Experiment } from '../config/experiment.js';
import { COMPARE_UNKNOWN_CURVE } from '../errors/compare.js';
import { HELD_OUT_NOT_OPENED } from '../errors/honesty.js';
import type { EventLine } from '../events.js';
import { Random } from '../random.js';
import type { Registry } from '../registry/registry.js';
import type { PredictionLine } from '../runs/documents/predictions.js';
import type { SplitLine } from '../runs/documents/split.js';
import {
  readEvents,
  readExperiment,
  readPredictions,
  readSplit,
  requireFinished,
  type Run,
} from '../runs/reader.js';
import { conclude, type Conclusion } from './conclusion.js';
import { configDifferences, type ConfigDifference } from './configDifference.js';
import { curveMetrics, curveOf, type Curve } from './curves.js';
import { differentMaking } from './differentMaking.js';
import { keptEvaluators } from './evaluators.js';
import { metricDifferences, type MetricDifferences } from './metricDifference.js';
import { pairClips } from './pairing.js';
import { testRightAnswers, type RightAnswers } from './rightAnswers.js';

/** How runs are compared. */
export interface CompareSettings extends BootstrapSettings {
  /** Of the resamples: the same seed gives the same intervals. */
  readonly seed: number;
  /** Compares on the clips that both held out, however few of each run's they are. */
  readonly anyShare: boolean;
  /** Metric of the validation curves; absent: what the first run stopped early on, else its loss. */
  readonly curve?: string;
}

/** A run that is compared, under a short name. */
export interface ComparedRun {
  /** `A` is the run that the others are held against. */
  readonly label: string;
  readonly run: string;
  readonly directory: string;
  /** Validation curve; null where the run's epochs have no such metric. */
  readonly curve: Curve | null;
}

/** One run against the first, on the clips that both held out. */
export interface Pair extends MetricDifferences, RightAnswers {
  readonly label: string;
  /** How many clips both held out. */
  readonly clips: number;
  readonly conclusion: Conclusion;
  /** What must be known beside the figures: other data, another split, other code. */
  readonly warnings: readonly string[];
}

/** Runs side by side. */
export interface Comparison {
  readonly runs: readonly ComparedRun[];
  readonly config: readonly ConfigDifference[];
  readonly bootstrap: { readonly resamples: number; readonly level: number; readonly seed: number };
  /** Every run but the first, against the first. */
  readonly pairs: readonly Pair[];
}

/**
 * Compares finished runs, each with the first: configs, all metrics of the held-out part with paired bootstrap
 * intervals, McNemar's test, and curves. Metrics are measured by the first run's evaluators on the kept predictions.
 *
 * @param runs two or more
 * @param registry the plugins that intone brings
 * @throws RUN_UNFINISHED, RUN_DAMAGED, COMPARE_UNKNOWN_CURVE, what `pairClips` throws, and what making evaluators throws
 */
export async function compareRuns(
  runs: readonly Run[],
  registry: Registry,
  settings: CompareSettings,
): Promise<Comparison> {
  const kept: KeptRun[] = [];
  for (const [index, run] of runs.entries()) kept.push(await readKept(run, labelOf(index)));
  const [first, ...others] = kept;
  const evaluators = await keptEvaluators(first.experiment, first.run.record, registry);
  const known = new Set(kept.flatMap(({ events }) => curveMetrics(events)));
  const metric = settings.curve ?? usualCurve(first);
  if (settings.curve !== undefined && !known.has(metric))
    throw COMPARE_UNKNOWN_CURVE({ metric, known: [...known] });
  const { resamples, level, seed } = settings;
  return {
    runs: kept.map(({ run, label, events }) => ({
      label,
      run: run.name,
      directory: run.directory,
      curve: curveMetrics(events).includes(metric) ? curveOf(events, metric) : null,
    })),
    config: configDifferences(kept.map(({ experiment }) => experiment)),
    bootstrap: { resamples, level, seed },
    pairs: others.map((second) => comparePair(first, second, evaluators, settings)),
  };
}

interface KeptRun {
  readonly run: Run;
  readonly label: string;
  readonly experiment: Experiment;
  readonly events: readonly EventLine[];
  readonly split: readonly SplitLine[];
  readonly classes: readonly string[];
  readonly heldOut: readonly PredictionLine[];
}

async function readKept(run: Run, label: string): Promise<KeptRun> {
  await requireFinished(run);
  if (run.record.validationOnly === true) throw HELD_OUT_NOT_OPENED({ run: run.directory });
  const { classes, lines } = await readPredictions(run);
  return {
    run,
    label,
    experiment: await readExperiment(run),
    events: await readEvents(run),
    split: await readSplit(run),
    classes,
    heldOut: lines.filter(({ part }) => part === 'test'),
  };
}

function comparePair(
  first: KeptRun,
  second: KeptRun,
  evaluators: readonly NamedEvaluator[],
  settings: CompareSettings,
): Pair {
  const paired = pairClips(heldOutOf(first), heldOutOf(second), settings);
  const random = new Random(settings.seed).fork('compare');
  const differences = metricDifferences(paired, evaluators, settings, random);
  const answers = testRightAnswers(paired);
  const names = { first: first.label, second: second.label };
  const config = configDifferences([first.experiment, second.experiment]);
  return {
    label: second.label,
    clips: paired.clips.length,
    ...differences,
    ...answers,
    conclusion: conclude(differences, answers, names, paired.clips.length, settings.level),
    warnings: differentMaking(makingOf(first), makingOf(second), paired, config),
  };
}

function heldOutOf({ run, classes, heldOut }: KeptRun): Parameters<typeof pairClips>[0] {
  return { run: run.name, classes, lines: heldOut };
}

function makingOf({ run, label, split, heldOut }: KeptRun): Parameters<typeof differentMaking>[0] {
  return { label, record: run.record, split, heldOut: heldOut.length };
}

function usualCurve({ experiment }: KeptRun): string {
  return experiment.train.stopEarly?.on ?? 'loss';
}

/** A to Z, then 27, 28, … */
function labelOf(index: number): string {
  return 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[index] ?? String(index + 1);
}
