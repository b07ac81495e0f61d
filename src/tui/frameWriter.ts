import { shortenInked, widthOf } from './charts/fit.js';

const ESC = '\u001b';
/** The screen beside the usual one, without a cursor, without wrapping: nothing ever scrolls. */
const ENTER = `${ESC}[?1049h${ESC}[?25l${ESC}[?7l${ESC}[2J`;
const LEAVE = `${ESC}[0m${ESC}[?7h${ESC}[?25h${ESC}[?1049l`;
/** Terminals that know synchronized updates show what is between these at once; others pass over them. */
const BEGIN_UPDATE = `${ESC}[?2026h`;
const END_UPDATE = `${ESC}[?2026l`;

/**
 * Draws whole frames on a terminal without flicker: only the lines that changed are written, over what stood there,
 * and nothing is ever cleared but after a change of size.
 */
export class FrameWriter {
  readonly #stdout: NodeJS.WriteStream;
  #lines: readonly string[] = [];
  #open = false;

  constructor(stdout: NodeJS.WriteStream) {
    this.#stdout = stdout;
  }

  open(): void {
    this.#open = true;
    this.#stdout.write(ENTER);
  }

  /** Shows of a frame as many lines and columns as the terminal has. */
  draw(frame: string): void {
    if (!this.#open) return;
    const { rows, columns } = this.#stdout;
    const lines = frame.split('\n').slice(0, rows);
    while (lines.length < rows) lines.push('');
    let update = '';
    for (const [index, line] of lines.entries()) {
      if (line === this.#lines[index]) continue;
      const cut = shortenInked(line, columns, false);
      const blanks = ' '.repeat(columns - widthOf(cut));
      update += `${ESC}[${index + 1};1H${cut}${ESC}[0m${blanks}`;
    }
    this.#lines = lines;
    if (update !== '') this.#stdout.write(BEGIN_UPDATE + update + END_UPDATE);
  }

  /** Clears the screen, whose size has changed; the next frame is written whole. */
  reset(): void {
    if (!this.#open) return;
    this.#lines = [];
    this.#stdout.write(`${ESC}[2J`);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#stdout.write(LEAVE);
  }

  /** A stream for ink whose frames are shown. */
  stream(): NodeJS.WriteStream {
    return this.#streamTo((frame) => {
      this.draw(frame);
    });
  }

  /** A stream for ink where it only hears the keys: nothing that it writes is shown. */
  silentStream(): NodeJS.WriteStream {
    return this.#streamTo(() => undefined);
  }

  #streamTo(take: (text: string) => void): NodeJS.WriteStream {
    const write = (text: string): boolean => {
      take(text);
      return true;
    };
    return new Proxy(this.#stdout, {
      get: (target, name): unknown => {
        if (name === 'write') return write;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }
}
