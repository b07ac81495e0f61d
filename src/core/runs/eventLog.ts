import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { EventLineSchema, type EventLine, type RunEvent } from '../events.js';
import { writeFailure } from './files.js';

/** Appends a run's events to `events.jsonl`, a line each, as they come. */
export class EventLog {
  readonly #file: string;
  readonly #descriptor: number;
  #length = 0;

  /**
   * @param existing `refuse`: the log is a new file; `continue`: it goes on after its last whole line, if there is one
   * @throws RUN_WRITE_FAILED
   */
  constructor(file: string, existing: 'refuse' | 'continue' = 'refuse') {
    this.#file = file;
    try {
      this.#descriptor = openSync(file, existing === 'refuse' ? 'ax' : 'a');
      if (existing === 'continue') this.#dropPartialLine();
    } catch (cause) {
      throw writeFailure(file, cause);
    }
  }

  /** Whether it holds no event. */
  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /**
   * Writes an event with its time. Training blocks the thread, so a line is written before this returns.
   *
   * @throws RUN_WRITE_FAILED; the file then ends with the last whole line
   */
  append(event: RunEvent): void {
    const line = Buffer.from(`${JSON.stringify({ time: Date.now(), ...event })}\n`);
    try {
      for (let done = 0; done < line.length;) done += writeSync(this.#descriptor, line, done);
      this.#length += line.length;
    } catch (cause) {
      this.#cutToLastLine();
      throw writeFailure(this.#file, cause);
    }
  }

  #dropPartialLine(): void {
    this.#length = readFileSync(this.#file).lastIndexOf('\n') + 1;
    ftruncateSync(this.#descriptor, this.#length);
  }

  #cutToLastLine(): void {
    try {
      ftruncateSync(this.#descriptor, this.#length);
    } catch {
      // The reader leaves out a last line without its end, so what stays does no harm.
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

const isEventLine = TypeCompiler.Compile(EventLineSchema);

/** The events of a log, or the sentence that says which line is not one. */
export type ParsedEvents =
  | { readonly ok: true; readonly events: readonly EventLine[] }
  | { readonly ok: false; readonly problem: string };

/** Reads a log's text. A last line without its end was being written when the process died, and is left out. */
export function parseEvents(text: string): ParsedEvents {
  const lines = text.split('\n').slice(0, -1);
  const events: EventLine[] = [];
  for (const [index, line] of lines.entries()) {
    const event = parseLine(line);
    if (!isEventLine.Check(event)) return { ok: false, problem: `line ${index + 1} is not an event` };
    events.push(event);
  }
  return { ok: true, events };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
