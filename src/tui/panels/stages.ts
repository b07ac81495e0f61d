import { currentStage, type RunView, type StageView } from '../../core/runs/runView.js';
import { bar } from '../charts/bar.js';
import { fit, shorten } from '../charts/fit.js';
import type { Theme } from '../theme.js';
import type { Panel } from './panel.js';
import { shortTime } from './times.js';

const NAME_WIDTH = 9;
const BAR_LEAST = 4;
const BAR_MOST = 20;
const SUMMARY_LEAST = 24;

/** Every stage of the pipeline: done, with what it made; running, with what is left; waiting. */
export function stagesPanel(view: RunView, theme: Theme): Panel {
  const { stages } = view;
  const done = stages.filter(({ state }) => state === 'done').length;
  return {
    title: theme.strong(`stages ${done}/${stages.length}`),
    least: stages.length,
    most: stages.length,
    draw: (width) => stages.map((stage) => stageLine(stage, view, width, theme)),
  };
}

/** Only the stage that runs, where there is no room for all. */
export function stagePanel(view: RunView, theme: Theme): Panel {
  const stage = currentStage(view) ?? view.stages[0];
  const done = view.stages.filter(({ state }) => state === 'done').length;
  return {
    title: theme.strong(`stage ${Math.min(done + 1, view.stages.length)}/${view.stages.length}`),
    least: 1,
    most: 1,
    draw: (width) => [stageLine(stage, view, width, theme)],
  };
}

function stageLine(stage: StageView, view: RunView, width: number, theme: Theme): string {
  const { faint, good, accent, unicode, signs } = theme;
  const name = fit(stage.stage, NAME_WIDTH, unicode);
  const room = width - NAME_WIDTH - 2;
  switch (stage.state) {
    case 'waiting':
      return faint(`${signs.waiting} ${name}`);
    case 'done':
      return `${good(signs.done)} ${name}${faint(doneText(stage, room, unicode))}`;
    case 'running':
      return `${accent(view.state === 'paused' ? signs.paused : signs.running)} ${name}${runningText(stage, room, theme)}`;
  }
}

function doneText({ seconds, summary }: StageView, room: number, unicode: boolean): string {
  const time = shortTime(seconds);
  const summaryRoom = room - time.length - 1;
  if (summaryRoom < SUMMARY_LEAST) return fit(time, room, unicode, 'right');
  return `${fit(summary, summaryRoom, unicode)} ${time}`;
}

function runningText({ progress, secondsLeft }: StageView, room: number, theme: Theme): string {
  const { unicode, accent } = theme;
  if (progress === null) return theme.faint(shorten('running', room, unicode));
  const share = progress.total === 0 ? 1 : progress.done / progress.total;
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const left = secondsLeft === null ? '' : ` -${shortTime(secondsLeft)}`;
  const barRoom = Math.min(BAR_MOST, room - percent.length - left.length);
  if (barRoom < BAR_LEAST) return shorten(percent.trim() + left, room, unicode);
  const counted = ` ${progress.done}/${progress.total} ${progress.unit}`;
  const text = accent(bar(share, barRoom, unicode)) + percent + left;
  return barRoom + percent.length + left.length + counted.length <= room ? text + counted : text;
}
