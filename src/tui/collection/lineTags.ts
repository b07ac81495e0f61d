import type { Ink } from '../charts/ink.js';
import type { OverlayChart, OverlayLine, Scale } from './overlayChart.js';
import { heightAt, segmentsWithin } from './polyline.js';

/** One character of a plot. */
export interface Glyph {
  readonly text: string;
  readonly ink: Ink;
}

/** Between two tags along a line, in columns. */
const APART = 24;
/** The next line's tags stand so far to the left of this one's, in columns. */
const STAGGER = 5;

/**
 * Writes each line's tag over the plot: at its end, and along it where it is long. A tag that would hide another moves
 * to the nearest free row above or below; along the line it is left out then.
 */
export function placeTags(plot: Glyph[][], chart: OverlayChart, scale: Scale): void {
  const taken = new Set<string>();
  const width = plot[0].length;
  const put = ({ tag, ink }: OverlayLine, column: number, row: number): void => {
    taken.add(`${column},${row}`);
    plot[row][column] = { text: tag, ink };
  };
  const cellOf = (x: number, y: number): readonly [number, number] => [
    Math.floor(scale.across(x) * (width - 1)),
    Math.round(scale.down(y) * (plot.length - 1)),
  ];
  const ends = chart.lines.map((line) => segmentsWithin(line.points, chart.from, chart.to).at(-1)?.to);
  // The line drawn last lies on top, and so does its tag: it chooses first.
  for (const index of [...chart.lines.keys()].reverse()) {
    const end = ends[index];
    if (end === undefined) continue;
    const [column, wanted] = cellOf(end.x, end.y);
    const row = nearestFree(wanted, plot.length, (each) => taken.has(`${column},${each}`));
    if (row !== null) put(chart.lines[index], column, row);
  }
  chart.lines.forEach((line, index) => {
    const end = ends[index];
    if (end === undefined) return;
    const [last] = cellOf(end.x, end.y);
    for (let column = last - APART + ((index * STAGGER) % APART); column > 0; column -= APART) {
      const x = chart.from + (column / (width - 1)) * (chart.to - chart.from);
      const y = heightAt(line.points, x);
      if (y === null) continue;
      const [, row] = cellOf(x, y);
      if (!taken.has(`${column},${row}`)) put(line, column, row);
    }
  });
}

function nearestFree(wanted: number, rows: number, isTaken: (row: number) => boolean): number | null {
  for (let away = 0; away < rows; away++) {
    for (const row of [wanted - away, wanted + away]) {
      if (row >= 0 && row < rows && !isTaken(row)) return row;
    }
  }
  return null;
}
