import type { Estimate, PartMetrics } from '../core/experiment/predictions.js';
import { metricsByPart, type RunMetrics } from '../core/runs/documents/metrics.js';
import { figure } from './figures.js';
import { plainTable } from './plainTable.js';

/** Every metric that is one number, a part a column. */
export function overallTable(metrics: RunMetrics): string {
  const parts = metricsByPart(metrics);
  const names = [...new Set(Object.values(parts).flatMap(({ overall }) => Object.keys(overall)))];
  const heads = Object.entries(parts).map(([part, { rows }]) => `${part} (${rows} clips)`);
  const table = plainTable(
    ['metric', ...heads],
    names.map((name) => [name, ...Object.values(parts).map(({ overall }) => estimate(overall[name]))]),
  );
  return metrics.fittedOn === undefined
    ? table
    : `${table}\nThe validation part was trained on: it has no result of its own.`;
}

/** Every metric that is one number a class, of one part: a class a row. */
export function classTable({ perClass }: PartMetrics): string {
  const metrics = Object.keys(perClass);
  const classes = Object.keys(perClass[metrics[0]] ?? {});
  return plainTable(
    ['class', ...metrics],
    classes.map((name) => [name, ...metrics.map((metric) => figure(perClass[metric][name].value))]),
    ['left', ...metrics.map(() => 'right' as const)],
  );
}

function estimate(of: Estimate | undefined): string {
  if (of === undefined) return '';
  const { value, low, high } = of;
  const range = low === undefined || high === undefined ? '' : ` [${figure(low)}, ${figure(high)}]`;
  return figure(value) + range;
}
