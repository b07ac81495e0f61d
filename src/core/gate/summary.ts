import type { CheckResult } from './verdict.js';

/**
 * Orders results as a reader needs them: failures before warnings before what holds; among those that do not hold,
 * classes before overall numbers, and what has no number or is farthest off at the top.
 */
export function byUrgency(one: CheckResult, other: CheckResult): number {
  return rank(one) - rank(other) || distance(other) - distance(one);
}

function rank({ passed, level, class: name }: CheckResult): number {
  if (passed) return 4;
  return (level === 'error' ? 0 : 2) + (name === undefined ? 1 : 0);
}

function distance({ passed, shortBy }: CheckResult): number {
  return passed ? 0 : (shortBy ?? Number.MAX_VALUE);
}

/** One line on results that are in that order. */
export function summarize(results: readonly CheckResult[]): string {
  if (results.length === 0) return 'No thresholds: nothing was judged.';
  const failed = results.filter(({ passed, level }) => !passed && level === 'error');
  const warned = results.filter(({ passed, level }) => !passed && level === 'warn');
  const warnings = warned.length > 0 ? `, ${warned.length} with a warning` : '';
  if (failed.length > 0) {
    return `${failed.length} of ${results.length} checks fail${warnings}; first ${describe(failed[0])}.`;
  }
  const holding = results.length - warned.length;
  return `${holding} of ${results.length} checks hold${warnings}.`;
}

function describe({ metric, class: name, part, judged, threshold, shortBy, reason }: CheckResult): string {
  const subject = `${metric}${name === undefined ? '' : ` of ${name}`} on ${part}`;
  if (judged === null || shortBy === null) return `${subject}: ${reason ?? 'no number'}`;
  const numbers = `${subject} is ${judged.toFixed(3)}, should be ${threshold}, short by ${shortBy.toFixed(3)}`;
  return reason === undefined ? numbers : `${numbers} (${reason})`;
}
