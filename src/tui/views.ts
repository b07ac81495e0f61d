import { metricNames, type RunView } from '../core/runs/runView.js';
import { shorten, wrapWords } from './charts/fit.js';
import { classBarsPanel, classMetrics, confusionPanel } from './panels/classes.js';
import { curvePanel } from './panels/curves.js';
import { gatePanel, gateTable } from './panels/gate.js';
import { logPanel } from './panels/log.js';
import { stack, type Panel } from './panels/panel.js';
import { stagePanel, stagesPanel } from './panels/stages.js';
import { chosenMetric, shownEpochs, shownMetrics, type ScreenState } from './screenState.js';
import type { Theme } from './theme.js';

/** A part of the screen from top to bottom. */
export interface Column {
  readonly width: number;
  readonly lines: readonly string[];
}

/** Between two columns. */
export const GAP = 1;
/** Columns of the terminal below which panels only stand under each other, and from which there are three. */
const NARROW = 60;
const WIDE = 120;
const LEFT_WIDTH = 28;
const LEFT_SHARE_WIDE = 0.3;
const METRICS_WIDTH = 20;

/** What the chosen view shows of a run, in `width` × `height` characters. */
export function drawView(
  view: RunView,
  state: ScreenState,
  width: number,
  height: number,
  theme: Theme,
): readonly Column[] {
  const column = (panels: readonly Panel[], columnWidth: number): Column => ({
    width: columnWidth,
    lines: stack(panels, columnWidth, height, theme),
  });
  switch (state.view) {
    case 'overview':
      return overview(view, state, width, theme).map(([panels, columnWidth]) => column(panels, columnWidth));
    case 'curves': {
      const metric = chosenMetric(state, view);
      const chart =
        metric === null ? noEpochs(theme) : curvePanel(view, metric, shownEpochs(state, view), theme);
      if (width < NARROW) return [column([chart], width)];
      const listWidth = METRICS_WIDTH;
      return [column([metricList(view, state, theme)], listWidth), column([chart], width - listWidth - GAP)];
    }
    case 'classes': {
      const whole = (panel: Panel): Panel => (panel.most < height ? { ...panel, least: panel.most } : panel);
      const matrix = whole(confusionPanel(view, theme));
      const bars = classMetrics(view).map((metric) => whole(classBarsPanel(view, metric, theme)));
      if (width < WIDE || bars.length === 0) return [column([matrix, ...bars], width)];
      const half = Math.floor((width - GAP) / 2);
      return [column([matrix], width - half - GAP), column(bars, half)];
    }
    case 'gate':
      return [column([gateTable(view, state.scroll.gate, theme)], width)];
    case 'log':
      return [column([logPanel(view, state.scroll.log, theme)], width)];
  }
}

type Panels = readonly [panels: readonly Panel[], width: number];

function overview(view: RunView, state: ScreenState, width: number, theme: Theme): readonly Panels[] {
  const epochs = shownEpochs(state, view);
  const metric = chosenMetric(state, view);
  const loss = metricNames(view).length === 0 ? noEpochs(theme) : curvePanel(view, 'loss', epochs, theme);
  const curve = metric === null ? [] : [curvePanel(view, metric, epochs, theme)];
  const recall = classBarsPanel(view, 'recall', theme);
  const gate = gatePanel(view, theme);
  const log = logPanel(view, 0, theme);
  const failure = failurePanel(view, theme);
  if (width < NARROW) {
    const chart = curve.length === 0 ? [loss] : curve;
    return [[[stagePanel(view, theme), ...failure, gate, ...chart, recall, log], width]];
  }
  const stages = stagesPanel(view, theme);
  if (width < WIDE) {
    return [
      [[stages, recall], LEFT_WIDTH],
      [[...failure, loss, ...curve, gate, log], width - LEFT_WIDTH - GAP],
    ];
  }
  const left = Math.floor(width * LEFT_SHARE_WIDE);
  const middle = Math.floor((width - left - 2 * GAP) / 2);
  return [
    [[stages, recall, gate], left],
    [[loss, confusionPanel(view, theme)], middle],
    [[...failure, ...curve, log], width - left - middle - 2 * GAP],
  ];
}

function noEpochs(theme: Theme): Panel {
  return {
    title: theme.strong('curves'),
    least: 1,
    most: 1,
    draw: (width) => [theme.faint(shorten('after the first epoch', width, theme.unicode))],
  };
}

function failurePanel({ failure, state }: RunView, theme: Theme): readonly Panel[] {
  if (failure === null) return [];
  const ink = state === 'interrupted' ? theme.warning : theme.bad;
  return [
    {
      title: ink(failure.code),
      least: 1,
      most: 3,
      draw: (width) => wrapWords(failure.message, width),
    },
  ];
}

/** The metrics to choose from, with the chosen one in view. */
function metricList(view: RunView, state: ScreenState, theme: Theme): Panel {
  const names = shownMetrics(state, view);
  const chosen = chosenMetric(state, view);
  const all = metricNames(view).length;
  return {
    title: theme.strong(names.length === all ? 'metrics' : `metrics ${names.length}/${all}`),
    least: 1,
    most: Infinity,
    draw: (width, height) => {
      if (names.length === 0)
        return [theme.faint(shorten(all === 0 ? 'none yet' : 'none fits', width, theme.unicode))];
      const index = chosen === null ? 0 : Math.max(0, names.indexOf(chosen));
      const start = Math.max(0, Math.min(index - Math.floor(height / 2), names.length - height));
      return names.slice(start, start + height).map((name) => {
        const text = shorten(`${name === chosen ? '>' : ' '} ${name}`, width, theme.unicode);
        return name === chosen ? theme.strong(text) : text;
      });
    },
  };
}
