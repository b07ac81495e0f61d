import { rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE_NOT_REMOVED } from '../errors/cache.js';
import { reasonOf } from '../runs/files.js';
import { RECIPE_FILE } from './layout.js';

/**
 * Removes a file of the cache; one that is gone already is no failure.
 *
 * @throws CACHE_NOT_REMOVED
 */
export async function removeFile(file: string): Promise<void> {
  await rm(file, { force: true }).catch((error: unknown) => {
    throw CACHE_NOT_REMOVED({ path: file, reason: reasonOf(error) }, undefined, error);
  });
}

/** Removes a recipe's folder that holds no entry any more; one that a run just adds to stays. */
export async function removeRecipe(folder: string): Promise<void> {
  await removeFile(join(folder, RECIPE_FILE));
  await rmdir(folder).catch(() => undefined);
}
