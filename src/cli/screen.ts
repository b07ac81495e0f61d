import { paletteFor } from './colour.js';
import type { Screen } from './progressLines.js';

const USUAL_WIDTH = 80;

/** Progress goes to stderr, so that stdout holds results only. */
export function progressScreen(): Screen {
  const { stderr } = process;
  return {
    live: stderr.isTTY && process.env['TERM'] !== 'dumb',
    columns: stderr.columns > 0 ? stderr.columns : USUAL_WIDTH,
    palette: paletteFor(stderr),
    write: (text) => stderr.write(text),
  };
}
