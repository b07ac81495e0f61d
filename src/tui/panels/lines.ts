import { currentStage, hasEnded, type RunView } from '../../core/runs/runView.js';
import { megabytes } from '../../core/text/figures.js';
import { fit, shorten, widthOf } from '../charts/fit.js';
import { VIEWS, type ScreenState } from '../screenState.js';
import type { Theme } from '../theme.js';
import { clock, shortTime } from './times.js';

const NARROW = 60;

/** Which run this is and how it stands; the run's name at the right where there is room. */
export function headerLine(view: RunView, width: number, theme: Theme): string {
  const { unicode, strong, faint } = theme;
  const elapsed = view.started === null ? '' : clock(view.now - view.started);
  const name = view.name === '' ? 'intone' : view.name;
  const state = stateText(view, theme);
  const left = `${strong(shorten(name, Math.max(8, width - widthOf(state) - 10), unicode))}  ${state}  ${faint(elapsed)}`;
  const room = width - widthOf(left) - 2;
  return room < view.run.length || view.run === ''
    ? left
    : left + '  ' + faint(fit(view.run, room, unicode, 'right'));
}

/** The views, the one that is looked at in brackets. */
export function tabsLine(state: ScreenState, width: number, { inverse, faint }: Theme): string {
  if (width < NARROW) {
    const numbers = VIEWS.map((name, index) =>
      name === state.view ? inverse(`[${index + 1} ${name}]`) : faint(` ${index + 1} `),
    );
    return numbers.join('');
  }
  return VIEWS.map((name, index) =>
    name === state.view ? inverse(`[${index + 1} ${name}]`) : faint(` ${index + 1} ${name} `),
  ).join(' ');
}

/** Epoch, learning rate, speed, memory, processor and what is left, as far as there is room. */
export function systemLine(view: RunView, width: number, { faint, signs, unicode }: Theme): string {
  const { epochs, epochsAtMost, rowsPerSecond, system } = view;
  const last = epochs.at(-1);
  const left = currentStage(view)?.secondsLeft ?? null;
  const rate =
    rowsPerSecond === null
      ? []
      : [`${rowsPerSecond < 10 ? rowsPerSecond.toFixed(1) : Math.round(rowsPerSecond)} clips/s`];
  const parts = [
    ...(epochsAtMost === 0 ? [] : [`epoch ${last?.epoch ?? 0}/${epochsAtMost}`]),
    ...(left === null || hasEnded(view) ? [] : [`${unicode ? '≤' : '<='} ${shortTime(left)} left`]),
    ...rate,
    ...(last === undefined ? [] : [`lr ${Number(last.learningRate.toPrecision(3))}`]),
    ...(system.rssBytes === null ? [] : [megabytes(system.rssBytes)]),
    ...(system.cpuPercent === null || hasEnded(view) ? [] : [`cpu ${Math.round(system.cpuPercent)}%`]),
    ...(view.checkpoint === null ? [] : [`saved at ${view.checkpoint}`]),
  ];
  const between = ` ${signs.dot} `;
  const line = parts.reduce((text, part) => {
    const longer = text === '' ? part : text + between + part;
    return widthOf(longer) <= width ? longer : text;
  }, '');
  return faint(line);
}

/** The keys that do something now. */
export function footerLine(
  state: ScreenState,
  view: RunView,
  controllable: boolean,
  width: number,
  theme: Theme,
): string {
  const { unicode, faint, warning } = theme;
  if (state.typingFilter) {
    return `filter: ${shorten(state.filter, width - 34, unicode)}_  ${faint('enter keep  esc clear')}`;
  }
  const alive = controllable && !hasEnded(view);
  if (alive && state.interrupting)
    return warning(shorten('finishing the batch and saving; Ctrl-C again ends at once', width, unicode));
  const arrows = unicode ? { up: '↑↓', side: '←→' } : { up: 'up/down', side: 'left/right' };
  const keys: readonly FooterKey[] = [
    ...(alive ? [{ text: view.state === 'paused' ? 'space continue' : 'space pause', rank: 2 }] : []),
    ...(alive ? [{ text: 's stop after epoch', rank: 4 }] : []),
    ...viewKeys(state.view, arrows).map((text) => ({ text, rank: 3 })),
    { text: 'tab next', rank: 5 },
    { text: '? help', rank: 1 },
    { text: alive ? 'q quit' : 'q close', rank: 0 },
  ];
  return faint(keysThatFit(keys, width));
}

/** The lower its rank, the sooner a key is shown where there is no room for all. */
interface FooterKey {
  readonly text: string;
  readonly rank: number;
}

function viewKeys(
  view: ScreenState['view'],
  { up, side }: { readonly up: string; readonly side: string },
): readonly string[] {
  if (view === 'curves') return [`${up} metric`, '/ filter', '+- zoom', `${side} pan`];
  return view === 'gate' || view === 'log' ? [`${up} scroll`] : [];
}

function keysThatFit(keys: readonly FooterKey[], width: number): string {
  let left = width + 2;
  const shown = new Set<FooterKey>();
  for (const key of [...keys].sort((a, b) => a.rank - b.rank)) {
    left -= widthOf(key.text) + 2;
    if (left < 0) break;
    shown.add(key);
  }
  return keys
    .filter((key) => shown.has(key))
    .map(({ text }) => text)
    .join('  ');
}

function stateText(view: RunView, { good, bad, warning, accent, signs }: Theme): string {
  if (view.stopping !== null) return warning(`stopping after this ${view.stopping}`);
  switch (view.state) {
    case 'waiting':
      return accent('starting');
    case 'running':
      return accent(`${signs.running} running`);
    case 'paused':
      return warning(`${signs.paused} paused`);
    case 'finished':
      return view.verdict?.passed === false
        ? bad(`${signs.failed} finished, gate FAILED`)
        : good(`${signs.done} finished, gate PASSED`);
    case 'interrupted':
      return warning(`${signs.warning} interrupted`);
    case 'failed':
      return bad(`${signs.failed} failed`);
    case 'died':
      return bad(`${signs.failed} its process is gone`);
  }
}
