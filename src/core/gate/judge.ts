import type { GateCheck } from '../config/experiment.js';
import {
  GATE_NEEDS_INTERVALS,
  GATE_PART_MISSING,
  GATE_UNKNOWN_CLASS,
  GATE_UNKNOWN_METRIC,
  GATE_WITHOUT_THRESHOLD,
} from '../errors/gate.js';
import type { Part } from '../experiment/clips.js';
import type { ClassCounts, Estimate, PartMetrics } from '../experiment/predictions.js';
import { listed } from '../text/words.js';
import { byUrgency, summarize } from './summary.js';
import { thresholdsOf, type Threshold } from './thresholds.js';
import type { CheckResult, Verdict } from './verdict.js';

/** The metrics of the parts that were evaluated. */
export type MetricsByPart = Readonly<Partial<Record<Part, PartMetrics>>>;

/**
 * Holds metrics against thresholds.
 *
 * Every threshold of every check gives one result, and a `per: class` check one for each class. A metric that is not
 * defined fails. A class of the data without a row in a checked part fails the gate even if no check is about it: what
 * was dropped cannot be passed over. So does one that the config left out of the data, unless every check of the part
 * names the classes that it is for. Classes that are never predicted are named. A gate without checks passes, and the
 * summary says that nothing was judged.
 *
 * @param classes every class that the dataset declares, whether or not it has rows.
 * @param omitted classes that the corpus has and the config leaves out
 * @throws GATE_PART_MISSING, GATE_UNKNOWN_METRIC, GATE_UNKNOWN_CLASS, GATE_NEEDS_INTERVALS, GATE_WITHOUT_THRESHOLD
 */
export function judge(
  checks: readonly GateCheck[],
  metricsByPart: MetricsByPart,
  classes: readonly string[],
  omitted: readonly string[] = [],
): Verdict {
  const results = checks.flatMap((check) => judgeCheck(check, partOf(check, metricsByPart), classes));
  const missing = missingClasses(checks, results, metricsByPart, classes);
  const ordered = [...leftOut(checks, omitted), ...missing, ...results].sort(byUrgency);
  return {
    passed: ordered.every(({ passed, level }) => passed || level === 'warn'),
    summary: summarize(ordered),
    notes: neverPredicted(checks, metricsByPart, classes),
    checks: ordered,
  };
}

function partOf({ part }: GateCheck, metricsByPart: MetricsByPart): PartMetrics {
  const metrics = metricsByPart[part];
  if (metrics) return metrics;
  throw GATE_PART_MISSING({ part, evaluated: Object.keys(metricsByPart) });
}

function judgeCheck(check: GateCheck, metrics: PartMetrics, classes: readonly string[]): CheckResult[] {
  const { metric, per } = check;
  const thresholds = thresholdsOf(check);
  if (thresholds.length === 0) throw GATE_WITHOUT_THRESHOLD({ metric });
  const known: Readonly<Record<string, unknown>> = per === 'class' ? metrics.perClass : metrics.overall;
  if (!Object.hasOwn(known, metric)) {
    const otherwise = Object.hasOwn(per === 'class' ? metrics.overall : metrics.perClass, metric);
    throw GATE_UNKNOWN_METRIC({ metric, per, otherwise, known: Object.keys(known) });
  }
  if (per === 'overall') {
    return thresholds.map((threshold) => judgeEstimate(check, threshold, metrics.overall[metric]));
  }
  const found = check.classes?.find((name) => !classes.includes(name));
  if (found !== undefined) throw GATE_UNKNOWN_CLASS({ found, classes });
  return (check.classes ?? classes).flatMap((name) => judgeClass(check, thresholds, metrics, name));
}

function judgeClass(
  check: GateCheck,
  thresholds: readonly Threshold[],
  metrics: PartMetrics,
  name: string,
): CheckResult[] {
  const absence = whyAbsent(metrics, name, check.part);
  const estimates = metrics.perClass[check.metric];
  const estimate = Object.hasOwn(estimates, name) ? estimates[name] : { value: null };
  return thresholds.map((threshold) => {
    const result: CheckResult = { ...judgeEstimate(check, threshold, estimate), class: name };
    if (absence !== null) return { ...result, passed: false, shortBy: null, reason: absence };
    if (result.passed || countsOf(metrics, name)?.predicted !== 0) return result;
    return { ...result, reason: `the model never predicts ${name}` };
  });
}

function judgeEstimate(check: GateCheck, threshold: Threshold, estimate: Estimate): CheckResult {
  const { metric, part, bound, level } = check;
  const { value, low, high } = estimate;
  const described = {
    metric,
    part,
    threshold: threshold.words,
    bound,
    value,
    ...(low !== undefined && high !== undefined && { interval: { low, high } }),
    level,
  };
  if (value === null) {
    return {
      ...described,
      judged: null,
      passed: false,
      shortBy: null,
      reason: `${metric} is not defined here`,
    };
  }
  const judged = boundOf(check, estimate, value);
  const passed = threshold.holds(judged);
  return { ...described, judged, passed, shortBy: passed ? null : Math.abs(threshold.limit - judged) };
}

/** The value, or the end of its interval that the check is on. */
function boundOf({ metric, bound }: GateCheck, estimate: Estimate, value: number): number {
  if (bound === 'value') return value;
  const end = estimate[bound];
  if (end === undefined) throw GATE_NEEDS_INTERVALS({ metric, bound });
  return end;
}

function countsOf(metrics: PartMetrics, name: string): ClassCounts | undefined {
  return Object.hasOwn(metrics.counts, name) ? metrics.counts[name] : undefined;
}

function whyAbsent(metrics: PartMetrics, name: string, part: Part): string | null {
  const counts = countsOf(metrics, name);
  if (counts === undefined)
    return `${name} is a class of the data and was dropped: the model does not know it`;
  return counts.rows === 0 ? `no clip of ${name} is in the ${part} part` : null;
}

/** A failing result for each class that has no rows in a checked part and that no per-class check reports already. */
function missingClasses(
  checks: readonly GateCheck[],
  results: readonly CheckResult[],
  metricsByPart: MetricsByPart,
  classes: readonly string[],
): CheckResult[] {
  return checkedParts(checks).flatMap((part) => {
    const metrics = metricsByPart[part];
    if (!metrics) return [];
    const level = levelOf(checks, part);
    return classes.flatMap((name): CheckResult[] => {
      const reason = whyAbsent(metrics, name, part);
      const reported = results.some(
        (result) => result.class === name && result.part === part && result.level === level,
      );
      return reason === null || reported ? [] : [withoutRows(name, part, level, reason)];
    });
  });
}

/** A failing result for each class that the config leaves out, in each part with a check that names no classes. */
function leftOut(checks: readonly GateCheck[], omitted: readonly string[]): CheckResult[] {
  const ofAllClasses = checks.filter((check) => check.classes === undefined);
  return checkedParts(ofAllClasses).flatMap((part) =>
    omitted.map((name) => {
      const reason = `${name} is a class of the corpus and the config leaves it out`;
      return withoutRows(name, part, levelOf(ofAllClasses, part), reason);
    }),
  );
}

function withoutRows(name: string, part: Part, level: GateCheck['level'], reason: string): CheckResult {
  const value = { value: 0, judged: 0, threshold: '> 0', bound: 'value', shortBy: null } as const;
  return { metric: 'rows', class: name, part, ...value, passed: false, level, reason };
}

function levelOf(checks: readonly GateCheck[], part: Part): GateCheck['level'] {
  return checks.some((check) => check.part === part && check.level === 'error') ? 'error' : 'warn';
}

function neverPredicted(
  checks: readonly GateCheck[],
  metricsByPart: MetricsByPart,
  classes: readonly string[],
): string[] {
  return checkedParts(checks).flatMap((part) => {
    const metrics = metricsByPart[part];
    const names = metrics ? classes.filter((name) => countsOf(metrics, name)?.predicted === 0) : [];
    return names.length > 0 ? [`The model predicts ${listed(names)} for no clip of the ${part} part.`] : [];
  });
}

function checkedParts(checks: readonly GateCheck[]): readonly GateCheck['part'][] {
  return [...new Set(checks.map(({ part }) => part))];
}
