import type { PartMetrics } from '../../../experiment/predictions.js';
import type { RunMetrics } from '../../documents/metrics.js';
import type { CollectedRun } from '../collect.js';
import { leafOf, type Leaf } from '../configLeaves.js';

const PARTS = ['test', 'validation'] as const;

/** What every run knows of itself, by key. */
const FACTS: Readonly<Record<string, (run: CollectedRun) => Leaf | undefined>> = {
  run: ({ name }) => name,
  state: ({ state }) => state,
  name: ({ record }) => record?.name,
  seed: ({ record }) => record?.seed,
  passed: ({ record }) => record?.passed,
  when: ({ started }) => started,
  error: ({ record }) => record?.error?.code,
  family: ({ record }) => record?.family?.name,
  tag: ({ annotations }) => annotations.tags,
  note: ({ annotations }) => annotations.notes.map(({ text }) => text),
};

/** Keys whose values are ISO 8601 times: texts that have an order. */
export const TIME_KEYS: readonly string[] = ['when', 'run'];

/** Which of the documents of a run its keys are looked up in; facts stand in the record and the annotations. */
export function needsDocuments(key: string): boolean {
  return !Object.hasOwn(FACTS, key);
}

/**
 * A run's value of a key: a fact (`state`, `tag`, …), a metric of the held-out part (`f1.macro`, `recall.angry`), of
 * the validation part (`validation.uar`), or a key of the config (`model.dropout`), looked up in this order.
 *
 * @returns undefined where the run has no such key; null where it has it and it is not defined or switched off
 */
export function valueOf(run: CollectedRun, key: string): Leaf | undefined {
  if (Object.hasOwn(FACTS, key)) return FACTS[key](run);
  const metric = run.metrics === null ? undefined : metricOf(run.metrics, key);
  if (metric !== undefined || run.config === null) return metric;
  return leafOf(run.config, key);
}

/** Every key that any of the runs has: facts, metrics, keys of the config. */
export function keysOf(runs: readonly CollectedRun[]): readonly string[] {
  const keys = new Set(Object.keys(FACTS));
  for (const { metrics } of runs) {
    if (metrics === null) continue;
    for (const name of metricNames(metrics.test)) keys.add(name);
    for (const part of PARTS) {
      for (const name of metricNames(metrics[part])) keys.add(`${part}.${name}`);
    }
  }
  for (const { config } of runs) for (const key of config?.keys() ?? []) keys.add(key);
  return [...keys];
}

function metricOf(metrics: RunMetrics, key: string): number | null | undefined {
  const part = PARTS.find((name) => key.startsWith(`${name}.`));
  const name = part === undefined ? key : key.slice(part.length + 1);
  const measured = metrics[part ?? 'test'];
  if (measured === undefined) return undefined;
  const { overall, perClass } = measured;
  if (Object.hasOwn(overall, name)) return overall[name].value;
  const metric = Object.keys(perClass).find((each) => name.startsWith(`${each}.`));
  if (metric === undefined) return undefined;
  const label = name.slice(metric.length + 1);
  return Object.hasOwn(perClass[metric], label) ? perClass[metric][label].value : undefined;
}

function metricNames(measured: PartMetrics | undefined): readonly string[] {
  if (measured === undefined) return [];
  const { overall, perClass } = measured;
  const ofClasses = Object.entries(perClass).flatMap(([metric, estimates]) =>
    Object.keys(estimates).map((label) => `${metric}.${label}`),
  );
  return [...Object.keys(overall), ...ofClasses];
}
