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

/** How many charts there is room for beside each other, and how high each row of them is, title included. */
export interface Grid {
  readonly across: number;
  readonly width: number;
  readonly heights: readonly number[];
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
  const bottom = (row: number): number => Math.floor((row * height) / down);
  return {
    across,
    width: Math.floor((width + GAP) / across) - GAP,
    heights: Array.from({ length: down }, (_, row) => bottom(row + 1) - bottom(row)),
  };
}

export function capacityOf({ across, heights }: Grid): number {
  return across * heights.length;
}

/** The first charts, as many as the grid holds, row by row. */
export function drawGrid(
  charts: readonly TitledChart[],
  { across, width, heights }: Grid,
  theme: Theme,
): readonly string[] {
  return heights.flatMap((height, row) => {
    const beside = charts
      .slice(row * across, (row + 1) * across)
      .map((chart) => drawChart(chart, width, height, theme));
    return Array.from({ length: height }, (_, line) =>
      beside.map((lines) => lines[line]).join(' '.repeat(GAP)),
    );
  });
}

function drawChart(
  { title, ...chart }: TitledChart,
  width: number,
  height: number,
  theme: Theme,
): readonly string[] {
  const { strong, faint, unicode } = theme;
  const heading = strong(fit(title, width, unicode));
  if (height < 2) return [heading];
  return [heading, ...overlayChart({ ...chart, width, height: height - 1, unicode, faint })];
}
