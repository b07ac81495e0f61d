import type { BootstrapSettings } from '../experiment/bootstrap.js';
import { metricsOf, metricValues, type NamedEvaluator } from '../experiment/evaluate.js';
import type { MetricInfo, Predictions } from '../experiment/predictions.js';
import type { Random } from '../random.js';
import { pairedBootstrap } from './pairedBootstrap.js';
import type { PairedPredictions } from './pairing.js';
import { rightRows } from './rightAnswers.js';

/** A metric of two runs on the same clips. */
export interface MetricDifference {
  readonly metric: string;
  /** Absent where the metric is one number overall. */
  readonly class?: string;
  readonly better: MetricInfo['better'];
  /** Null where it is not defined; so are the others. */
  readonly first: number | null;
  readonly second: number | null;
  /** Second minus first. */
  readonly difference: number | null;
  /** Paired bootstrap interval of the difference. */
  readonly low: number | null;
  readonly high: number | null;
}

/** The differences of all metrics; accuracy by itself too, whether or not an evaluator makes it. */
export interface MetricDifferences {
  readonly accuracy: MetricDifference;
  readonly overall: readonly MetricDifference[];
  readonly perClass: readonly MetricDifference[];
}

/**
 * Measures two models on the clips that both held out, with paired bootstrap intervals of the differences.
 *
 * @throws METRIC_NAME_TAKEN, METRIC_NOT_MADE
 */
export function metricDifferences(
  paired: PairedPredictions,
  evaluators: readonly NamedEvaluator[],
  settings: BootstrapSettings,
  random: Random,
): MetricDifferences {
  const metrics = metricsOf(evaluators);
  const overall = metrics.filter(({ per }) => per === 'overall');
  const perClass = metrics.filter(({ per }) => per === 'class');
  const names = differenceNames(overall, perClass, paired.first.classes);
  const measure = (predictions: Predictions): readonly number[] => {
    const values = metricValues(predictions, evaluators);
    return [
      accuracyOf(predictions),
      ...overall.map(({ name }) => values.overall[name]),
      ...perClass.flatMap(({ name }) => values.perClass[name]),
    ];
  };
  const [first, second] = [measure(paired.first), measure(paired.second)];
  const intervals = pairedBootstrap(paired, measure, settings, random);
  const [accuracy, ...others] = names.map((name, index): MetricDifference => {
    const interval = intervals[index] ?? null;
    const difference = defined(second[index] - first[index]);
    return {
      ...name,
      first: defined(first[index]),
      second: defined(second[index]),
      difference,
      low: difference === null || interval === null ? null : interval.low,
      high: difference === null || interval === null ? null : interval.high,
    };
  });
  return {
    accuracy,
    overall: others.filter((each) => each.class === undefined),
    perClass: others.filter((each) => each.class !== undefined),
  };
}

type DifferenceName = Pick<MetricDifference, 'metric' | 'class' | 'better'>;

/** In the order in which the metrics are measured: accuracy, the overall ones, those of each class. */
function differenceNames(
  overall: readonly MetricInfo[],
  perClass: readonly MetricInfo[],
  classes: readonly string[],
): readonly DifferenceName[] {
  return [
    { metric: 'accuracy', better: 'higher' },
    ...overall.map(({ name, better }): DifferenceName => ({ metric: name, better })),
    ...perClass.flatMap(({ name, better }) =>
      classes.map((label): DifferenceName => ({ metric: name, class: label, better })),
    ),
  ];
}

function accuracyOf(predictions: Predictions): number {
  return rightRows(predictions).filter(Boolean).length / predictions.truth.length;
}

function defined(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
