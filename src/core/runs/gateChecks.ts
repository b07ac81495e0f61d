import { thresholdsOf } from '../gate/thresholds.js';
import type { CheckResult } from '../gate/verdict.js';
import { keptEpoch, type Of, type RunView } from './runView.js';

/** A threshold of the gate beside its present value, for one class or overall. */
export interface CheckView {
  readonly metric: string;
  /** Null where the metric is one number overall. */
  readonly class: string | null;
  readonly part: string;
  /** E.g. `> 0.75`. */
  readonly threshold: string;
  /** NaN where only the words are known. */
  readonly limit: number;
  readonly level: 'error' | 'warn';
  readonly bound: 'value' | 'low' | 'high';
  /** Null where it is not known yet, or not defined. */
  readonly value: number | null;
  /** `kept epoch`: the value on the validation part of the epoch that is kept so far, whatever part will be judged. */
  readonly from: 'kept epoch' | 'evaluation' | 'verdict';
  readonly holds: boolean | null;
}

/**
 * The gate's checks as they stand: judged where the gate has judged, else from what evaluation found, else from the
 * validation part of the epoch that is kept so far.
 */
export function checksOf(view: RunView): readonly CheckView[] {
  const results = view.verdict?.results;
  return results === undefined
    ? view.gate.flatMap((check) => openChecks(check, view))
    : results.map(judgedCheck);
}

function openChecks(check: Of<'run-started'>['gate'][number], view: RunView): readonly CheckView[] {
  const { metric, part, per, level, bound } = check;
  const evaluated = view.evaluated[part];
  const kept = keptEpoch(view);
  const overall = evaluated?.overall ?? kept?.validation;
  const byClass = (evaluated ?? kept)?.perClass ?? {};
  const ofClasses = Object.hasOwn(byClass, metric) ? byClass[metric] : {};
  const about = per === 'class' ? (check.classes ?? view.classes) : [null];
  return about.flatMap((name) => {
    const value = (name === null ? overall?.[metric] : ofClasses[name]) ?? null;
    return thresholdsOf(check).map(({ words, limit, holds }) => ({
      ...{ metric, part, level, bound, value, limit },
      class: name,
      threshold: words,
      from: evaluated === undefined ? ('kept epoch' as const) : ('evaluation' as const),
      holds: value === null ? null : holds(value),
    }));
  });
}

function judgedCheck({
  metric,
  part,
  threshold,
  level,
  bound,
  judged,
  passed,
  ...rest
}: CheckResult): CheckView {
  return {
    ...{ metric, part, threshold, level, bound },
    class: rest.class ?? null,
    limit: limitOf(threshold),
    value: judged,
    from: 'verdict',
    holds: passed,
  };
}

/** `> 0.75` → 0.75 */
function limitOf(threshold: string): number {
  return Number(threshold.replace(/^\D+/, ''));
}
