import { watch, type FSWatcher } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { RUN_DAMAGED, RUN_FILE_UNREADABLE } from '../errors/runs.js';
import { isIntoneError } from '../errors/entry.js';
import type { EventLine } from '../events.js';
import { parseEvents } from './eventLog.js';
import { reasonOf, systemCode } from './files.js';
import { RUN_FILES } from './layout.js';
import { openRun } from './reader.js';

/** Milliseconds between two looks at the file where the system tells of no change (some network folders never do). */
const POLL = 500;
/** After a change, so that the events of a fifth of a second are read at once: each look costs processor time. */
const GATHER = 200;
const CHUNK_BYTES = 1 << 16;
const NEWLINE = 0x0a;

/**
 * The events of a run directory from its first on, going on as the file grows. It ends when all was read and nothing
 * more will come: the run finished, failed, was interrupted, or its process is gone. A last line without its end waits
 * for the rest.
 *
 * @param signal ends it at its next wait, without an error.
 * @throws RUN_DAMAGED where there are no events or a line is not one; RUN_FILE_UNREADABLE
 */
export async function* followEvents(directory: string, signal?: AbortSignal): AsyncGenerator<EventLine> {
  const file = join(directory, RUN_FILES.events);
  const handle = await openEvents(directory, file);
  const changes = new Changes(file);
  const reader = new LineReader(handle);
  let count = 0;
  let quiet = true;
  try {
    while (!isAborted(signal)) {
      // Asked before the last look at the file: what a run wrote before it ended is read in any case.
      const mayGrow = !quiet || (await isRunning(directory));
      for await (const lines of reader.lines()) {
        for (const line of lines) {
          const event = eventOf(directory, line, (count += 1));
          quiet = event.type === 'run-finished' || event.type === 'run-failed';
          yield event;
        }
      }
      if (!mayGrow) return;
      quiet = (await changes.next(signal)) === 'quiet' || quiet;
    }
  } finally {
    changes.close();
    await handle.close();
  }
}

async function openEvents(directory: string, file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') {
      throw RUN_DAMAGED({ run: directory, problems: [`${RUN_FILES.events} is missing`] });
    }
    throw RUN_FILE_UNREADABLE({ file, reason: reasonOf(cause) }, undefined, cause);
  }
}

/** Whether more events may come; a run that was discarded has no directory any more. */
async function isRunning(directory: string): Promise<boolean> {
  try {
    return (await openRun(directory)).state === 'running';
  } catch (error) {
    if (isIntoneError(error)) return false;
    throw error;
  }
}

function eventOf(directory: string, line: string, number: number): EventLine {
  const parsed = parseEvents(`${line}\n`);
  if (parsed.ok) return parsed.events[0];
  throw RUN_DAMAGED({ run: directory, problems: [`${RUN_FILES.events}: line ${number} is not an event`] });
}

/** Reads whole lines. What follows the last line's end is read again: a writer that fails cuts it off. */
class LineReader {
  readonly #handle: FileHandle;
  #buffer = Buffer.alloc(CHUNK_BYTES);
  #position = 0;
  #atEnd = false;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** The whole lines that there are by now, without their ends, a chunk at a time. */
  async *lines(): AsyncGenerator<readonly string[]> {
    do yield await this.#chunk();
    while (!this.#atEnd);
  }

  async #chunk(): Promise<readonly string[]> {
    const buffer = this.#buffer;
    const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, this.#position);
    const end = buffer.subarray(0, bytesRead).lastIndexOf(NEWLINE);
    this.#atEnd = bytesRead < buffer.length;
    this.#position += end + 1;
    // A line may be longer than the chunk.
    if (end < 0 && !this.#atEnd) this.#buffer = Buffer.alloc(2 * buffer.length);
    return end < 0 ? [] : buffer.toString('utf8', 0, end).split('\n');
  }
}

/** Waits for a file to change. */
class Changes {
  readonly #watcher: FSWatcher | null;
  #changed = false;
  #wake: (() => void) | null = null;

  constructor(file: string) {
    this.#watcher = watchIfPossible(file);
    this.#watcher?.on('change', () => {
      this.#changed = true;
      this.#wake?.();
    });
    // A watcher that fails later leaves the polling.
    this.#watcher?.on('error', () => undefined);
  }

  /** Returns when the file changed since the last call, or, `quiet`, after `POLL` ms or when aborted. */
  async next(signal: AbortSignal | undefined): Promise<'changed' | 'quiet'> {
    if (!this.#changed) await this.#pause(signal);
    const found = this.#changed ? 'changed' : 'quiet';
    if (found === 'changed') await wait(GATHER);
    this.#changed = false;
    return found;
  }

  #pause(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, POLL);
      this.#wake = done;
      signal?.addEventListener('abort', done);
      if (isAborted(signal)) done();
    });
  }

  close(): void {
    this.#watcher?.close();
  }
}

function watchIfPossible(file: string): FSWatcher | null {
  try {
    return watch(file, { persistent: false });
  } catch {
    return null;
  }
}

/** A function, since a signal changes behind what the compiler knows of it. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
