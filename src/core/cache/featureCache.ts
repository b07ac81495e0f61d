import { closeSync, fstatSync, futimesSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf, systemCode } from '../runs/files.js';
import { decodeEntry, encodeEntry, type CachedRow } from './entry.js';
import { entryFile, RECIPE_FILE, recipeFolder } from './layout.js';
import type { Recipe } from './recipe.js';
import { writeBeside } from './writeBeside.js';

/** An entry's time of last use is renewed when it is older than this: a quarter of an hour is close enough. */
const RENEW_MS = 15 * 60_000;

export interface CacheTally {
  /** Rows that were taken from the cache. */
  readonly found: number;
  /** Entries that were not whole and unchanged; their rows were made anew. */
  readonly damaged: number;
}

/**
 * What was computed before of clips for one input, by the bytes of the clip and by all that made it. A cache that
 * cannot be read or written is told of once, and then does without.
 */
export class FeatureCache {
  readonly #folder: string;
  readonly #recipe: Recipe;
  readonly #warn: (message: string) => void;
  #readable = true;
  #writable = true;
  #described = false;
  #found = 0;
  #damaged = 0;

  /**
   * @param folder made when the first row is kept
   * @param warn hears what is wrong with the folder
   */
  constructor(folder: string, recipe: Recipe, warn: (message: string) => void) {
    this.#folder = folder;
    this.#recipe = recipe;
    this.#warn = warn;
  }

  get tally(): CacheTally {
    return { found: this.#found, damaged: this.#damaged };
  }

  /**
   * The row of a clip; null where it has to be computed.
   *
   * @param clip SHA-256 of the clip's bytes, in hexadecimal
   */
  find(clip: string): CachedRow | null {
    if (!this.#readable) return null;
    const key = { recipe: this.#recipe.hash, clip };
    const bytes = this.#read(entryFile(this.#folder, key));
    if (bytes === null) return null;
    const row = decodeEntry(key, bytes);
    if (row === null) this.#damaged += 1;
    else this.#found += 1;
    return row;
  }

  /** Keeps a clip's row for the next run. */
  async keep(clip: string, row: CachedRow): Promise<void> {
    if (!this.#writable) return;
    const { hash, document } = this.#recipe;
    const key = { recipe: hash, clip };
    try {
      await writeBeside(entryFile(this.#folder, key), encodeEntry(key, row));
      if (this.#described) return;
      this.#described = true;
      await writeBeside(join(recipeFolder(this.#folder, hash), RECIPE_FILE), document);
    } catch (error) {
      this.#writable = false;
      this.#warn(
        `The feature cache '${this.#folder}' cannot be written: ${reasonOf(error)}. The run goes on without keeping rows.`,
      );
    }
  }

  /** By synchronous calls: a small file is read sooner than a thread of the pool is woken. */
  #read(file: string): Uint8Array | null {
    try {
      const handle = openSync(file, 'r');
      try {
        renew(handle);
        return readFileSync(handle);
      } finally {
        closeSync(handle);
      }
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return null;
      this.#readable = false;
      this.#warn(
        `The feature cache '${this.#folder}' cannot be read: ${reasonOf(error)}. The run goes on without it.`,
      );
      return null;
    }
  }
}

/** Marks an entry as used just now, for pruning; where that is not permitted it counts as used when it was made. */
function renew(handle: number): void {
  const now = Date.now();
  if (now - fstatSync(handle).mtimeMs < RENEW_MS) return;
  try {
    futimesSync(handle, now / 1000, now / 1000);
  } catch (error) {
    if (systemCode(error) === null) throw error;
  }
}
