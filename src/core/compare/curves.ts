import type { EventLine } from '../events.js';

/** A metric of the validation part over a run's epochs. */
export interface Curve {
  readonly metric: string;
  /** One an epoch, from the first; null where the metric was not defined. */
  readonly values: readonly (number | null)[];
  /** The epoch whose weights were kept, counted from 1; null where none was marked. */
  readonly best: number | null;
}

/** The metrics of the validation part that a run's epochs have. */
export function curveMetrics(events: readonly EventLine[]): readonly string[] {
  const names = new Set<string>();
  for (const event of events) {
    if (event.type === 'epoch-finished') Object.keys(event.validation).forEach((name) => names.add(name));
  }
  return [...names];
}

/** A metric's values by epoch. An epoch that was trained again after a resume counts as the last time. */
export function curveOf(events: readonly EventLine[], metric: string): Curve {
  const values: (number | null)[] = [];
  let best: number | null = null;
  for (const event of events) {
    if (event.type !== 'epoch-finished') continue;
    values[event.epoch - 1] = event.validation[metric] ?? null;
    if (event.best) best = event.epoch;
  }
  return { metric, values: Array.from(values, (value) => value ?? null), best };
}
