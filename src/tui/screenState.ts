import type { Key } from 'ink';
import type { ControlRequest } from '../core/runs/control.js';
import { checksOf } from '../core/runs/gateChecks.js';
import { hasEnded, metricNames, type RunView } from '../core/runs/runView.js';

export const VIEWS = ['overview', 'curves', 'classes', 'gate', 'log'] as const;
export type ViewName = (typeof VIEWS)[number];

/** What the viewer has set. */
export interface ScreenState {
  readonly view: ViewName;
  readonly dialog: 'help' | 'quit' | null;
  /** Chosen in the curves; null until then. */
  readonly metric: string | null;
  /** A regular expression that the metrics' names are filtered by. */
  readonly filter: string;
  readonly typingFilter: boolean;
  /** Each level halves the epochs that are shown; 0 shows all. */
  readonly zoom: number;
  /** The last epoch that is shown; null: the newest, as it comes. */
  readonly lastShown: number | null;
  /** Lines from the top of the gate, and from the newest line of the log. */
  readonly scroll: { readonly gate: number; readonly log: number };
  /** Ctrl-C was pressed: the next one ends the process at once. */
  readonly interrupting: boolean;
}

export const startState: ScreenState = {
  view: 'overview',
  dialog: null,
  metric: null,
  filter: '',
  typingFilter: false,
  zoom: 0,
  lastShown: null,
  scroll: { gate: 0, log: 0 },
  interrupting: false,
};

/** What a key does beside changing the screen: `leave` closes it, `abort` wants the process ended at once. */
export type Effect = ControlRequest | 'leave' | 'abort' | null;
export interface Pressed {
  readonly state: ScreenState;
  readonly effect: Effect;
}

const LEAST_EPOCHS = 4;
const PAGE = 10;

/**
 * What a key does.
 *
 * @param controllable whether there is a run that can be asked for something; else it is a replay.
 */
export function press(
  state: ScreenState,
  view: RunView,
  controllable: boolean,
  input: string,
  key: Key,
): Pressed {
  const alive = controllable && !hasEnded(view);
  if (key.ctrl && input === 'c') return interrupt(state, alive);
  if (state.dialog === 'quit') return answer(state, input, key);
  if (state.dialog === 'help') return only({ ...state, dialog: null });
  if (state.typingFilter) return only(typeFilter(state, input, key));
  if (input === 'q') return alive ? only({ ...state, dialog: 'quit' }) : { state, effect: 'leave' };
  if (alive && input === ' ') return { state, effect: view.state === 'paused' ? 'continue' : 'pause' };
  if (alive && input === 's') return { state, effect: 'stop-epoch' };
  return only(look(state, view, input, key));
}

/** The metrics to choose from: those whose names the filter fits. */
export function shownMetrics(state: ScreenState, view: RunView): readonly string[] {
  const names = metricNames(view);
  const pattern = patternOf(state.filter);
  return names.filter((name) => pattern.test(name));
}

/** The metric that is looked at: the chosen one, else what the gate asks for first, else accuracy. */
export function chosenMetric({ metric }: ScreenState, view: RunView): string | null {
  const names = metricNames(view);
  const wanted = [metric, ...view.gate.map((check) => check.metric), 'accuracy'];
  const others = names.filter((name) => name !== 'loss');
  return wanted.find((name) => name !== null && names.includes(name)) ?? others.at(0) ?? null;
}

/** The epochs that curves show, ends included. */
export function shownEpochs(
  { zoom, lastShown }: ScreenState,
  view: RunView,
): { readonly from: number; readonly to: number } {
  const newest = Math.max(2, view.epochs.at(-1)?.epoch ?? 0);
  const span = spanOf(zoom, newest);
  const to = Math.min(newest, Math.max(span, lastShown ?? newest));
  return { from: Math.max(1, to - span + 1), to };
}

/** Keys that change nothing but what is looked at. */
function look(state: ScreenState, view: RunView, input: string, key: Key): ScreenState {
  const index = VIEWS.indexOf(state.view);
  if (key.tab) {
    return { ...state, view: VIEWS[(index + (key.shift ? VIEWS.length - 1 : 1)) % VIEWS.length] };
  }
  if (key.leftArrow || key.rightArrow) return pan(state, view, key.leftArrow ? -1 : 1);
  const lines = linesMoved(key);
  if (lines !== 0) return move(state, view, lines);
  if (key.escape) return { ...state, filter: '', zoom: 0, lastShown: null };
  const named = VIEWS.find((_, number) => input === String(number + 1));
  if (named !== undefined) return { ...state, view: named };
  switch (input) {
    case '?':
    case 'h':
      return { ...state, dialog: 'help' };
    case '/':
      return { ...state, view: 'curves', typingFilter: true };
    case '+':
    case '=':
      return zoomTo(state, view, state.zoom + 1);
    case '-':
      return zoomTo(state, view, state.zoom - 1);
    default:
      return state;
  }
}

function interrupt(state: ScreenState, alive: boolean): Pressed {
  if (!alive) return { state, effect: 'leave' };
  if (state.interrupting) return { state, effect: 'abort' };
  return { state: { ...state, dialog: null, interrupting: true }, effect: 'interrupt' };
}

function answer(state: ScreenState, input: string, key: Key): Pressed {
  const closed = { ...state, dialog: null };
  if (input === 'l') return { state: closed, effect: 'leave' };
  if (input === 's') return { state: { ...closed, interrupting: true }, effect: 'interrupt' };
  return only(key.escape || input === 'b' || input === 'q' ? closed : state);
}

function typeFilter(state: ScreenState, input: string, key: Key): ScreenState {
  if (key.return) return { ...state, typingFilter: false };
  if (key.escape) return { ...state, typingFilter: false, filter: '' };
  if (key.backspace || key.delete) return { ...state, filter: state.filter.slice(0, -1) };
  return key.ctrl || key.meta ? state : { ...state, filter: state.filter + input };
}

function linesMoved(key: Key): number {
  if (key.upArrow) return -1;
  if (key.downArrow) return 1;
  if (key.pageUp) return -PAGE;
  return key.pageDown ? PAGE : 0;
}

function move(state: ScreenState, view: RunView, lines: number): ScreenState {
  const { scroll } = state;
  if (state.view === 'gate') {
    return { ...state, scroll: { ...scroll, gate: bounded(scroll.gate + lines, checksOf(view).length - 1) } };
  }
  if (state.view === 'log') {
    return { ...state, scroll: { ...scroll, log: bounded(scroll.log - lines, view.log.length - 1) } };
  }
  const names = shownMetrics(state, view);
  const chosen = chosenMetric(state, view);
  if (names.length === 0) return state;
  const index = chosen === null ? -1 : names.indexOf(chosen);
  return { ...state, metric: names[bounded(index + lines, names.length - 1)] };
}

function pan(state: ScreenState, view: RunView, direction: number): ScreenState {
  const { from, to } = shownEpochs(state, view);
  const newest = Math.max(2, view.epochs.at(-1)?.epoch ?? 0);
  const moved = to + direction * Math.max(1, Math.round((to - from + 1) / 4));
  return { ...state, lastShown: moved >= newest ? null : Math.max(to - from + 1, moved) };
}

function zoomTo(state: ScreenState, view: RunView, zoom: number): ScreenState {
  const newest = Math.max(2, view.epochs.at(-1)?.epoch ?? 0);
  const useful = zoom <= 0 || spanOf(zoom, newest) < spanOf(zoom - 1, newest);
  return zoom < 0 || !useful ? state : { ...state, zoom, lastShown: zoom === 0 ? null : state.lastShown };
}

function spanOf(zoom: number, newest: number): number {
  return Math.min(newest, Math.max(LEAST_EPOCHS, Math.ceil(newest / 2 ** zoom)));
}

/** What is no regular expression (yet, while it is typed) is looked for as it stands. */
function patternOf(filter: string): RegExp {
  try {
    return new RegExp(filter, 'i');
  } catch {
    return new RegExp(filter.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`), 'i');
  }
}

function bounded(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}

function only(state: ScreenState): Pressed {
  return { state, effect: null };
}
