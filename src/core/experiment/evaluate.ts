import type { Experiment } from '../config/experiment.js';
import { METRIC_NAME_TAKEN, METRIC_NOT_MADE, PREDICTION_NOT_FINITE } from '../errors/gate.js';
import type { Random } from '../random.js';
import type { Evaluator } from '../registry/contracts.js';
import { bootstrapIntervals, type Interval } from './bootstrap.js';
import { confusionOf } from './confusion.js';
import type {
  ClassCounts,
  Estimate,
  MetricInfo,
  MetricValues,
  PartMetrics,
  Predictions,
} from './predictions.js';

/** An evaluator under the name that the config uses it by. */
export interface NamedEvaluator {
  readonly name: string;
  readonly evaluator: Evaluator;
}

/**
 * Every metric that the evaluators make, in their order.
 *
 * @throws METRIC_NAME_TAKEN where two of them make one of the same name, both overall or both per class.
 */
export function metricsOf(evaluators: readonly NamedEvaluator[]): readonly MetricInfo[] {
  const makers = new Map<string, string>();
  return evaluators.flatMap(({ name, evaluator }) => {
    for (const { name: metric, per } of evaluator.metrics) {
      const first = makers.get(`${per} ${metric}`);
      if (first !== undefined) throw METRIC_NAME_TAKEN({ metric, first, second: name });
      makers.set(`${per} ${metric}`, name);
    }
    return evaluator.metrics;
  });
}

/**
 * The values of all evaluators' metrics, without intervals; NaN where a metric is not defined.
 *
 * @throws METRIC_NOT_MADE where an evaluator does not return what it declares.
 */
export function metricValues(predictions: Predictions, evaluators: readonly NamedEvaluator[]): MetricValues {
  const overall: Record<string, number> = {};
  const perClass: Record<string, readonly number[]> = {};
  for (const { name, evaluator } of evaluators) {
    const made = evaluator.evaluate(predictions);
    for (const metric of evaluator.metrics) {
      if (metric.per === 'overall') overall[metric.name] = oneNumber(made, metric.name, name);
      else perClass[metric.name] = oneNumberAClass(made, metric.name, name, predictions.classes.length);
    }
  }
  return { overall, perClass };
}

function oneNumber(made: MetricValues, metric: string, evaluator: string): number {
  if (Object.hasOwn(made.overall, metric)) return made.overall[metric];
  throw METRIC_NOT_MADE({ metric, evaluator, expected: 'One number', found: 'nothing' });
}

function oneNumberAClass(
  made: MetricValues,
  metric: string,
  evaluator: string,
  classes: number,
): readonly number[] {
  const values = Object.hasOwn(made.perClass, metric) ? made.perClass[metric] : [];
  if (values.length === classes) return values;
  const expected = `One number for each of the ${classes} classes`;
  throw METRIC_NOT_MADE({ metric, evaluator, expected, found: `${values.length} numbers` });
}

/**
 * Measures one part: every metric's value, with its bootstrap interval over clips unless `intervals` is null, and
 * what the evaluators show beside. Draws from `random` only for the intervals; same stream, same bytes.
 *
 * @param speakers of each row, where the part has speakers that were not trained on: the intervals are then made by
 *   drawing speakers, unless there is only one
 * @throws METRIC_NAME_TAKEN, METRIC_NOT_MADE, and PREDICTION_NOT_FINITE where a probability is no number.
 */
export function evaluatePart(
  predictions: Predictions,
  evaluators: readonly NamedEvaluator[],
  intervals: Experiment['intervals'],
  random: Random,
  speakers?: readonly string[],
): PartMetrics {
  const metrics = metricsOf(evaluators);
  requireFinite(predictions);
  const flat = (from: Predictions): readonly number[] => {
    const { overall, perClass } = metricValues(from, evaluators);
    return metrics.flatMap(({ name, per }) => (per === 'overall' ? [overall[name]] : perClass[name]));
  };
  const values = flat(predictions);
  const count = new Set(speakers).size;
  const groups = intervals === null || count < 2 ? undefined : speakers;
  const ranges = intervals && bootstrapIntervals(predictions, flat, intervals, random, groups);
  const resampled = metrics.flatMap(({ per, interval }) =>
    Array.from({ length: per === 'overall' ? 1 : predictions.classes.length }, () => interval !== false),
  );
  const estimates = values.map((value, index) =>
    estimate(value, resampled[index] ? (ranges?.[index] ?? null) : null),
  );
  return {
    rows: predictions.truth.length,
    ...(groups && { intervals: { by: 'speaker', speakers: count } }),
    counts: classCounts(predictions),
    ...named(metrics, predictions.classes, estimates),
    details: detailsOf(predictions, evaluators),
  };
}

function requireFinite({ classes, probabilities }: Predictions): void {
  const at = probabilities.findIndex((probability) => !Number.isFinite(probability));
  if (at < 0) return;
  const row = Math.floor(at / classes.length);
  const className = classes[at % classes.length];
  throw PREDICTION_NOT_FINITE({ row, className, found: probabilities[at] });
}

function estimate(value: number, interval: Interval | null): Estimate {
  if (Number.isNaN(value)) return { value: null };
  return { value, ...interval };
}

function classCounts(predictions: Predictions): Readonly<Record<string, ClassCounts>> {
  const { truth, predicted } = confusionOf(predictions);
  const entries = predictions.classes.map(
    (name, index) => [name, { rows: truth[index], predicted: predicted[index] }] as const,
  );
  return Object.fromEntries(entries);
}

function named(
  metrics: readonly MetricInfo[],
  classes: readonly string[],
  estimates: readonly Estimate[],
): Pick<PartMetrics, 'overall' | 'perClass'> {
  const overall: Record<string, Estimate> = {};
  const perClass: Record<string, Record<string, Estimate>> = {};
  let next = 0;
  for (const { name, per } of metrics) {
    if (per === 'overall') overall[name] = estimates[next++];
    else perClass[name] = Object.fromEntries(classes.map((label) => [label, estimates[next++]]));
  }
  return { overall, perClass };
}

function detailsOf(
  predictions: Predictions,
  evaluators: readonly NamedEvaluator[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    evaluators.flatMap(({ name, evaluator }) =>
      evaluator.details ? [[name, evaluator.details(predictions)] as const] : [],
    ),
  );
}
