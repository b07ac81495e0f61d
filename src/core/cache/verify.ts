import { readFile } from 'node:fs/promises';
import { CACHE_UNREADABLE } from '../errors/cache.js';
import { reasonOf, systemCode } from '../runs/files.js';
import { decodeEntry } from './entry.js';
import { listCache, type CachedEntry } from './inventory.js';
import { removeFile } from './remove.js';

export interface Verified {
  /** Entries that are whole and unchanged. */
  readonly sound: number;
  /** Files of the entries that were not, and were removed. */
  readonly damaged: readonly string[];
}

/**
 * Reads every entry of a cache folder, and removes those that are not what was written under their name.
 *
 * @throws CACHE_UNREADABLE, CACHE_NOT_REMOVED
 */
export async function verifyCache(folder: string): Promise<Verified> {
  const entries = (await listCache(folder)).flatMap((recipe) => recipe.entries);
  const damaged: string[] = [];
  let sound = 0;
  for (const entry of entries) {
    const bytes = await read(entry);
    if (bytes === null) continue;
    if (decodeEntry(entry, bytes) === null) {
      await removeFile(entry.file);
      damaged.push(entry.file);
    } else {
      sound += 1;
    }
  }
  return { sound, damaged };
}

/** Null where it was removed a moment ago. */
async function read({ file }: CachedEntry): Promise<Uint8Array | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw CACHE_UNREADABLE({ path: file, reason: reasonOf(error) }, undefined, error);
  }
}
