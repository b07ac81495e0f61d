import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN_NOT_RUNNING } from '../errors/runs.js';
import { systemCode, writeFailure } from './files.js';
import { WORKING_FILES } from './layout.js';
import { openRun } from './reader.js';

/** What a run can be asked to do while it is under way. */
export const CONTROL_REQUESTS = ['pause', 'continue', 'stop-epoch', 'interrupt'] as const;

/**
 * `pause`: wait after the batch, until `continue`. `stop-epoch`: end the training after this epoch and keep the best,
 * then evaluate and judge as usual. `interrupt`: save after this batch, and end.
 */
export type ControlRequest = (typeof CONTROL_REQUESTS)[number];

const NEWLINE = 0x0a;

/**
 * Asks a run to do something, from any process: a line is appended to its file `control`, which it looks at a few
 * times a second.
 *
 * @throws RUN_NOT_RUNNING; RUN_WRITE_FAILED; what `openRun` throws
 */
export async function askRun(directory: string, request: ControlRequest): Promise<void> {
  const { state } = await openRun(directory);
  if (state !== 'running') throw RUN_NOT_RUNNING({ run: directory, state, request });
  const file = join(directory, WORKING_FILES.control);
  try {
    await appendFile(file, `${request}\n`);
  } catch (cause) {
    throw writeFailure(file, cause);
  }
}

/** Reads what a run is asked, from the end of the file on as it is now: older requests were another process's. */
export class ControlReader {
  readonly #file: string;
  #position: number;

  constructor(directory: string) {
    this.#file = join(directory, WORKING_FILES.control);
    this.#position = sizeOf(this.#file);
  }

  /** The requests since the last look, and lines that are none. Cheap where there are none: one `stat`. */
  next(): { readonly requests: readonly ControlRequest[]; readonly unknown: readonly string[] } {
    const size = sizeOf(this.#file);
    // A file that became shorter was written anew, not appended to: all of it is new.
    if (size < this.#position) this.#position = 0;
    const bytes = size === this.#position ? null : bytesOf(this.#file, this.#position, size);
    if (bytes === null) return { requests: [], unknown: [] };
    // A last line without its end is still being written.
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    this.#position += end;
    const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
    const known = (line: string): ControlRequest | undefined =>
      CONTROL_REQUESTS.find((request) => request === line.trim());
    return {
      requests: lines.flatMap((line) => known(line) ?? []),
      unknown: lines.filter((line) => line.trim() !== '' && known(line) === undefined),
    };
  }
}

/** The bytes from `start` to `end`; null where the system does not give them, which a later look may change. */
function bytesOf(file: string, start: number, end: number): Buffer | null {
  const bytes = Buffer.alloc(end - start);
  try {
    const descriptor = openSync(file, 'r');
    try {
      readSync(descriptor, bytes, 0, bytes.length, start);
    } finally {
      closeSync(descriptor);
    }
    return bytes;
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return null;
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return 0;
  }
}
