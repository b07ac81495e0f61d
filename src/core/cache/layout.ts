import { join } from 'node:path';
import type { EntryKey } from './entry.js';

/**
 * A cache folder holds `features/<recipe>/<clip>`: a folder for each way of making rows, in it a file for each
 * clip, both named by their SHA-256, and `recipe.json`, which says in words what the recipe is.
 */
export const FEATURES = 'features';

/** Beside the entries of a recipe. */
export const RECIPE_FILE = 'recipe.json';

const HASH = /^[0-9a-f]{64}$/;
const PARTIAL = /^[0-9a-f]{64}\..+\.partial$/;

export function recipeFolder(folder: string, recipe: string): string {
  return join(folder, FEATURES, recipe);
}

export function entryFile(folder: string, { recipe, clip }: EntryKey): string {
  return join(recipeFolder(folder, recipe), clip);
}

/** Whether a name is that of a recipe's folder or of an entry. */
export function isHash(name: string): boolean {
  return HASH.test(name);
}

/** Whether a name is that of an entry that was being written. */
export function isPartial(name: string): boolean {
  return PARTIAL.test(name);
}
