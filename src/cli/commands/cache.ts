import { listCache, type CachedRecipe } from '../../core/cache/inventory.js';
import { totalBytes } from '../../core/cache/prune.js';
import { byteSize } from '../byteSize.js';
import { cacheFlag, cacheFolder } from '../cacheFlags.js';
import { count, duration } from '../figures.js';
import { IntoneCommand } from '../intoneCommand.js';
import { plainTable } from '../plainTable.js';

interface CacheOverview {
  readonly folder: string;
  readonly entries: number;
  readonly bytes: number;
  readonly recipes: readonly RecipeOverview[];
}

interface RecipeOverview {
  readonly recipe: string;
  readonly features: readonly string[];
  readonly pool: string;
  readonly entries: number;
  readonly bytes: number;
  /** ISO 8601; of the entry that was used last, and of the one that was not used for the longest time. */
  readonly lastUsed: string;
  readonly leastRecentlyUsed: string;
}

const SHOWN_HASH = 8;
const DAY_MS = 86_400_000;

export default class Cache extends IntoneCommand {
  static override description = 'show what the feature cache holds';
  static override examples = ['<%= config.bin %> cache', '<%= config.bin %> cache --json'];
  static override flags = { cache: cacheFlag };

  async run(): Promise<CacheOverview> {
    const { flags } = await this.parse(Cache);
    const folder = await cacheFolder(flags.cache);
    const listed = (await listCache(folder)).filter(({ entries }) => entries.length > 0);
    const recipes = listed.map(overviewOf).sort((one, other) => (one.lastUsed < other.lastUsed ? 1 : -1));
    const all = listed.flatMap(({ entries }) => entries);
    this.log(`${folder}: ${count(all.length)} rows, ${byteSize(totalBytes(all))}`);
    if (recipes.length > 0) this.log(`\n${recipeTable(recipes)}`);
    return { folder, entries: all.length, bytes: totalBytes(all), recipes };
  }
}

function overviewOf({ recipe, features, pool, entries }: CachedRecipe): RecipeOverview {
  const used = entries.map((entry) => entry.used).sort((one, other) => one - other);
  return {
    recipe,
    features,
    pool,
    entries: entries.length,
    bytes: totalBytes(entries),
    lastUsed: new Date(used[used.length - 1]).toISOString(),
    leastRecentlyUsed: new Date(used[0]).toISOString(),
  };
}

function recipeTable(recipes: readonly RecipeOverview[]): string {
  return plainTable(
    ['recipe', 'features', 'pool', 'rows', 'size', 'last used'],
    recipes.map(({ recipe, features, pool, entries, bytes, lastUsed }) => [
      recipe.slice(0, SHOWN_HASH),
      features.join(', '),
      pool,
      count(entries),
      byteSize(bytes),
      `${age(Date.now() - Date.parse(lastUsed))} ago`,
    ]),
    ['left', 'left', 'left', 'right', 'right', 'left'],
  );
}

function age(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY_MS);
  return days < 2 ? duration(milliseconds / 1000) : `${days} days`;
}
