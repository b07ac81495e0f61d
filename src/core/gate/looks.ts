import type { GateCheck } from '../config/experiment.js';
import type { CheckResult } from './verdict.js';
import { thresholdsOf } from './thresholds.js';

/** As a check names it: how many runs have looked at the held-out part, the judged one included. */
export const HELD_OUT_LOOKS = 'held-out-looks';

/** Whether a check is on the number of looks, which is no metric of an evaluator. */
export function isLookCheck({ metric }: GateCheck): boolean {
  return metric === HELD_OUT_LOOKS;
}

/** Holds the number of looks against a check. */
export function judgeLooks(check: GateCheck, looks: number | null): readonly CheckResult[] {
  const { metric, level } = check;
  return thresholdsOf(check).map(({ words, limit, holds }) => {
    const passed = looks !== null && holds(looks);
    return {
      metric,
      part: 'test',
      threshold: words,
      bound: 'value',
      value: looks,
      judged: looks,
      passed,
      level,
      shortBy: passed || looks === null ? null : Math.abs(limit - looks),
      ...(looks === null && { reason: 'the run does not know how often its held-out part was looked at' }),
    };
  });
}
