import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from './files.js';
import { WORKING_FILES } from './layout.js';

/** Bytes of the file that one thread has for the name of its clip; a longer name is cut. */
const PLACE_BYTES = 512;
const LONGEST_NAME = PLACE_BYTES - 1;

/**
 * Leaves in the run directory the name of the clip that is worked on, for the case that the process ends in it (out of
 * memory, a crash in native code) and cannot say a word any more. Each thread that works on clips has a place of its
 * own in the file. A trail that cannot be written is done without.
 */
export class ClipTrail {
  readonly #file: string;
  readonly #at: number;
  #descriptor: number | null = null;

  /** @param place 0 makes the file anew; others (1, 2, …) write into what that has made */
  constructor(directory: string, place = 0) {
    this.#file = join(directory, WORKING_FILES.clip);
    this.#at = place * PLACE_BYTES;
    this.#attempt(() => {
      this.#descriptor = openSync(this.#file, place === 0 ? 'w' : 'r+');
    });
  }

  /** Takes a few microseconds: what is left of a longer name before stands behind the end of the line. */
  enter(clip: string): void {
    this.#write(Buffer.from(clip).subarray(0, LONGEST_NAME));
  }

  /** No clip is worked on. */
  leave(): void {
    this.#write(Buffer.of());
  }

  /** The clips are done, for all threads. */
  close(): void {
    this.#attempt(() => {
      if (this.#descriptor !== null) closeSync(this.#descriptor);
      rmSync(this.#file, { force: true });
    });
  }

  #write(name: Uint8Array): void {
    this.#attempt(() => {
      const line = Buffer.concat([name, Buffer.from('\n')]);
      if (this.#descriptor !== null) writeSync(this.#descriptor, line, 0, line.length, this.#at);
    });
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (systemCode(error) === null) throw error;
    }
  }
}

/** The clips that the threads of a run were at when its process ended; none where it ended elsewhere. */
export function clipsOfCrash(directory: string): readonly string[] {
  let trail: Buffer;
  try {
    trail = readFileSync(join(directory, WORKING_FILES.clip));
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return [];
  }
  const places = Array.from({ length: Math.ceil(trail.length / PLACE_BYTES) }, (_, place) => {
    const [name] = trail.toString('utf8', place * PLACE_BYTES, (place + 1) * PLACE_BYTES).split('\n');
    return name.replaceAll('\0', '');
  });
  return places.filter((name) => name !== '');
}
