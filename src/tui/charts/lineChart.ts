import { createCanvas, layerMark, lineDots, type Canvas, type Cell } from './canvas.js';
import { fit, widthOf } from './fit.js';
import type { Ink } from './ink.js';
import { niceAxis, tickName, wholeTicks, type Axis } from './ticks.js';

/** A line of a chart: one value for each whole x from `first` on; null leaves a gap. */
export interface Series {
  readonly name: string;
  readonly first: number;
  readonly values: readonly (number | null)[];
  readonly ink: Ink;
  /** `dotted` tells lines apart where there is no colour. */
  readonly stroke: 'solid' | 'dotted';
}

export interface LineChart {
  readonly series: readonly Series[];
  /** Characters, axes included. */
  readonly width: number;
  readonly height: number;
  /** The whole numbers that are shown along the x axis, ends included. */
  readonly from: number;
  readonly to: number;
  /** Whether the numbers stand below; they take a row. */
  readonly xAxis: boolean;
  /** An x to be marked by a line from top to bottom, and what is said of it on the x axis. */
  readonly mark?: { readonly x: number; readonly label: string };
  readonly unicode: boolean;
  /** For axes and the mark. */
  readonly faint: Ink;
}

const ROWS_A_TICK = 2;
const COLUMNS_A_TICK = 10;

/** Draws lines over shared axes: `height` strings of `width` characters. Without values there are axes only. */
export function lineChart(chart: LineChart): readonly string[] {
  const { series, height, xAxis, unicode, faint } = chart;
  const rows = Math.max(1, height - (xAxis ? 1 : 0));
  const range = visibleRange(chart);
  const axis = range && niceAxis(range.low, range.high, Math.max(2, Math.floor(rows / ROWS_A_TICK) + 1));
  const labels = tickLabels(axis, rows);
  const labelWidth = Math.max(1, ...labels.map(widthOf));
  const plotWidth = Math.max(1, chart.width - labelWidth - 1);
  const canvas = createCanvas(plotWidth, rows, unicode);
  const place = (x: number): number => dotOf(x, chart, canvas.dotsAcross);
  if (axis !== null)
    series.forEach((each, layer) => {
      drawLine(canvas, each, layer, axis, chart);
    });
  const markColumn =
    chart.mark === undefined || chart.mark.x < chart.from || chart.mark.x > chart.to
      ? null
      : Math.floor((place(chart.mark.x) * plotWidth) / canvas.dotsAcross);
  const cells = canvas.rows();
  const plot = cells.map((row, index) => {
    const edge = labels[index] === '' ? (unicode ? '│' : '|') : unicode ? '┤' : '+';
    const left = faint(fit(labels[index], labelWidth, unicode, 'right') + edge);
    return left + paintRow(row, series, markColumn, unicode ? '┊' : ':', faint);
  });
  if (!xAxis) return plot;
  return [...plot, faint(xAxisRow(chart, labelWidth, plotWidth, markColumn))];
}

/** What each line of a chart is called, with the stroke or mark that it is drawn with. */
export function legend(series: readonly Pick<Series, 'name' | 'ink' | 'stroke'>[], unicode: boolean): string {
  return series
    .map(({ name, ink, stroke }, layer) => {
      const sample = unicode ? (stroke === 'solid' ? '━━' : '╍╍') : layerMark(layer).repeat(2);
      return ink(`${sample} ${name}`);
    })
    .join('  ');
}

function visibleRange({ series, from, to }: LineChart): { low: number; high: number } | null {
  let [low, high] = [Infinity, -Infinity];
  for (const { first, values } of series) {
    for (let x = Math.max(from, first); x <= Math.min(to, first + values.length - 1); x++) {
      const value = values[x - first];
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? { low, high } : null;
}

/** The dot column of an x; a single x stands at the left. */
function dotOf(x: number, { from, to }: LineChart, dots: number): number {
  return to === from ? 0 : Math.round(((x - from) / (to - from)) * (dots - 1));
}

function drawLine(canvas: Canvas, series: Series, layer: number, axis: Axis, chart: LineChart): void {
  const { first, values, stroke } = series;
  const down = (value: number): number =>
    Math.round(((axis.to - value) / (axis.to - axis.from)) * (canvas.dotsDown - 1));
  let last: readonly [number, number] | null = null;
  for (const [index, value] of values.entries()) {
    const x = first + index;
    const dot = value === null ? null : ([dotOf(x, chart, canvas.dotsAcross), down(value)] as const);
    // A line that comes from outside the view is drawn from its edge on.
    if (dot !== null && x >= chart.from && x <= chart.to) {
      for (const [across, row] of lineDots(...(last ?? dot), ...dot)) {
        if (stroke === 'solid' || across % 4 < 2 || (across === dot[0] && last === null)) {
          canvas.set(across, row, layer);
        }
      }
    }
    last = dot;
  }
}

function tickLabels(axis: Axis | null, rows: number): readonly string[] {
  const labels = Array.from({ length: rows }, () => '');
  if (axis === null) return labels;
  for (const tick of axis.ticks) {
    const row = Math.round(((axis.to - tick) / (axis.to - axis.from)) * (rows - 1));
    labels[row] = tickName(tick, axis.step);
  }
  return labels;
}

function paintRow(
  row: readonly Cell[],
  series: readonly Series[],
  markColumn: number | null,
  markGlyph: string,
  faint: Ink,
): string {
  let text = '';
  for (let start = 0; start < row.length;) {
    const { layer } = row[start];
    let end = start;
    let glyphs = '';
    for (; end < row.length && row[end].layer === layer; end++) {
      glyphs += layer === null && end === markColumn ? markGlyph : row[end].glyph;
    }
    text += layer === null ? (glyphs.trim() === '' ? glyphs : faint(glyphs)) : series[layer].ink(glyphs);
    start = end;
  }
  return text;
}

function xAxisRow(
  chart: LineChart,
  labelWidth: number,
  plotWidth: number,
  markColumn: number | null,
): string {
  const { from, to, unicode, mark } = chart;
  const row = Array<string>(plotWidth).fill(unicode ? '─' : '-');
  const write = (text: string, column: number): void => {
    const start = Math.max(0, Math.min(plotWidth - text.length, column));
    Array.from(text).forEach((character, index) => {
      if (start + index < plotWidth) row[start + index] = character;
    });
  };
  const ticks = wholeTicks(from, to, Math.max(2, Math.floor(plotWidth / COLUMNS_A_TICK)));
  for (const tick of ticks) {
    const column = Math.floor((dotOf(tick, chart, plotWidth * 2) / (plotWidth * 2)) * plotWidth);
    write(String(tick), column);
  }
  if (mark !== undefined && markColumn !== null) {
    const label = ` ${unicode ? '▲' : '^'} ${mark.label} `;
    write(label, markColumn - 1);
  }
  return `${' '.repeat(labelWidth)}${unicode ? '└' : '+'}${row.join('')}`;
}
