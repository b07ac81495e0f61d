import { shorten, widthOf, wrapWords } from '../charts/fit.js';
import type { Panel } from '../panels/panel.js';
import type { Theme } from '../theme.js';
import { capacityOf, drawGrid, gridFor, type Grid, type TitledChart } from './chartGrid.js';
import { chartWindow } from './chartWindow.js';
import type { RunEntry } from './runEntry.js';
import type { RunMark } from './runInk.js';
import { chartNames, extentOf, pointsOf, type XAxis } from './runLines.js';

/** A run that the charts show. */
export interface ChartedRun {
  readonly entry: RunEntry;
  readonly mark: RunMark;
}

/** What the charts show, and how. */
export interface ChartChoice {
  /** Later ones lie on top. */
  readonly runs: readonly ChartedRun[];
  /** What was typed to choose metrics. */
  readonly metrics: string;
  readonly axis: XAxis;
  readonly zoom: number;
  readonly pan: number;
  readonly page: number;
}

const LEAST = { width: 34, height: 7 };

/** A chart for each metric, the runs overlaid in each. */
export function metricCharts(choice: ChartChoice, width: number, theme: Theme): Panel {
  return {
    title: legend(choice.runs, width - 4, theme),
    least: 3,
    most: Infinity,
    draw: (across, height) => {
      const names = namesOf(choice);
      if (names.length === 0) return whyNone(choice, across).map(theme.faint);
      const { grid, pages } = pagedGrid(names.length, across, height);
      const each = capacityOf(grid);
      const first = Math.min(choice.page, pages - 1) * each;
      const shown = names.slice(first, first + each);
      const charts = drawGrid(
        shown.map((name) => chartOf(name, choice)),
        grid,
        theme,
      );
      if (pages === 1) return charts;
      const last = first + shown.length;
      const range = shown.length === 1 ? `chart ${last}` : `charts ${first + 1} to ${last}`;
      const place = `${range} of ${names.length}; n, N for others`;
      return [...charts, theme.faint(shorten(place, across, theme.unicode))];
    },
  };
}

/** How many pages the charts take in a panel of this size, its heading left out. */
export function chartPages(choice: ChartChoice, width: number, height: number): number {
  return pagedGrid(namesOf(choice).length, width, height).pages;
}

/** Where not all fit, a line below says so. */
function pagedGrid(
  charts: number,
  width: number,
  height: number,
): { readonly grid: Grid; readonly pages: number } {
  const whole = gridFor(width, height, charts, LEAST);
  if (capacityOf(whole) >= charts) return { grid: whole, pages: 1 };
  const grid = gridFor(width, height - 1, charts, LEAST);
  return { grid, pages: Math.ceil(charts / capacityOf(grid)) };
}

/** Epochs of the longest of the runs. */
export function longestRun(runs: readonly ChartedRun[]): number {
  return Math.max(0, ...viewsOf(runs).map(({ view }) => view.epochs.length));
}

function namesOf({ runs, metrics }: ChartChoice): readonly string[] {
  return chartNames(
    viewsOf(runs).map(({ view }) => view),
    metrics,
  );
}

function chartOf(title: string, choice: ChartChoice): TitledChart {
  const { runs, axis, zoom, pan } = choice;
  const extents = viewsOf(runs).flatMap(({ view }) => extentOf(view, axis) ?? []);
  const window = chartWindow(extents, zoom, pan);
  const unit = axis === 'epochs' ? { name: 'epoch', seconds: 1 } : timeUnit(window.to);
  const lines = viewsOf(runs).map(({ view, mark }) => ({
    ...mark,
    points: pointsOf(view, title, axis).map(({ x, y }) => ({ x: x / unit.seconds, y })),
  }));
  const [from, to] = [window.from / unit.seconds, window.to / unit.seconds];
  return { title, lines, from, to, wholeX: axis === 'epochs', unit: unit.name };
}

function viewsOf(runs: readonly ChartedRun[]) {
  return runs.flatMap(({ entry: { history }, mark }) =>
    history === null ? [] : [{ view: history.view, mark }],
  );
}

/** Which run is which line, the one on top first. */
function legend(runs: readonly ChartedRun[], width: number, { unicode }: Theme): string {
  let text = '';
  for (const { entry, mark } of runs.toReversed()) {
    const gap = text === '' ? '' : '  ';
    const name = `${mark.tag} ${entry.title}`;
    const room = width - widthOf(text) - gap.length;
    if (text !== '' && widthOf(name) > room) return text + shorten(unicode ? ' …' : ' ~', room, unicode);
    text += gap + mark.ink(shorten(name, room, unicode));
  }
  return text === '' ? 'charts' : text;
}

/** What times up to `most` seconds are best told in. */
export function timeUnit(most: number): { readonly name: string; readonly seconds: number } {
  if (most < 120) return { name: 's', seconds: 1 };
  return most < 7200 ? { name: 'min', seconds: 60 } : { name: 'h', seconds: 3600 };
}

function whyNone({ runs, metrics }: ChartChoice, width: number): readonly string[] {
  const problem = runs.map(({ entry }) => entry.problem).findLast((each) => each !== '');
  if (problem !== undefined) return wrapWords(problem, width);
  if (runs.length === 0) return wrapWords('no run to show', width);
  const read = runs.some(({ entry }) => entry.history !== null);
  const reason = metrics === '' ? 'no epoch is done yet' : `no metric fits '${metrics}'`;
  return wrapWords(read ? reason : 'reading the events', width);
}
