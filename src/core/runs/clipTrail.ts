import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere, systemCode } from './files.js';
import { WORKING_FILES } from './layout.js';

/**
 * Leaves in the run directory the name of the clip that is worked on, for the case that the process ends in it (out of
 * memory, a crash in native code) and cannot say a word any more. A trail that cannot be written is done without.
 */
export class ClipTrail {
  readonly #file: string;
  #descriptor: number | null = null;

  constructor(directory: string) {
    this.#file = join(directory, WORKING_FILES.clip);
    this.#attempt(() => {
      this.#descriptor = openSync(this.#file, 'w');
    });
  }

  /** Takes a few microseconds: what is left of a longer name before stands behind the end of the line. */
  enter(clip: string): void {
    this.#attempt(() => {
      if (this.#descriptor !== null) writeSync(this.#descriptor, `${clip}\n`, 0);
    });
  }

  /** The clips are done. */
  close(): void {
    this.#attempt(() => {
      if (this.#descriptor !== null) closeSync(this.#descriptor);
      rmSync(this.#file, { force: true });
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

/** The clip in which the process of a run ended; null where it ended elsewhere. */
export async function clipOfCrash(directory: string): Promise<string | null> {
  const [clip = ''] = ((await readIfThere(join(directory, WORKING_FILES.clip))) ?? '').split('\n');
  return clip === '' ? null : clip;
}
