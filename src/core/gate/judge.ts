import type { GateCheck } from '../config/experiment.js';
import {
  GATE_NEEDS_INTERVALS,
  GATE_PART_MISSING,
  GATE_UNKNOWN_CLASS,
  GATE_UNKNOWN_METRIC,
  GATE_WITHOUT_THRESHOLD,
} from '../errors/gate.js';
import type { Estimate, PartMetrics } from '../experiment/predictions.js';
import { listed } from '../text/words.js';
import { isLookCheck, judgeLooks } from './looks.js';
import { countsOf, missingClasses, whyAbsent, type MetricsByPart } from './missing.js';
import { byUrgency, summarize } from './summary.js';
import { thresholdsOf, type Threshold } from './thresholds.js';
import type { CheckResult, Verdict } from './verdict.js';

export type { MetricsByPart } from './missing.js';

/** What the judge is told beside the metrics. */
export interface JudgeContext {
  /** Classes that the corpus has and the config leaves out. Default: none. */
  readonly omitted?: readonly string[];
  /** How many runs have looked at the held-out part, this one included; null: not known. Default: null. */
  readonly looks?: number | null;
  /** Whom the split lets a result on the held-out part speak for. */
  readonly claims?: Verdict['claims'];
  /** The held-out part was not opened: checks on it are set aside, and the verdict says so. */
  readonly validationOnly?: boolean;
}

/**
 * Holds metrics against thresholds.
 *
 * Every threshold of every check gives one result, and a `per: class` check one for each class. A metric that is not
 * defined fails. A class that went missing from a checked part fails the gate even if no check is about it: what was
 * dropped cannot be passed over. It is missing where the part has no row of it, where the model never predicts it, and
 * where the config left it out of the data, unless a check names it under `mayMiss` or every check of the part names
 * the classes that it is for. A gate without checks passes, and the summary says that nothing was judged.
 *
 * @param classes every class that the dataset declares, whether or not it has rows.
 * @throws GATE_PART_MISSING, GATE_UNKNOWN_METRIC, GATE_UNKNOWN_CLASS, GATE_NEEDS_INTERVALS, GATE_WITHOUT_THRESHOLD
 */
export function judge(
  checks: readonly GateCheck[],
  metricsByPart: MetricsByPart,
  classes: readonly string[],
  { omitted = [], looks = null, claims, validationOnly = false }: JudgeContext = {},
): Verdict {
  const open = validationOnly ? checks.filter(({ part }) => part !== 'test') : checks;
  const results = open.flatMap((check) => {
    if (thresholdsOf(check).length === 0) throw GATE_WITHOUT_THRESHOLD({ metric: check.metric });
    if (isLookCheck(check)) return judgeLooks(check, looks);
    return judgeCheck(check, partOf(check, metricsByPart), classes);
  });
  const known = { classes, omitted };
  const missing = missingClasses(open, results, metricsByPart, known);
  const ordered = [...missing, ...results].sort(byUrgency);
  const aside = checks.filter((check) => !open.includes(check)).map(({ metric }) => metric);
  return {
    passed: ordered.every(({ passed, level }) => passed || level === 'warn'),
    summary: validationOnly ? `Validation only. ${summarizeClosed(ordered)}` : summarize(ordered),
    ...(claims !== undefined && { claims }),
    ...(validationOnly && { validationOnly }),
    notes: [...(validationOnly ? [notOpened(aside)] : []), ...neverPredicted(open, metricsByPart, classes)],
    checks: ordered,
  };
}

function summarizeClosed(results: readonly CheckResult[]): string {
  return results.length === 0
    ? 'No thresholds on the validation part: nothing was judged.'
    : summarize(results);
}

function notOpened(aside: readonly string[]): string {
  const left =
    aside.length === 0
      ? 'no check was on it'
      : `${aside.length} ${aside.length === 1 ? 'check' : 'checks'} on it ${aside.length === 1 ? 'was' : 'were'} not judged: ${listed([...new Set(aside)])}`;
  return `The held-out part was not opened; ${left}.`;
}

function partOf({ part }: GateCheck, metricsByPart: MetricsByPart): PartMetrics {
  const metrics = metricsByPart[part];
  if (metrics) return metrics;
  throw GATE_PART_MISSING({ part, evaluated: Object.keys(metricsByPart) });
}

function judgeCheck(check: GateCheck, metrics: PartMetrics, classes: readonly string[]): CheckResult[] {
  const { metric, per } = check;
  const thresholds = thresholdsOf(check);
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
