import { createHash } from 'node:crypto';
import type { PluginUse } from '../config/experiment.js';
import type { WatchedPath } from '../experiment/clipFeatures.js';
import type { FeaturePathUses } from '../experiment/plugins.js';
import type { Kind } from '../registry/contracts.js';
import { BUILT_IN, type RegisteredPlugin, type Registry } from '../registry/registry.js';
import { canonicalJson } from './canonicalJson.js';
import { ownCode, pluginCode } from './code.js';

/** All that a clip's row depends on beside the clip's bytes. */
export interface Recipe {
  /** SHA-256 of the document. */
  readonly hash: string;
  /** JSON, as `recipe.json` holds it. */
  readonly document: string;
}

/** Changes when an entry's bytes would be read differently. */
const FORMAT = 1;

/** A recipe, or the reason why none can be given. */
export type RecipeFound =
  { readonly known: true; readonly recipe: Recipe } | { readonly known: false; readonly obstacle: string };

/**
 * The recipe of a feature path: the settings of its plugins, their code, and what runs it.
 *
 * @param path made of the same settings, before it was given a clip: where a plugin drew a random number already, the
 *   seed is part of the recipe
 * @param since plugins' files that changed after this moment (ms since 1970) may be other ones than were loaded
 */
export async function describeRecipe(
  uses: FeaturePathUses,
  registry: Registry,
  path: WatchedPath,
  since?: number,
): Promise<RecipeFound> {
  const { seed, audio, frames, features, pool } = uses;
  const intone = await ownCode();
  if (!intone.known) return intone;
  const plugins: { kind: Kind; name: string; hash: string }[] = [];
  for (const { plugin, source, file } of thirdParties(uses, registry)) {
    const { kind, name } = plugin;
    if (file === null) return { known: false, obstacle: `the plugin '${name}' was loaded from no file` };
    const code = await pluginCode(source, file, since);
    if (!code.known) return { known: false, obstacle: `of the plugin '${name}' ${code.obstacle}` };
    plugins.push({ kind, name, hash: code.hash });
  }
  const document = canonicalJson(
    {
      format: FORMAT,
      settings: { audio, frames, features, pool },
      seed: path.sideEffects.count > 0 ? seed : null,
      code: { intone: intone.hash, plugins },
      platform: `node ${process.versions.node}, v8 ${process.versions.v8}, ${process.platform}-${process.arch}`,
    },
    2,
  );
  return { known: true, recipe: { hash: createHash('sha256').update(document).digest('hex'), document } };
}

/** Third parties' plugins of the feature path that do not say that they are pure; nothing but their author can tell. */
export function impurePlugins(uses: FeaturePathUses, registry: Registry): readonly string[] {
  const impure = thirdParties(uses, registry).filter(({ plugin }) => plugin.pure !== true);
  return [...new Set(impure.map(({ plugin }) => plugin.name))];
}

/** The plugins of the feature path that intone does not bring itself. */
function thirdParties(
  { audio, features, pool }: FeaturePathUses,
  registry: Registry,
): readonly RegisteredPlugin[] {
  const uses: readonly [Kind, PluginUse][] = [
    ['audio', audio],
    ...features.map((feature): [Kind, PluginUse] => ['feature', feature]),
    ['pooling', pool],
  ];
  return uses.flatMap(([kind, { use }]) =>
    registry.list(kind).filter(({ plugin, source }) => plugin.name === use && source !== BUILT_IN),
  );
}
