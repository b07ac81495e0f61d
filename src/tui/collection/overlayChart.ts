import { createCanvas, lineDots, type Canvas } from '../charts/canvas.js';
import { fit, widthOf } from '../charts/fit.js';
import { plain, type Ink } from '../charts/ink.js';
import { niceAxis, tickName, wholeTicks, type Axis } from '../charts/ticks.js';
import { placeTags, type Glyph } from './lineTags.js';
import { segmentsWithin, type Point } from './polyline.js';

/** A run's line: points from left to right, at any distances. */
export interface OverlayLine {
  /** One character that stands at the line's end and along it, so that colour is not all that tells lines apart. */
  readonly tag: string;
  readonly ink: Ink;
  /** Another for each line: it chooses the mark that the line is made of where there is no Unicode. */
  readonly layer: number;
  readonly points: readonly Point[];
}

export interface OverlayChart {
  /** Later ones lie over earlier ones. */
  readonly lines: readonly OverlayLine[];
  /** Characters, axes included. */
  readonly width: number;
  readonly height: number;
  /** What is shown of the x axis, ends included. */
  readonly from: number;
  readonly to: number;
  /** Ticks of the x axis stand at whole numbers only. */
  readonly wholeX: boolean;
  /** Of the x axis, at its right end; empty leaves the axis's row out. */
  readonly unit: string;
  readonly unicode: boolean;
  readonly faint: Ink;
}

/** Where things stand on the plot, each of 1: from the left, and from the top. */
export interface Scale {
  readonly across: (x: number) => number;
  readonly down: (y: number) => number;
}

const ROWS_A_TICK = 2;
/** Fewer tell little, and often one of two falls outside. */
const TICKS_LEAST = 3;
const COLUMNS_A_TICK = 9;

/** Draws runs' lines over shared axes of any numbers: `height` strings of `width` characters. */
export function overlayChart(chart: OverlayChart): readonly string[] {
  const { unit, unicode, faint } = chart;
  const rows = Math.max(1, chart.height - (unit === '' ? 0 : 1));
  const axis = valueAxis(chart, rows);
  const labels = tickLabels(axis, rows);
  const labelWidth = Math.max(1, ...labels.map(widthOf));
  const plotWidth = Math.max(1, chart.width - labelWidth - 1);
  const [bare, tick] = unicode ? ['│', '┤'] : ['|', '+'];
  const plot = plotted(chart, axis, plotWidth, rows).map((row, index) => {
    const label = fit(labels[index], labelWidth, unicode, 'right');
    return faint(label + (labels[index] === '' ? bare : tick)) + row;
  });
  return unit === '' ? plot : [...plot, faint(' '.repeat(labelWidth) + xAxisRow(chart, plotWidth))];
}

function valueAxis({ lines, from, to }: OverlayChart, rows: number): Axis | null {
  const heights = lines
    .flatMap(({ points }) => segmentsWithin(points, from, to))
    .flatMap((segment) => [segment.from.y, segment.to.y]);
  const [low, high] = heights.reduce(
    ([least, most], y) => [Math.min(least, y), Math.max(most, y)],
    [Infinity, -Infinity],
  );
  return low <= high ? niceAxis(low, high, Math.max(TICKS_LEAST, Math.floor(rows / ROWS_A_TICK))) : null;
}

function tickLabels(axis: Axis | null, rows: number): readonly string[] {
  const labels = Array.from({ length: rows }, () => '');
  if (axis === null) return labels;
  for (const tick of axis.ticks)
    labels[Math.round(fall(tick, axis) * (rows - 1))] = tickName(tick, axis.step);
  return labels;
}

/** How far below the top a value lies, of 1. */
function fall(value: number, axis: Axis): number {
  return (axis.to - value) / (axis.to - axis.from);
}

function plotted(chart: OverlayChart, axis: Axis | null, width: number, rows: number): readonly string[] {
  if (axis === null) return Array.from({ length: rows }, () => ' '.repeat(width));
  const scale: Scale = {
    across: (x) => (chart.to === chart.from ? 0 : (x - chart.from) / (chart.to - chart.from)),
    down: (y) => fall(y, axis),
  };
  const canvas = createCanvas(width, rows, chart.unicode);
  for (const line of chart.lines) drawLine(canvas, line, scale, chart);
  const inks = new Map(chart.lines.map(({ layer, ink }) => [layer, ink]));
  const glyphs = canvas
    .rows()
    .map((row) =>
      row.map(({ glyph, layer }): Glyph => ({ text: glyph, ink: inks.get(layer ?? NaN) ?? plain })),
    );
  placeTags(glyphs, chart, scale);
  return glyphs.map(painted);
}

function drawLine(
  canvas: Canvas,
  { points, layer }: OverlayLine,
  scale: Scale,
  { from, to }: OverlayChart,
): void {
  const dot = ({ x, y }: { readonly x: number; readonly y: number }): readonly [number, number] => [
    Math.round(scale.across(x) * (canvas.dotsAcross - 1)),
    Math.round(scale.down(y) * (canvas.dotsDown - 1)),
  ];
  for (const segment of segmentsWithin(points, from, to)) {
    for (const [across, down] of lineDots(...dot(segment.from), ...dot(segment.to)))
      canvas.set(across, down, layer);
  }
}

/** Neighbours of one ink are written together. */
function painted(row: readonly Glyph[]): string {
  let text = '';
  for (let start = 0; start < row.length;) {
    const { ink } = row[start];
    let end = start;
    let run = '';
    for (; end < row.length && row[end].ink === ink; end++) run += row[end].text;
    text += ink(run);
    start = end;
  }
  return text;
}

/** `└1────────5────────10── epoch` */
function xAxisRow({ from, to, wholeX, unit, unicode }: OverlayChart, width: number): string {
  const row = Array<string>(width).fill(unicode ? '─' : '-');
  const write = (text: string, column: number): void => {
    const start = Math.max(0, Math.min(width - text.length, column));
    Array.from(text)
      .slice(0, width)
      .forEach((character, index) => (row[start + index] = character));
  };
  const most = Math.max(2, Math.floor(width / COLUMNS_A_TICK));
  const axis = niceAxis(from, to, most);
  const ticks = wholeX ? wholeTicks(Math.ceil(from), Math.floor(to), most) : axis.ticks;
  for (const tick of ticks) {
    const share = to === from ? 0 : (tick - from) / (to - from);
    write(wholeX ? String(tick) : tickName(tick, axis.step), Math.round(share * (width - 1)));
  }
  write(` ${unit}`, width);
  return (unicode ? '└' : '+') + row.join('');
}
