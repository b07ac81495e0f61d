import { shorten, widthOf } from '../charts/fit.js';
import type { Theme } from '../theme.js';
import type { CollectionSnapshot } from './collection.js';
import type { CollectionState } from './collectionState.js';
import type { RunEntry } from './runEntry.js';

/** The folder, how many runs it holds, and what narrows the view. */
export function headerLine(
  state: CollectionState,
  { entries, complete, problem }: CollectionSnapshot,
  listed: number,
  folder: string,
  width: number,
  { strong, faint, warning, signs, unicode }: Theme,
): string {
  if (problem !== '') return warning(shorten(`${signs.warning} ${problem}`, width, unicode));
  const counted = (name: RunEntry['state']): string[] => {
    const count = entries.filter((entry) => entry.state === name).length;
    return count === 0 ? [] : [`${count} ${name}`];
  };
  const parts = [
    listed === entries.length
      ? `${entries.length} ${entries.length === 1 ? 'run' : 'runs'}`
      : `${listed} of ${entries.length} runs`,
    ...counted('running'),
    ...counted('damaged'),
    ...(state.filter === '' ? [] : [`/${state.filter}`]),
    ...(state.metrics === '' ? [] : [`metrics ${state.metrics}`]),
    `by ${state.sort}${state.reversed ? ', reversed' : ''}`,
    ...(state.zoom === 0 ? [] : [`zoom ${2 ** state.zoom}${unicode ? '×' : 'x'}`]),
    ...(state.pan === 0 ? [] : ['panned']),
    ...(complete ? [] : ['looking']),
  ];
  const name = shorten(folder, Math.max(8, Math.floor(width / 2)), unicode);
  const rest = shorten(parts.join(` ${signs.dot} `), Math.max(0, width - widthOf(name) - 2), unicode);
  return `${strong(name)}  ${faint(rest)}`;
}

/** What is being typed, what is wrong with the selected run, or the keys. */
export function footerLine(
  { editing, filter, metrics, axis, notice, entries }: CollectionState & { readonly entries: number },
  selected: RunEntry | null,
  inTurn: boolean,
  width: number,
  { accent, warning, faint, signs, unicode }: Theme,
): string {
  if (editing !== null) {
    const typed = editing.field === 'filter' ? `runs: ${filter}` : `metrics: ${metrics}`;
    const hint = widthOf(typed) + 40 > width ? '' : faint('  enter keeps it, esc takes it back');
    return accent(shorten(typed, width - 1, unicode)) + (unicode ? '▏' : '_') + hint;
  }
  const problem = notice === '' ? (selected?.problem ?? '') : notice;
  if (problem !== '') return warning(shorten(`${signs.warning} ${problem}`, width, unicode));
  const keys = [
    '? help',
    'enter open',
    'p pin',
    '/ filter',
    'm metrics',
    ...(inTurn ? ['tab log, system'] : []),
    'o sort',
    `x ${axis === 'epochs' ? 'time' : 'epochs'}`,
    '+ - zoom',
    'q quit',
  ];
  return faint(entries === 0 ? 'q quit' : fitting(keys, width));
}

/** The last key stays, the ones before it as far as they fit. */
function fitting(keys: readonly string[], width: number): string {
  const shown = [...keys];
  while (shown.length > 1 && shown.join('  ').length > width) shown.splice(-2, 1);
  return shown.join('  ').slice(0, width);
}

const HELP: readonly (readonly [keys: string, does: string])[] = [
  ['up down j k', 'select a run; home, end, page up, page down too'],
  ['enter', 'open the run; esc brings you back'],
  ['p, space', 'pin the run: it stays in the charts; P unpins all'],
  ['/', 'filter the runs by words or regular expressions'],
  ['m', 'filter the metrics, e.g. val/(loss|uar)'],
  ['o O', 'sort by the next column; turn the order round'],
  ['x', 'training time or epochs along the charts'],
  ['+ -', 'zoom; the newest stays in view'],
  ['left, right', 'pan; 0 shows all again'],
  ['n N', 'more charts'],
  ['tab', 'charts, log, system, where they share a place'],
  ['mouse', 'click: select; wheel: move, or zoom the charts'],
  ['esc', 'take both filters back'],
  ['q, Ctrl-C', 'quit; runs go on'],
];
const KEY_WIDTH = 13;

export function helpLines({ strong, accent, faint }: Theme): readonly string[] {
  return [
    strong('Keys'),
    '',
    ...HELP.map(([keys, does]) => accent(keys.padEnd(KEY_WIDTH)) + does),
    '',
    faint("'best val' is the first listed metric on the validation"),
    faint('part in the epoch that is kept; the others are held out.'),
  ];
}
