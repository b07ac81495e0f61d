import type { WatchedPath } from '../experiment/clipFeatures.js';
import type { FeaturePathUses } from '../experiment/plugins.js';
import type { Registry } from '../registry/registry.js';
import { FeatureCache } from './featureCache.js';
import { describeRecipe, impurePlugins } from './recipe.js';
import { RowCache } from './rowCache.js';

/** An experiment's rows and what makes them. */
export interface CacheUse {
  readonly folder: string;
  readonly uses: FeaturePathUses;
  readonly registry: Registry;
  /** Made of the same settings, and given no clip yet. */
  readonly path: WatchedPath;
  readonly warn: (message: string) => void;
}

/**
 * The cache of an experiment's rows; null where a plugin is not declared pure, and, with a warning, where the code that
 * makes the rows cannot be told.
 */
export async function openFeatureCache(use: CacheUse): Promise<RowCache | null> {
  const { folder, uses, registry, path, warn } = use;
  if (impurePlugins(uses, registry).length > 0) return null;
  const caches: FeatureCache[] = [];
  const said = new Set<string>();
  // The inputs share the folder: what is wrong with it is said once.
  const warnOnce = (message: string): void => {
    if (!said.has(message)) warn(message);
    said.add(message);
  };
  for (const input of uses.inputs) {
    const found = await describeRecipe(uses, input, registry, path);
    if (!found.known) {
      warn(
        `Features are computed without the cache, since what they depend on cannot be told: ${found.obstacle}.`,
      );
      return null;
    }
    caches.push(new FeatureCache(folder, found.recipe, warnOnce));
  }
  return new RowCache(caches);
}
