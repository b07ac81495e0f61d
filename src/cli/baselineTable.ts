import type { RunMetrics } from '../core/runs/documents/metrics.js';
import { plainTable } from './plainTable.js';

/** What a result is to be held against: the baselines on the held-out part, or else on the validation part. */
export function baselineTable({ baselines }: RunMetrics): string {
  const part = baselines?.test === undefined ? 'validation' : 'test';
  const scores = baselines?.[part];
  if (scores === undefined) return '';
  const { majority, stratified, linear } = scores;
  const rows = [
    [`always ${majority.class}`, figure(majority.accuracy), figure(majority.uar)],
    ['drawn as often as trained on', figure(stratified.accuracy), figure(stratified.uar)],
    ...(linear
      ? [['linear (shrunken LDA, same features)', figure(linear.accuracy), figure(linear.uar)]]
      : []),
  ];
  return plainTable([`baseline (${part})`, 'accuracy', 'uar'], rows, ['left', 'right', 'right']);
}

function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}
