import { keptEvaluators } from '../compare/evaluators.js';
import { evaluatePart } from '../experiment/evaluate.js';
import type { PartMetrics, Predictions } from '../experiment/predictions.js';
import { Random } from '../random.js';
import type { Registry } from '../registry/registry.js';
import type { PredictionLine } from '../runs/documents/predictions.js';
import { readExperiment, readPredictions, readSplit, type Run } from '../runs/reader.js';

/** The held-out predictions of all folds measured as one part, or why that cannot be. */
export type Pooled =
  { readonly ok: true; readonly metrics: PartMetrics } | { readonly ok: false; readonly problem: string };

/**
 * Measures the folds of one setting together: what each fold's model said of the clips that were held out from it, in
 * one list, is evaluated once by the evaluators of the experiment, with its intervals: drawn by speaker where every fold
 * holds out new speakers, by clip otherwise.
 *
 * @param runs one finished run a fold
 * @throws RUN_DAMAGED, and what loading third parties' evaluators throws
 */
export async function poolFolds(runs: readonly Run[], registry: Registry): Promise<Pooled> {
  const kept = await Promise.all(runs.map((run) => readPredictions(run)));
  const [{ classes }] = kept;
  if (kept.some((each) => each.classes.join('\0') !== classes.join('\0'))) {
    return { ok: false, problem: 'the folds have different classes' };
  }
  const lines = kept
    .flatMap((each) => each.lines.filter(({ part }) => part === 'test'))
    .sort((one, other) => (one.clip < other.clip ? -1 : Number(one.clip > other.clip)));
  if (lines.length === 0) return { ok: false, problem: 'the held-out part was not looked at' };
  const twice = lines.find(({ clip }, index) => index > 0 && lines[index - 1].clip === clip);
  if (twice !== undefined) return { ok: false, problem: `'${twice.clip}' is held out in two folds` };

  const [first] = runs;
  const experiment = await readExperiment(first);
  const evaluators = await keptEvaluators(experiment, first.record, registry);
  const random = new Random(experiment.seed).fork('family/pooled');
  const metrics = evaluatePart(
    predictionsOf(lines, classes),
    evaluators,
    experiment.intervals,
    random,
    await newSpeakers(runs, lines),
  );
  return { ok: true, metrics };
}

/** The speaker of each line, where each fold holds out speakers that it does not train on. */
async function newSpeakers(
  runs: readonly Run[],
  lines: readonly PredictionLine[],
): Promise<readonly string[] | undefined> {
  if (runs.some(({ record }) => record.claims !== 'new speakers')) return undefined;
  const splits = await Promise.all(runs.map((run) => readSplit(run)));
  const speakers = new Map(splits.flat().map(({ clip, speaker }) => [clip, speaker]));
  return lines.map(({ clip }) => speakers.get(clip) ?? '');
}

function predictionsOf(lines: readonly PredictionLine[], classes: readonly string[]): Predictions {
  return {
    classes,
    truth: Int32Array.from(lines, ({ truth }) => classes.indexOf(truth)),
    probabilities: Float64Array.from(lines.flatMap(({ probabilities }) => probabilities)),
  };
}
