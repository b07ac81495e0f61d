import type { WriteStream } from 'node:tty';
import { paletteFor } from './colour.js';
import type { Screen } from './progressLines.js';

const USUAL_WIDTH = 80;

/** Progress goes to stderr, so that stdout holds results only; where progress is the result, to stdout. */
export function progressScreen(stream: WriteStream = process.stderr): Screen {
  return {
    live: stream.isTTY && process.env['TERM'] !== 'dumb',
    columns: stream.columns > 0 ? stream.columns : USUAL_WIDTH,
    palette: paletteFor(stream),
    write: (text) => stream.write(text),
  };
}
