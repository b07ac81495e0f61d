import type { LogLine } from '../../core/runs/logLine.js';
import type { RunView } from '../../core/runs/runView.js';
import { shorten } from '../charts/fit.js';
import type { Ink } from '../charts/ink.js';
import type { Theme } from '../theme.js';
import type { Panel } from './panel.js';
import { clock } from './times.js';

const SOURCE_WIDTH = 8;

/** The newest lines of the log, `back` lines before the newest at the bottom. */
export function logPanel(view: RunView, back: number, theme: Theme): Panel {
  const { log } = view;
  const clockWidth = clock(view.now - (view.started ?? view.now)).length;
  return {
    title: theme.strong('log') + theme.faint(back === 0 ? '' : `, ${back} lines back`),
    least: 2,
    most: Infinity,
    draw: (width, height) => {
      const end = Math.max(Math.min(height, log.length), log.length - back);
      return log
        .slice(Math.max(0, end - height), end)
        .map((line) => drawLine(line, view.started ?? line.time, clockWidth, width, theme));
    },
  };
}

function drawLine(
  { time, level, source, text }: LogLine,
  started: number,
  clockWidth: number,
  width: number,
  theme: Theme,
): string {
  const stamp = `${clock(time - started).padStart(clockWidth)} ${source.padEnd(SOURCE_WIDTH)} `;
  const inks: Readonly<Record<LogLine['level'], Ink>> = {
    info: (plain) => plain,
    good: theme.good,
    warning: theme.warning,
    error: theme.bad,
  };
  const word = level === 'warning' || level === 'error' ? `${level}: ` : '';
  const room = Math.max(0, width - stamp.length);
  return (
    theme.faint(shorten(stamp, width, theme.unicode)) + inks[level](shorten(word + text, room, theme.unicode))
  );
}
