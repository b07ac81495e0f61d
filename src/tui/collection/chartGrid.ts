import { fit } from '../charts/fit.js';
import type { Theme } from '../theme.js';
import { overlayChart, type OverlayLine } from './overlayChart.js';

/** A small chart with its name above it. */
export interface TitledChart {
  readonly title: string;
  readonly lines: readonly OverlayLine[];
  readonly from: number;
  readonly to: number;
  readonly wholeX: boolean;
  readonly unit: string;
}

/** How many charts there is room for, and how big each is, title included. */
export interface Grid {
  readonly across: number;
  readonly down: number;
  readonly width: number;
  readonly height: number;
}

/** What a chart needs to be worth showing, in characters, title and axes included. */
export interface ChartLeast {
  readonly width: number;
  readonly height: number;
}

const GAP = 2;

/** As many charts as fit, below each other first, and then as big as they can be. */
export function gridFor(width: number, height: number, charts: number, least: ChartLeast): Grid {
  const columns = Math.max(1, Math.floor((width + GAP) / (least.width + GAP)));
  const rows = Math.max(1, Math.floor(height / least.height));
  const across = Math.min(columns, Math.max(1, Math.ceil(charts / rows)));
  const down = Math.min(rows, Math.max(1, Math.ceil(charts / across)));
  return { across, down, width: Math.floor((width + GAP) / across) - GAP, height: Math.floor(height / down) };
}

/** The first charts, as many as the grid holds, row by row. */
export function drawGrid(charts: readonly TitledChart[], grid: Grid, theme: Theme): readonly string[] {
  const drawn = charts.slice(0, grid.across * grid.down).map((chart) => drawChart(chart, grid, theme));
  const lines: string[] = [];
  for (let first = 0; first < drawn.length; first += grid.across) {
    const beside = drawn.slice(first, first + grid.across);
    for (let row = 0; row < grid.height; row++)
      lines.push(beside.map((rows) => rows[row]).join(' '.repeat(GAP)));
  }
  return lines;
}

function drawChart(
  { title, ...chart }: TitledChart,
  { width, height }: Grid,
  theme: Theme,
): readonly string[] {
  const { strong, faint, unicode } = theme;
  const heading = strong(fit(title, width, unicode));
  return height < 2
    ? [heading]
    : [heading, ...overlayChart({ ...chart, width, height: height - 1, unicode, faint })];
}
