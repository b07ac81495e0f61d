import { listCache, type CachedEntry } from './inventory.js';
import { removeFile, removeRecipe } from './remove.js';

/** What is to go. */
export interface PruneWish {
  /** Entries that were not used for longer, in ms. */
  readonly olderThan?: number;
  /** The least recently used entries, until the others have no more than these bytes. */
  readonly maxBytes?: number;
  readonly all?: boolean;
}

export interface Pruned {
  readonly removed: number;
  readonly removedBytes: number;
  readonly left: number;
  readonly leftBytes: number;
}

/** A partial file that nobody wrote to for this long is the leaving of a killed run. */
const ABANDONED_MS = 3_600_000;

/**
 * Removes entries from a cache folder; runs that use it meanwhile make anew what they miss.
 *
 * @param now in ms since 1970
 * @throws CACHE_UNREADABLE, CACHE_NOT_REMOVED
 */
export async function pruneCache(folder: string, wish: PruneWish, now = Date.now()): Promise<Pruned> {
  const recipes = await listCache(folder);
  const entries = recipes.flatMap((recipe) => recipe.entries);
  const going = new Set(chosen(entries, wish, now));
  for (const { file } of going) await removeFile(file);
  for (const recipe of recipes) {
    for (const { file, used } of recipe.partials) if (now - used > ABANDONED_MS) await removeFile(file);
    if (recipe.entries.every((entry) => going.has(entry))) await removeRecipe(recipe.folder);
  }
  const staying = entries.filter((entry) => !going.has(entry));
  return {
    removed: going.size,
    removedBytes: totalBytes([...going]),
    left: staying.length,
    leftBytes: totalBytes(staying),
  };
}

export function totalBytes(entries: readonly CachedEntry[]): number {
  return entries.reduce((sum, { bytes }) => sum + bytes, 0);
}

function chosen(
  entries: readonly CachedEntry[],
  { olderThan = Infinity, maxBytes = Infinity, all = false }: PruneWish,
  now: number,
): readonly CachedEntry[] {
  const latestFirst = [...entries].sort((one, other) => other.used - one.used);
  let bytes = 0;
  return latestFirst.filter((entry) => {
    bytes += entry.bytes;
    return all || now - entry.used > olderThan || bytes > maxBytes;
  });
}
