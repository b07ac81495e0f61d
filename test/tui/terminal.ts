import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';

const ESCAPE = /\u001b\[(\??)([\d;]*)([A-Za-z])/y;

/** A terminal of a size that understands what the screen writes, and keeps what would be seen. */
export class FakeTerminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly #keys = new PassThrough();
  readonly #size: { columns: number; rows: number };
  readonly #resized = new EventEmitter();
  #lines: string[] = [];
  #row = 0;
  #column = 0;
  #raw = '';
  /** Private modes that are set, e.g. 1049: the other screen. */
  readonly modes = new Set<string>();
  /** What was first written past the last line or column. */
  overflowed: string | false = false;
  /** Times that the screen was written to. */
  updates = 0;

  constructor(columns: number, rows: number) {
    this.#size = { columns, rows };
    const write = (text: string): boolean => {
      this.#take(text);
      return true;
    };
    this.stdout = overlaid(process.stdout, {
      get columns() {
        return size.columns;
      },
      get rows() {
        return size.rows;
      },
      isTTY: true,
      writable: true,
      write,
      on: this.#resized.on.bind(this.#resized),
      off: this.#resized.off.bind(this.#resized),
    });
    const size = this.#size;
    const keys = this.#keys;
    const none = (): void => undefined;
    const streamOf = (name: 'on' | 'off' | 'addListener' | 'removeListener') => keys[name].bind(keys);
    this.stdin = overlaid(process.stdin, {
      isTTY: true,
      setRawMode: none,
      ref: none,
      unref: none,
      setEncoding: keys.setEncoding.bind(keys),
      read: keys.read.bind(keys),
      on: streamOf('on'),
      off: streamOf('off'),
      addListener: streamOf('addListener'),
      removeListener: streamOf('removeListener'),
    });
  }

  press(keys: string): void {
    this.#keys.write(keys);
  }

  resize(columns: number, rows: number): void {
    Object.assign(this.#size, { columns, rows });
    this.#resized.emit('resize');
  }

  /** What is seen, without colours and blanks at the lines' ends. */
  get text(): string {
    return this.#lines.map((line) => line.trimEnd()).join('\n');
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Everything that was written, colours included. */
  get raw(): string {
    return this.#raw;
  }

  /** Waits until the screen shows a text. */
  async shows(wanted: string): Promise<void> {
    for (const until = Date.now() + 10_000; !this.text.includes(wanted);) {
      if (Date.now() > until) throw new Error(`'${wanted}' is not shown, but:\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Waits for the screen to be written to once more, or to have had the time to. */
  async drawn(): Promise<void> {
    const before = this.updates;
    for (const until = Date.now() + 250; this.updates === before && Date.now() < until;) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  #take(text: string): void {
    this.updates += 1;
    this.#raw += text;
    for (let at = 0; at < text.length;) {
      ESCAPE.lastIndex = at;
      const escape = ESCAPE.exec(text);
      if (escape !== null) {
        this.#obey(escape[1] + escape[3], escape[2]);
        at = ESCAPE.lastIndex;
      } else {
        this.#put(text[at]);
        at += 1;
      }
    }
  }

  #obey(command: string, argument: string): void {
    if (command === 'H') [this.#row, this.#column] = argument.split(';').map((each) => Number(each) - 1);
    else if (command === 'J') this.#lines = Array<string>(this.#size.rows).fill('');
    else if (command === '?h') this.modes.add(argument);
    else if (command === '?l') this.modes.delete(argument);
    else if (command !== 'm') throw new Error(`unexpected escape ${command}`);
  }

  #put(character: string): void {
    if (character === '\n' || this.#row >= this.#size.rows || this.#column >= this.#size.columns) {
      this.overflowed ||= `at ${this.#row},${this.#column} of ${this.#size.columns}x${this.#size.rows}: ${character}\n${this.text}`;
    }
    const line = (this.#lines[this.#row] ?? '').padEnd(this.#column);
    this.#lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1);
    this.#column += 1;
  }
}

/** A stream with some of its properties replaced. */
function overlaid<T extends object>(stream: T, replaced: object): T {
  return new Proxy(stream, {
    get: (target, name): unknown => Reflect.get(name in replaced ? replaced : target, name),
  });
}
