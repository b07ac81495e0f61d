import { checksOf, type CheckView } from '../../core/runs/gateChecks.js';
import type { RunView } from '../../core/runs/runView.js';
import { bar } from '../charts/bar.js';
import { asciiOf, fit, shorten, widthOf } from '../charts/fit.js';
import type { Theme } from '../theme.js';
import type { Panel } from './panel.js';

const WHAT_LEAST = 14;
const WHAT_MOST = 34;
const BAR_MOST = 40;
const VALUE_WIDTH = 6;
const NEEDS_WIDTH = 9;

/** The gate's checks beside their present values, those that fail first. */
export function gatePanel(view: RunView, theme: Theme): Panel {
  const checks = [...checksOf(view)].sort((a, b) => urgency(a) - urgency(b));
  return {
    title: gateTitle(view, checks, theme),
    least: Math.min(2, Math.max(1, checks.length)),
    most: Math.max(1, checks.length),
    draw: (width, height) => {
      if (checks.length === 0) return [theme.faint('no checks: whatever comes passes')];
      if (checks.length <= height) return checks.map((check) => checkLine(check, checks, width, theme));
      const rest = checks.slice(height - 1);
      const holding = rest.filter(({ holds }) => holds === true).length;
      const more = shorten(`and ${rest.length} more, of which ${holding} hold`, width, theme.unicode);
      return [
        ...checks.slice(0, height - 1).map((check) => checkLine(check, checks, width, theme)),
        theme.faint(more),
      ];
    },
  };
}

/** All checks, from the `first` on. */
export function gateTable(view: RunView, first: number, theme: Theme): Panel {
  const checks = checksOf(view);
  return {
    title: gateTitle(view, checks, theme),
    least: 1,
    most: Infinity,
    draw: (width, height) => {
      if (checks.length === 0) return [theme.faint('no checks: whatever comes passes')];
      const start = Math.max(0, Math.min(first, checks.length - height));
      return checks.slice(start, start + height).map((check) => checkLine(check, checks, width, theme));
    },
  };
}

function gateTitle({ verdict, state }: RunView, checks: readonly CheckView[], theme: Theme): string {
  if (verdict !== null) {
    const held = `${verdict.checks - verdict.failed}/${verdict.checks} hold`;
    return verdict.passed ? theme.good(`gate PASSED, ${held}`) : theme.bad(`gate FAILED, ${held}`);
  }
  const holding = checks.filter(({ holds }) => holds === true).length;
  const standing = state === 'waiting' || checks.length === 0 ? '' : `, ${holding}/${checks.length} hold now`;
  return theme.strong('gate') + theme.faint(standing);
}

function checkLine(check: CheckView, all: readonly CheckView[], width: number, theme: Theme): string {
  const { unicode, signs } = theme;
  const { value, holds, level, from, part, limit } = check;
  const failed = level === 'warn' ? theme.warning : theme.bad;
  const mark =
    holds === null
      ? theme.faint(signs.waiting)
      : holds
        ? theme.good(signs.done)
        : failed(level === 'warn' ? signs.warning : signs.failed);
  // A value of the validation part only says about where the held-out part will be.
  const about = from === 'kept epoch' && part !== 'validation' ? signs.about : ' ';
  const number = value === null ? '-' : about + value.toFixed(3);
  const needs = needsOf(check, unicode);
  const needsWidth = Math.max(NEEDS_WIDTH, ...all.map((each) => needsOf(each, unicode).length));
  const longest = Math.max(...all.map((each) => widthOf(nameOf(each))));
  const room = width - 2 - VALUE_WIDTH - 1 - needsWidth;
  const whatWidth = Math.max(Math.min(WHAT_LEAST, room), Math.min(longest + 1, WHAT_MOST, room));
  const barWidth = Math.min(BAR_MOST, room - whatWidth - 1);
  const ink = holds === null ? theme.faint : holds ? theme.good : failed;
  const drawn = barWidth < 6 ? '' : ink(bar(value ?? 0, barWidth, unicode, limit)) + ' ';
  return `${mark} ${fit(nameOf(check), whatWidth, unicode)}${drawn}${ink(number.padStart(VALUE_WIDTH))} ${theme.faint(needs)}`;
}

function needsOf({ threshold, bound }: CheckView, unicode: boolean): string {
  const words = bound === 'value' ? threshold : `${threshold} (${bound})`;
  return unicode ? words : asciiOf(words);
}

function nameOf({ metric, class: name, part }: CheckView): string {
  return [metric, ...(name === null ? [] : [name]), ...(part === 'test' ? [] : [`(${part})`])].join(' ');
}

/** What fails before what is not known, before what holds. */
function urgency({ holds, level }: CheckView): number {
  if (holds === false) return level === 'error' ? 0 : 1;
  return holds === null ? 2 : 3;
}
