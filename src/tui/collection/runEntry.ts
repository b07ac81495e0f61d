import type { EventLine } from '../../core/events.js';
import { applyEvent, emptyView, endView, type RunView } from '../../core/runs/runView.js';
import type { Run, RunState } from '../../core/runs/reader.js';
import { parseRunName } from '../../core/runs/name.js';
import type { Figures } from './runSource.js';

/** The process that runs the experiment, at one moment. */
export interface SystemSample {
  /** Since the run's first event, pauses included. */
  readonly seconds: number;
  readonly rssBytes: number | null;
  /** 100 is one core. */
  readonly cpuPercent: number | null;
  readonly rowsPerSecond: number | null;
}

/** What a run's events tell. */
export interface RunHistory {
  readonly view: RunView;
  readonly system: readonly SystemSample[];
}

/** A run of the collection, as far as it was read. */
export interface RunEntry {
  /** The directory's name. */
  readonly name: string;
  /** What a person calls it: the experiment and the hash. */
  readonly title: string;
  readonly state: RunState | 'damaged';
  /** In ms since 1970; of a damaged run by its name. */
  readonly started: number;
  /** The gate's verdict; null before it, and where there is none. */
  readonly passed: boolean | null;
  /** On the held-out part; empty before it was evaluated. */
  readonly heldOut: Figures;
  /** Null until its events were asked for. */
  readonly history: RunHistory | null;
  /** What is wrong with it, or why it ended; empty where there is nothing to say. */
  readonly problem: string;
}

export const emptyHistory: RunHistory = { view: emptyView, system: [] };

export function entryOf({ name, state, record }: Run): RunEntry {
  return {
    name,
    title: titleOf(name),
    state,
    started: Date.parse(record.started),
    passed: record.passed,
    heldOut: {},
    history: null,
    problem: record.error === null ? '' : `${record.error.message} [${record.error.code}]`,
  };
}

export function damagedEntry(name: string, problem: string): RunEntry {
  return {
    name,
    title: titleOf(name),
    state: 'damaged',
    started: startedByName(name),
    passed: null,
    heldOut: {},
    history: null,
    problem,
  };
}

/** The history after one more event; what a resumed run makes anew is not kept twice. */
export function extendHistory({ view, system }: RunHistory, event: EventLine): RunHistory {
  const next = applyEvent(view, event);
  const told = event.type === 'system' || event.type === 'stage-progress' || event.type === 'stage-finished';
  return { view: next, system: told ? withSample(system, next) : system };
}

/** At most one sample a second. */
function withSample(system: readonly SystemSample[], view: RunView): readonly SystemSample[] {
  const seconds = (view.now - (view.started ?? view.now)) / 1000;
  const sample = { seconds, ...view.system, rowsPerSecond: view.rowsPerSecond };
  const latest = system.at(-1);
  const again = latest !== undefined && Math.floor(latest.seconds) === Math.floor(seconds);
  return [...(again ? system.slice(0, -1) : system), sample];
}

export function endHistory({ view, system }: RunHistory): RunHistory {
  return { view: endView(view), system };
}

/** `quickstart b17e36af`, and `quickstart b17e36af.2` for a second run of the same second. */
function titleOf(name: string): string {
  const parts = parseRunName(name);
  return parts === null ? name : `${parts.experiment} ${name.slice(name.lastIndexOf('-') + 1)}`;
}

/** `20261122T163000Z-…` */
function startedByName(name: string): number {
  const time = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(name);
  if (time === null) return 0;
  const [, year, month, day, hour, minute, second] = time.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
