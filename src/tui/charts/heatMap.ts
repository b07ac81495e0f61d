import { fit } from './fit.js';
import { backgroundOf, inkOf, mix, plain, type ColourDepth, type Ink } from './ink.js';

export interface HeatMap {
  /** One name a row, and one a column. */
  readonly rows: readonly { readonly name: string; readonly ink: Ink }[];
  readonly columns: readonly { readonly name: string; readonly ink: Ink }[];
  /** By row, then column: what is written into the cell, and how warm it is, 0 to 1. */
  readonly cells: readonly (readonly { readonly text: string; readonly heat: number }[])[];
  /** Characters at most. */
  readonly width: number;
  readonly depth: ColourDepth;
  readonly unicode: boolean;
}

const COLD = '#1b2530';
const WARM = '#2e86c1';
const LETTER = { hex: '#f4f6f7', basic: 97 };
const SHADES = [' ', '░', '▒', '▓', '█'];
const ASCII_SHADES = [' ', '.', ':', '+', '#'];
const CELL_LEAST = 4;
const CELL_MOST = 9;

/**
 * A matrix with warm and cold cells: a row of column names, then a line a row. How warm a cell is stands in its
 * background, or in a shade beside its text where there are few colours or none. Names are cut to what fits.
 */
export function heatMap({ rows, columns, cells, width, depth, unicode }: HeatMap): readonly string[] {
  const longest = Math.max(0, ...rows.map(({ name }) => name.length));
  const nameWidth = Math.max(3, Math.min(longest, width - columns.length * CELL_LEAST - 1));
  const cellWidth = Math.min(
    CELL_MOST,
    Math.max(CELL_LEAST, Math.floor((width - nameWidth - 1) / Math.max(1, columns.length))),
  );
  const head = columns.map(({ name, ink }) => ' ' + ink(fit(name, cellWidth - 1, unicode, 'right')));
  const paint = cellPainter(cellWidth, depth, unicode);
  return [
    ' '.repeat(nameWidth) + head.join(''),
    ...rows.map(
      ({ name, ink }, index) => ink(fit(name, nameWidth, unicode)) + cells[index].map(paint).join(''),
    ),
  ];
}

function cellPainter(
  width: number,
  depth: ColourDepth,
  unicode: boolean,
): (cell: { readonly text: string; readonly heat: number }) => string {
  if (depth === 8 || depth === 24) {
    const letters = inkOf(LETTER, depth);
    return ({ text, heat }) => {
      const ground = heat > 0 ? backgroundOf(mix(COLD, WARM, heat), depth) : plain;
      return ' ' + ground(letters(fit(text, width - 1, unicode, 'right')));
    };
  }
  const shades = unicode ? SHADES : ASCII_SHADES;
  return ({ text, heat }) =>
    ' ' + fit(text, width - 2, unicode, 'right') + shades[heat <= 0 ? 0 : Math.max(1, Math.round(heat * 4))];
}
