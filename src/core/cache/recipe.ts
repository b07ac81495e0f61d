import { createHash } from 'node:crypto';
import type { InputFeatures, PluginUse } from '../config/experiment.js';
import type { WatchedPath } from '../experiment/clipFeatures.js';
import type { FeaturePathUses } from '../experiment/plugins.js';
import type { Kind } from '../registry/contracts.js';
import { BUILT_IN, type RegisteredPlugin, type Registry } from '../registry/registry.js';
import { canonicalJson } from './canonicalJson.js';
import { ownCode, pluginCode } from './code.js';

/** All that a clip's row for one input depends on beside the clip's bytes. */
export interface Recipe {
  /** SHA-256 of the document. */
  readonly hash: string;
  /** JSON, as `recipe.json` holds it. */
  readonly document: string;
}

/** Changes when an entry's bytes would be read differently. */
const FORMAT = 2;

/** A recipe, or the reason why none can be given. */
export type RecipeFound =
  { readonly known: true; readonly recipe: Recipe } | { readonly known: false; readonly obstacle: string };

/**
 * The recipe of one input: the settings of the plugins on the way to it, their code, and what runs it.
 *
 * @param input one of `uses.inputs`
 * @param path made of the same settings, before it was given a clip: where a plugin drew a random number already, the
 *   seed is part of the recipe
 * @param since plugins' files that changed after this moment (ms since 1970) may be other ones than were loaded
 */
export async function describeRecipe(
  uses: FeaturePathUses,
  input: InputFeatures,
  registry: Registry,
  path: WatchedPath,
  since?: number,
): Promise<RecipeFound> {
  const { seed, audio } = uses;
  const { name, frames, features, pool } = input;
  const drawn = path.sideEffects.count > 0;
  const intone = await ownCode();
  if (!intone.known) return intone;
  const plugins: { kind: Kind; name: string; hash: string }[] = [];
  for (const { plugin, source, file } of thirdParties(audio, [input], registry)) {
    const { kind, name: use } = plugin;
    if (file === null) return { known: false, obstacle: `the plugin '${use}' was loaded from no file` };
    const code = await pluginCode(source, file, since);
    if (!code.known) return { known: false, obstacle: `of the plugin '${use}' ${code.obstacle}` };
    plugins.push({ kind, name: use, hash: code.hash });
  }
  const document = canonicalJson(
    {
      format: FORMAT,
      settings: { audio, frames, features, pool },
      // What was drawn depends on the input's name too: it names the stream.
      seed: drawn ? { seed, input: name } : null,
      code: { intone: intone.hash, plugins },
      platform: `node ${process.versions.node}, v8 ${process.versions.v8}, ${process.platform}-${process.arch}`,
    },
    2,
  );
  return { known: true, recipe: { hash: createHash('sha256').update(document).digest('hex'), document } };
}

/** Third parties' plugins of the feature path that do not say that they are pure; nothing but their author can tell. */
export function impurePlugins(uses: FeaturePathUses, registry: Registry): readonly string[] {
  const impure = thirdParties(uses.audio, uses.inputs, registry).filter(({ plugin }) => plugin.pure !== true);
  return [...new Set(impure.map(({ plugin }) => plugin.name))];
}

/** The plugins on the way to some inputs that intone does not bring itself. */
function thirdParties(
  audio: PluginUse,
  inputs: readonly InputFeatures[],
  registry: Registry,
): readonly RegisteredPlugin[] {
  const uses: readonly [Kind, PluginUse][] = [
    ['audio', audio],
    ...inputs.flatMap(({ features, pool }): [Kind, PluginUse][] => [
      ...features.map((feature): [Kind, PluginUse] => ['feature', feature]),
      ['pooling', pool],
    ]),
  ];
  return uses.flatMap(([kind, { use }]) =>
    registry.list(kind).filter(({ plugin, source }) => plugin.name === use && source !== BUILT_IN),
  );
}
