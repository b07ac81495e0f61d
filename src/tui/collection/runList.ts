import { fit, shorten, widthOf } from '../charts/fit.js';
import { plain, type Ink } from '../charts/ink.js';
import type { Theme } from '../theme.js';
import { bestValue, gateName, stateName, type SortKey } from './arrange.js';
import type { RunEntry } from './runEntry.js';
import type { RunMark } from './runInk.js';

/** What the list shows. */
export interface RunList {
  readonly entries: readonly RunEntry[];
  readonly selected: string | null;
  /** Of the first entry in view. */
  readonly top: number;
  readonly marks: ReadonlyMap<string, RunMark>;
  /** Of the held-out part. */
  readonly metrics: readonly string[];
  readonly sort: SortKey;
  readonly reversed: boolean;
  /** In ms since 1970. */
  readonly now: number;
}

interface Column {
  readonly name: string;
  readonly key: SortKey | null;
  readonly width: number;
  readonly align: 'left' | 'right';
  readonly text: (entry: RunEntry) => string;
  readonly ink: (entry: RunEntry) => Ink;
}

const TITLE_LEAST = 19;
const CURSOR_WIDTH = 4;
const STATE_WIDTH = 13;
const GATE_WIDTH = 7;
const BEST_WIDTH = 10;
const AGE_WIDTH = 5;

/** A line of headings, and a line for each run in view: exactly `height` lines of `width` columns. */
export function runList(list: RunList, width: number, height: number, theme: Theme): readonly string[] {
  const columns = columnsFor(list, width, theme);
  const shown = list.entries.slice(list.top, list.top + height - 1);
  const lines = [heading(list, columns, theme), ...shown.map((entry) => row(entry, list, columns, theme))];
  return Array.from({ length: height }, (_, index) => lines[index] ?? ' '.repeat(width));
}

/** The columns that fit, the most telling first; the name takes what is left. */
function columnsFor(list: RunList, width: number, theme: Theme): readonly Column[] {
  const [first = 'accuracy'] = list.metrics;
  const wanted: readonly (Column & { readonly place: number })[] = [
    { ...stateColumn(theme), place: 1 },
    { ...gateColumn(theme), place: 2 },
    { ...figureColumn(list.metrics[0] ?? null), place: 4 },
    { ...bestColumn(first), place: 3 },
    { ...ageColumn(list.now), place: 9 },
    ...list.metrics.slice(1).map((metric, index) => ({ ...figureColumn(metric), place: 5 + index })),
  ];
  let room = width - CURSOR_WIDTH - TITLE_LEAST;
  const fitting = wanted.filter((column) => {
    const fits = column.width > 0 && room > column.width;
    if (fits) room -= column.width + 1;
    return fits;
  });
  fitting.sort((a, b) => a.place - b.place);
  return [titleColumn(TITLE_LEAST + Math.max(0, room), theme), ...fitting];
}

function heading({ sort, reversed }: RunList, columns: readonly Column[], theme: Theme): string {
  const arrow = theme.unicode ? (reversed ? '▲' : '▼') : reversed ? '^' : 'v';
  const names = columns.map(({ name, key, width, align }) =>
    fit(
      key === sort ? (align === 'left' ? `${name} ${arrow}` : `${arrow}${name}`) : name,
      width,
      theme.unicode,
      align,
    ),
  );
  return theme.faint(' '.repeat(CURSOR_WIDTH) + names.join(' '));
}

function row(entry: RunEntry, list: RunList, columns: readonly Column[], theme: Theme): string {
  const isSelected = entry.name === list.selected;
  const mark = list.marks.get(entry.name);
  const cursor = isSelected ? (theme.unicode ? '▸ ' : '> ') : '  ';
  const tag = mark === undefined ? '  ' : `${mark.ink(mark.tag)} `;
  const cells = columns.map(({ text, ink, width, align }) =>
    ink(entry)(fit(text(entry), width, theme.unicode, align)),
  );
  const line = cells.join(' ');
  return theme.strong(cursor) + tag + (isSelected ? theme.inverse(line) : line);
}

function titleColumn(width: number, { faint, unicode }: Theme): Column {
  return {
    name: 'run',
    key: 'name',
    width,
    align: 'left',
    text: ({ title }) => shortTitle(title, width, unicode),
    ink: ({ state }) => (state === 'damaged' ? faint : plain),
  };
}

/** Cuts the experiment's name, not the hash that tells runs apart. */
function shortTitle(title: string, width: number, unicode: boolean): string {
  const hash = title.slice(title.lastIndexOf(' '));
  const room = width - hash.length;
  return widthOf(title) <= width || room < 4
    ? title
    : shorten(title.slice(0, -hash.length), room, unicode) + hash;
}

function stateColumn(theme: Theme): Column {
  const { signs } = theme;
  const shown: Readonly<Record<string, { readonly sign: string; readonly ink: Ink } | undefined>> = {
    running: { sign: signs.running, ink: theme.accent },
    paused: { sign: signs.paused, ink: theme.warning },
    finished: { sign: signs.done, ink: plain },
    interrupted: { sign: signs.paused, ink: theme.warning },
    failed: { sign: signs.failed, ink: theme.bad },
    died: { sign: signs.failed, ink: theme.bad },
    damaged: { sign: signs.warning, ink: theme.warning },
  };
  return {
    name: 'state',
    key: 'state',
    width: STATE_WIDTH,
    align: 'left',
    text: (entry) => `${shown[stateName(entry)]?.sign ?? ' '} ${progressName(entry) ?? stateName(entry)}`,
    ink: (entry) => shown[stateName(entry)]?.ink ?? plain,
  };
}

/** How far a run is that runs: `epoch 7/12`, or the stage. */
function progressName(entry: RunEntry): string | null {
  if (stateName(entry) !== 'running' || entry.history === null) return null;
  const { epochs, epochsAtMost, stages } = entry.history.view;
  const stage = stages.find(({ state }) => state === 'running')?.stage;
  if (stage === 'train' && epochsAtMost > 0) return `ep ${epochs.at(-1)?.epoch ?? 0}/${epochsAtMost}`;
  return stage ?? null;
}

function gateColumn({ good, bad }: Theme): Column {
  return {
    name: 'gate',
    key: 'gate',
    width: GATE_WIDTH,
    align: 'left',
    text: (entry) => (entry.passed === false ? 'FAILED' : gateName(entry)),
    ink: ({ passed }) => (passed === null ? plain : passed ? good : bad),
  };
}

/** `.583 @7`: the validation part's value in the kept epoch. */
function bestColumn(metric: string): Column {
  return {
    name: 'best val',
    key: null,
    width: BEST_WIDTH,
    align: 'right',
    text: (entry) => {
      const best = bestValue(entry, metric);
      return best === null ? '' : `${best.value.toFixed(3)} @${best.epoch}`;
    },
    ink: () => plain,
  };
}

function figureColumn(metric: string | null): Column {
  return {
    name: metric ?? '',
    key: metric,
    width: metric === null ? 0 : Math.max(6, Math.min(12, widthOf(metric) + 1)),
    align: 'right',
    text: ({ heldOut }) => (metric === null ? '' : (heldOut[metric]?.toFixed(3) ?? '')),
    ink: () => plain,
  };
}

function ageColumn(now: number): Column {
  return {
    name: 'age',
    key: 'newest',
    width: AGE_WIDTH,
    align: 'right',
    text: ({ started }) => age((now - started) / 1000),
    ink: () => plain,
  };
}

/** `40s`, `12m`, `3h`, `15d`. */
function age(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m`;
  return whole < 86_400 ? `${Math.floor(whole / 3600)}h` : `${Math.floor(whole / 86_400)}d`;
}
