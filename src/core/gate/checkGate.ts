import type { Experiment, GateCheck } from '../config/experiment.js';
import type { IntoneError } from '../errors/entry.js';
import {
  GATE_CLASSES_OVERALL,
  GATE_IMPOSSIBLE,
  GATE_LOOKS_NOT_HELD_OUT,
  GATE_METRIC_WITHOUT_INTERVAL,
  GATE_NEEDS_INTERVALS,
  GATE_UNKNOWN_CLASS,
  GATE_UNKNOWN_METRIC,
  GATE_WITHOUT_THRESHOLD,
} from '../errors/gate.js';
import type { MetricInfo } from '../experiment/predictions.js';
import { isLookCheck } from './looks.js';
import { thresholdsOf } from './thresholds.js';

/** A mistake in a gate, found before anything runs. */
export interface GateProblem {
  /** Index of the check in the gate. */
  readonly check: number;
  /** Where in the check it stands, e.g. `['metric']`, `['classes', 1]`; empty: the check as a whole. */
  readonly path: readonly (string | number)[];
  readonly error: IntoneError;
}

/**
 * Finds every mistake of a gate that can be known before the run: metrics that no evaluator makes, classes that the
 * data lacks, thresholds that are absent or exclude each other, interval ends where there are no intervals or the metric has none.
 *
 * @param omitted classes that the corpus has and the config leaves out
 */
export function checkGate(
  checks: readonly GateCheck[],
  metrics: readonly MetricInfo[],
  classes: readonly string[],
  intervals: Experiment['intervals'],
  omitted: readonly string[] = [],
): readonly GateProblem[] {
  return checks.flatMap((check, index) => [
    ...(isLookCheck(check) ? lookProblems(check, index) : metricProblems(check, index, metrics)),
    ...classProblems(check, index, classes),
    ...missProblems(check, index, [...classes, ...omitted]),
    ...(isLookCheck(check) ? [] : boundProblems(check, index, metrics, intervals)),
    ...thresholdProblems(check, index),
  ]);
}

/** Looks are counted: one number of the held-out part, without an interval. */
function lookProblems({ per, part, bound }: GateCheck, index: number): GateProblem[] {
  const found = [
    ...(per === 'overall' ? [] : [{ key: 'per', value: per }]),
    ...(part === 'test' ? [] : [{ key: 'part', value: part }]),
    ...(bound === 'value' ? [] : [{ key: 'bound', value: bound }]),
  ];
  return found.map(({ key, value }) => ({
    check: index,
    path: [key],
    error: GATE_LOOKS_NOT_HELD_OUT({ key, value }),
  }));
}

function missProblems({ mayMiss = [] }: GateCheck, index: number, known: readonly string[]): GateProblem[] {
  return mayMiss.flatMap((name, position) =>
    known.includes(name)
      ? []
      : [
          {
            check: index,
            path: ['mayMiss', position],
            error: GATE_UNKNOWN_CLASS({ found: name, classes: known }),
          },
        ],
  );
}

function metricProblems(check: GateCheck, index: number, metrics: readonly MetricInfo[]): GateProblem[] {
  const { metric, per } = check;
  const known = metrics.filter((info) => info.per === per).map(({ name }) => name);
  if (known.includes(metric)) return [];
  const otherwise = metrics.some(({ name }) => name === metric);
  const error = GATE_UNKNOWN_METRIC({ metric, per, otherwise, known });
  return [{ check: index, path: ['metric'], error }];
}

function classProblems(check: GateCheck, index: number, classes: readonly string[]): GateProblem[] {
  if (check.classes === undefined) return [];
  if (check.per === 'overall') {
    const error = GATE_CLASSES_OVERALL({ metric: check.metric });
    return [{ check: index, path: ['classes'], error }];
  }
  return check.classes.flatMap((name, position) =>
    classes.includes(name)
      ? []
      : [{ check: index, path: ['classes', position], error: GATE_UNKNOWN_CLASS({ found: name, classes }) }],
  );
}

function boundProblems(
  { metric, per, bound }: GateCheck,
  index: number,
  metrics: readonly MetricInfo[],
  intervals: Experiment['intervals'],
): GateProblem[] {
  if (bound === 'value') return [];
  const info = metrics.find((made) => made.name === metric && made.per === per);
  if (info?.interval === false) {
    return [{ check: index, path: ['bound'], error: GATE_METRIC_WITHOUT_INTERVAL({ metric, bound }) }];
  }
  return intervals === null
    ? [{ check: index, path: ['bound'], error: GATE_NEEDS_INTERVALS({ metric, bound }) }]
    : [];
}

function thresholdProblems(check: GateCheck, index: number): GateProblem[] {
  const { metric } = check;
  const problems: GateProblem[] = [];
  const thresholds = thresholdsOf(check);
  if (thresholds.length === 0) {
    problems.push({ check: index, path: [], error: GATE_WITHOUT_THRESHOLD({ metric }) });
  }
  if (excludeEachOther(check)) {
    const words = thresholds.map((threshold) => threshold.words);
    problems.push({ check: index, path: [], error: GATE_IMPOSSIBLE({ metric, thresholds: words }) });
  }
  return problems;
}

function excludeEachOther(check: GateCheck): boolean {
  const thresholds = thresholdsOf(check);
  const lower = Math.max(...thresholds.filter(({ side }) => side === 'lower').map(({ limit }) => limit));
  const upper = Math.min(...thresholds.filter(({ side }) => side === 'upper').map(({ limit }) => limit));
  return lower > upper || (lower === upper && !thresholds.every(({ holds }) => holds(lower)));
}
