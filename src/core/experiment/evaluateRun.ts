import type { Experiment } from '../config/experiment.js';
import type { EventSink } from '../events.js';
import type { Random } from '../random.js';
import type { RunMetrics } from '../runs/documents/metrics.js';
import type { PartPredictions } from '../runs/documents/predictions.js';
import type { Baselines, PartBaselines } from './baselines.js';
import { confusionOf, confusionRows } from './confusion.js';
import { evaluatePart } from './evaluate.js';
import type { ExperimentPlugins } from './plugins.js';
import type { Estimate, PartMetrics } from './predictions.js';
import type { InputRows } from './rows.js';
import { scaleInputs } from './scale.js';
import type { TrainedRun } from './trainRun.js';
import { warnOfFewSpeakers, type UnheardSpeakers } from './unheard.js';

/** What the `evaluate` stage leaves: metrics and predictions of the two parts that were not trained on. */
export interface Evaluation {
  readonly metrics: RunMetrics;
  readonly parts: readonly PartPredictions[];
}

/**
 * The evaluate stage: the only one that is given the held-out rows, after training is over. Neither part
 * comes scaled.
 */
export function evaluateRun(job: {
  readonly experiment: Experiment;
  readonly plugins: ExperimentPlugins;
  readonly trained: TrainedRun;
  readonly validation: InputRows<'validation'>;
  /** Null: it stays closed. */
  readonly heldOut: InputRows<'test'> | null;
  /** Makes the intervals of parts with new speakers be drawn by speaker. Default: none. */
  readonly unheard?: UnheardSpeakers;
  /** Null: none are asked for. */
  readonly baselines?: Baselines | null;
  readonly random: Random;
  readonly emit: EventSink;
}): Evaluation {
  const {
    experiment,
    plugins,
    trained,
    validation,
    heldOut,
    unheard = {},
    baselines = null,
    random,
    emit,
  } = job;
  const { classes } = plugins.dataset;

  const held: { [part in PartPredictions['part']]?: PartBaselines } = {};
  const predict = (
    part: PartPredictions['part'],
    rows: InputRows<'validation' | 'test'>,
  ): PartPredictions => {
    const inputs = scaleInputs(trained.scalers, rows.inputs);
    if (baselines !== null) held[part] = baselines.measure(rows.labels, inputs);
    const predictions = { classes, truth: rows.labels, probabilities: trained.model.predict(inputs) };
    return { part, clips: rows.ids, predictions };
  };
  const measure = ({ part, predictions }: PartPredictions): PartMetrics => {
    const stream = random.fork(`evaluate/${part}`);
    const metrics = evaluatePart(
      predictions,
      plugins.evaluators,
      experiment.intervals,
      stream,
      unheard[part],
    );
    const perClass = Object.entries(metrics.perClass).map(
      ([name, byClass]) => [name, values(byClass)] as const,
    );
    emit({
      type: 'evaluated',
      part,
      rows: metrics.rows,
      overall: values(metrics.overall),
      perClass: Object.fromEntries(perClass),
      confusion: confusionRows(confusionOf(predictions)),
    });
    return metrics;
  };

  const judged = experiment.train.fitOn === 'train+validation' ? null : predict('validation', validation);
  const opened = heldOut && predict('test', heldOut);
  const metrics: RunMetrics = {
    ...(judged === null ? { fittedOn: ['train', 'validation'] } : { validation: measure(judged) }),
    ...(opened !== null && { test: measure(opened) }),
    ...(baselines !== null && { baselines: held }),
  };
  if (opened !== null && experiment.intervals !== null) warnOfFewSpeakers(unheard, emit);
  return { metrics, parts: [judged, opened].filter((part) => part !== null) };
}

function values(estimates: Readonly<Record<string, Estimate>>): Record<string, number | null> {
  return Object.fromEntries(Object.entries(estimates).map(([name, { value }]) => [name, value]));
}
