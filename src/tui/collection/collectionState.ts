import { SORT_BY_START, type SortKey } from './arrange.js';

/** What fills the lower part of a small screen; a big one shows all. */
const PANELS = ['charts', 'log', 'system'] as const;
export type Panel = (typeof PANELS)[number];

/** What somebody made of the screen: everything on it that does not come from the runs. */
export interface CollectionState {
  /** A run's name; null follows the first of the list. */
  readonly selected: string | null;
  /** The first row of the list that is in view. */
  readonly top: number;
  /** The slot of each pinned run, which gives it its letter and colour. */
  readonly pins: ReadonlyMap<string, number>;
  readonly sort: SortKey;
  readonly reversed: boolean;
  readonly filter: string;
  readonly metrics: string;
  /** The field that is being typed into, and what it held before. */
  readonly editing: { readonly field: 'filter' | 'metrics'; readonly before: string } | null;
  readonly axis: 'epochs' | 'time';
  /** The charts show 1 / 2 ** zoom of the whole length. */
  readonly zoom: number;
  /** How far the charts are moved back from the newest, in quarters of what they show. */
  readonly pan: number;
  /** Of the charts. */
  readonly page: number;
  readonly panel: Panel;
  readonly help: boolean;
  /** The run that was entered. */
  readonly entered: string | null;
  /** What must be said once, until the next key. */
  readonly notice: string;
  readonly closed: boolean;
}

export const firstState: CollectionState = {
  selected: null,
  top: 0,
  pins: new Map(),
  sort: SORT_BY_START,
  reversed: false,
  filter: '',
  metrics: '',
  editing: null,
  axis: 'epochs',
  zoom: 0,
  pan: 0,
  page: 0,
  panel: 'charts',
  help: false,
  entered: null,
  notice: '',
  closed: false,
};

/** The first state with some runs pinned, the first of them selected. */
export function stateWithPins(names: readonly string[]): CollectionState {
  return names.reduce<CollectionState>(togglePin, { ...firstState, selected: names.at(0) ?? null });
}

/** One thing that a key or the mouse asks for. */
export type Action =
  | { readonly do: 'move'; readonly by: number }
  | { readonly do: 'page'; readonly by: number }
  | { readonly do: 'select'; readonly row: number }
  | {
      readonly do:
        | 'pin'
        | 'unpin-all'
        | 'sort'
        | 'reverse'
        | 'axis'
        | 'newest'
        | 'panel'
        | 'help'
        | 'enter'
        | 'leave'
        | 'back'
        | 'quit';
    }
  | { readonly do: 'edit'; readonly field: 'filter' | 'metrics' }
  | { readonly do: 'type' | 'notice'; readonly text: string }
  | { readonly do: 'erase' | 'accept' }
  | { readonly do: 'zoom' | 'pan' | 'charts'; readonly by: number };

/** What an action may need to know of what is on the screen. */
export interface OnScreen {
  /** The list's runs in their order. */
  readonly names: readonly string[];
  /** Rows of the list that are in view, and the first of them. */
  readonly rows: number;
  readonly top: number;
  readonly sortKeys: readonly SortKey[];
  readonly chartPages: number;
  /** How often the length of the charts can be halved. */
  readonly zoomMost: number;
}

/** The state after an action. */
export function act(before: CollectionState, action: Action, on: OnScreen): CollectionState {
  const state = before.notice === '' ? before : { ...before, notice: '' };
  switch (action.do) {
    case 'move':
      return select(state, selectedIndex(state, on.names) + action.by, on);
    case 'page':
      return select(state, selectedIndex(state, on.names) + action.by * Math.max(1, on.rows - 1), on);
    case 'select':
      return select(state, on.top + action.row, on);
    case 'pin':
      return togglePin(state, selectedName(state, on.names));
    case 'unpin-all':
      return { ...state, pins: new Map() };
    case 'sort':
      return { ...state, sort: after(on.sortKeys, state.sort), reversed: false };
    case 'reverse':
      return { ...state, reversed: !state.reversed };
    case 'axis':
      return { ...state, axis: state.axis === 'epochs' ? 'time' : 'epochs' };
    case 'newest':
      return { ...state, zoom: 0, pan: 0 };
    case 'panel':
      return { ...state, panel: after(PANELS, state.panel) };
    case 'help':
      return { ...state, help: !state.help };
    case 'enter':
      return { ...state, entered: selectedName(state, on.names) };
    case 'leave':
      return { ...state, selected: state.entered ?? state.selected, entered: null };
    case 'back':
      return back(state);
    case 'edit':
      return { ...state, editing: { field: action.field, before: state[action.field] } };
    case 'type':
      return edit(state, (text) => text + action.text);
    case 'erase':
      return edit(state, (text) => text.slice(0, -1));
    case 'accept':
      return { ...state, editing: null };
    case 'notice':
      return { ...state, notice: action.text };
    case 'quit':
      return { ...state, closed: true };
    case 'zoom':
      return {
        ...state,
        zoom: bounded(state.zoom + action.by, on.zoomMost),
        pan: action.by < 0 ? 0 : state.pan,
      };
    case 'pan':
      return { ...state, pan: bounded(state.pan + action.by, 4 * (2 ** state.zoom - 1)) };
    case 'charts':
      return { ...state, page: bounded(state.page + action.by, on.chartPages - 1) };
  }
}

/** The selected run; the first where none was selected, or the selected one is not in the list any more. */
export function selectedName(state: CollectionState, names: readonly string[]): string | null {
  return names.at(selectedIndex(state, names)) ?? null;
}

export function selectedIndex({ selected }: CollectionState, names: readonly string[]): number {
  return selected === null ? 0 : Math.max(0, names.indexOf(selected));
}

/** The first row in view, so that the selected one is. */
export function topRow(
  { top }: Pick<CollectionState, 'top'>,
  index: number,
  rows: number,
  length: number,
): number {
  const shown = Math.min(Math.max(top, index - rows + 1), index);
  return Math.max(0, Math.min(shown, length - rows));
}

function select(state: CollectionState, wanted: number, { names, rows, top }: OnScreen): CollectionState {
  if (names.length === 0) return state;
  const index = bounded(wanted, names.length - 1);
  return { ...state, selected: names[index], top: topRow({ top }, index, rows, names.length) };
}

/** A pinned run keeps its slot; a new one takes the first that is free. */
function togglePin(state: CollectionState, name: string | null): CollectionState {
  if (name === null) return state;
  const pins = new Map(state.pins);
  if (!pins.delete(name)) {
    const taken = new Set(pins.values());
    let slot = 0;
    while (taken.has(slot)) slot += 1;
    pins.set(name, slot);
  }
  return { ...state, pins };
}

/** Takes one thing back: what is typed, the help, the patterns. */
function back(state: CollectionState): CollectionState {
  if (state.editing !== null) return { ...state, [state.editing.field]: state.editing.before, editing: null };
  if (state.help) return { ...state, help: false };
  return { ...state, filter: '', metrics: '', page: 0 };
}

/** Changes what is being typed. */
function edit(state: CollectionState, change: (text: string) => string): CollectionState {
  if (state.editing === null) return state;
  const { field } = state.editing;
  return { ...state, [field]: change(state[field]), page: 0 };
}

function after<T>(all: readonly T[], one: T): T {
  return all[(all.indexOf(one) + 1) % all.length];
}

function bounded(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}
