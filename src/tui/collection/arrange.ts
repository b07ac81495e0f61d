import { keptEpoch, type RunView } from '../../core/runs/runView.js';
import { matcher } from './pattern.js';
import type { RunEntry } from './runEntry.js';

/** What runs are sorted by: one of these, or a metric of the held-out part. */
export type SortKey = string;
export const SORT_BY_START: SortKey = 'newest';
const SORT_BY_NAME: SortKey = 'name';
const SORT_BY_STATE: SortKey = 'state';
const SORT_BY_GATE: SortKey = 'gate';

/** The metrics that a table shows first where nobody asked for others. */
const USUAL_METRICS = ['accuracy', 'uar', 'f1.macro'];
const METRICS_SHOWN = 3;

export interface Arrangement {
  readonly filter: string;
  readonly sort: SortKey;
  readonly reversed: boolean;
}

/** The runs that fit the filter, in their order. What lacks the thing sorted by comes last, either way round. */
export function arrange(
  entries: readonly RunEntry[],
  { filter, sort, reversed }: Arrangement,
): readonly RunEntry[] {
  const fits = matcher(filter);
  const found = entries.filter((entry) => fits(`${entry.name} ${stateName(entry)} ${gateName(entry)}`));
  const direction = reversed ? -1 : 1;
  const keyed = found.map((entry) => ({ entry, key: keyOf(entry, sort) }));
  keyed.sort((a, b) => {
    const last = Number(a.key === null) - Number(b.key === null);
    const order = a.key === null || b.key === null ? last : direction * compare(a.key, b.key);
    return order === 0 ? b.entry.started - a.entry.started : order;
  });
  return keyed.map(({ entry }) => entry);
}

/** What one can sort by, in the order in which the key goes round. */
export function sortKeys(metrics: readonly string[]): readonly SortKey[] {
  return [SORT_BY_START, SORT_BY_NAME, SORT_BY_STATE, SORT_BY_GATE, ...metrics];
}

/** The metrics of the held-out part that the list shows: the usual ones, or the first that fit what was typed. */
export function listedMetrics(entries: readonly RunEntry[], typed: string): readonly string[] {
  const there = new Set(entries.flatMap(({ heldOut }) => Object.keys(heldOut)));
  if (typed.trim() === '') return USUAL_METRICS.filter((metric) => there.size === 0 || there.has(metric));
  const fits = matcher(typed);
  return [...there].filter((metric) => fits(`test/${metric}`) || fits(metric)).slice(0, METRICS_SHOWN);
}

/** A run's state; its events tell of a pause, and of its end before its record is looked at again. */
export function stateName({ state, history }: RunEntry): string {
  const told = history?.view.state;
  return state === 'running' && told !== undefined && TOLD_BY_EVENTS.includes(told) ? told : state;
}

const TOLD_BY_EVENTS: readonly RunView['state'][] = ['paused', 'finished', 'failed', 'interrupted'];

export function gateName({ passed }: RunEntry): 'passed' | 'failed' | '' {
  return passed === null ? '' : passed ? 'passed' : 'failed';
}

/** A metric on the validation part in the epoch whose weights are kept so far. */
export function bestValue({ history }: RunEntry, metric: string): { value: number; epoch: number } | null {
  const epoch = history === null ? null : keptEpoch(history.view);
  const value = epoch?.validation[metric] ?? null;
  return epoch === null || value === null ? null : { value, epoch: epoch.epoch };
}

/** Less is earlier in the list: the newest, `a`, the running, the passed, the highest. */
function keyOf(entry: RunEntry, sort: SortKey): number | string | null {
  switch (sort) {
    case SORT_BY_START:
      return -entry.started;
    case SORT_BY_NAME:
      return entry.title;
    case SORT_BY_STATE:
      return STATE_ORDER.indexOf(entry.state);
    case SORT_BY_GATE:
      return entry.passed === null ? null : entry.passed ? 0 : 1;
    default: {
      const value = entry.heldOut[sort] ?? null;
      return value === null ? null : -value;
    }
  }
}

const STATE_ORDER: readonly RunEntry['state'][] = [
  'running',
  'interrupted',
  'died',
  'failed',
  'finished',
  'damaged',
];

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
