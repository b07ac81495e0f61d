import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Type } from '@sinclair/typebox';
import { CACHE_UNREADABLE } from '../errors/cache.js';
import { parseJson } from '../runs/documents/json.js';
import { reasonOf, systemCode } from '../runs/files.js';
import { FEATURES, isHash, isPartial, RECIPE_FILE } from './layout.js';

/** A file of the cache. */
export interface CachedFile {
  readonly file: string;
  readonly bytes: number;
  /** When it was last used, in ms since 1970, within a quarter of an hour. */
  readonly used: number;
}

/** A clip's row. */
export interface CachedEntry extends CachedFile {
  readonly recipe: string;
  readonly clip: string;
}

/** The rows that were made in one way. */
export interface CachedRecipe {
  readonly recipe: string;
  readonly folder: string;
  /** Names of the plugins; empty where the recipe cannot be read. */
  readonly features: readonly string[];
  readonly pool: string;
  readonly entries: readonly CachedEntry[];
  /** What a writer that was killed has left, or is just writing. */
  readonly partials: readonly CachedFile[];
}

const Use = Type.Object({ use: Type.String() });
const RecipeDocument = Type.Object({
  settings: Type.Object({ features: Type.Array(Use), pool: Use }),
});

/**
 * All that a cache folder holds; nothing where it does not exist. Files that intone did not write are passed over.
 *
 * @throws CACHE_UNREADABLE
 */
export async function listCache(folder: string): Promise<readonly CachedRecipe[]> {
  const recipes = (await namesIn(join(folder, FEATURES))).filter(isHash).sort();
  return await Promise.all(recipes.map((recipe) => listRecipe(join(folder, FEATURES, recipe), recipe)));
}

async function listRecipe(folder: string, recipe: string): Promise<CachedRecipe> {
  const names = await namesIn(folder);
  const files = await describeFiles(folder, names.filter(isHash));
  const entries = files.map((file) => ({ ...file, recipe, clip: basename(file.file) }));
  const partials = await describeFiles(folder, names.filter(isPartial));
  return { recipe, folder, ...(await readRecipe(folder)), entries, partials };
}

/** Without those that were removed a moment ago. */
async function describeFiles(folder: string, names: readonly string[]): Promise<readonly CachedFile[]> {
  const found = await Promise.all(names.map((name) => describeFile(join(folder, name))));
  return found.filter((file) => file !== null);
}

async function describeFile(file: string): Promise<CachedFile | null> {
  try {
    const { size, mtimeMs } = await stat(file);
    return { file, bytes: size, used: mtimeMs };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw CACHE_UNREADABLE({ path: file, reason: reasonOf(error) }, undefined, error);
  }
}

async function readRecipe(folder: string): Promise<Pick<CachedRecipe, 'features' | 'pool'>> {
  const text = await readFile(join(folder, RECIPE_FILE), 'utf8').catch(() => '');
  const parsed = parseJson(RecipeDocument, text);
  if (!parsed.ok) return { features: [], pool: '' };
  const { features, pool } = parsed.value.settings;
  return { features: features.map(({ use }) => use), pool: pool.use };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw CACHE_UNREADABLE({ path: folder, reason: reasonOf(error) }, undefined, error);
  }
}
