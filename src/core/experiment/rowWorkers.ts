import { impurePlugins } from '../cache/recipe.js';
import type { Registry } from '../registry/registry.js';
import { BUILT_IN } from '../registry/registry.js';
import type { ClipRow } from './clipFeatures.js';
import type { FeaturePathUses } from './plugins.js';

/** All that another thread needs to make the rows that this one would make. Plain data. */
export interface RowRecipe {
  readonly uses: FeaturePathUses;
  /** The modules of third parties' plugins, each where this process found it. */
  readonly modules: readonly { readonly source: string; readonly file: string }[];
}

/** A clip whose row is asked for. */
export interface RowTask {
  /** Its audio file, whole; it stays the sender's. */
  readonly bytes: Uint8Array;
  readonly clip: string;
  /** The inputs of the feature path that are wanted, by their numbers. */
  readonly inputs: readonly number[];
}

/** Threads that make rows. */
export interface RowWorkers {
  /**
   * @returns the row of the wanted inputs; null where its plugins did more than compute (a warning, a draw): whoever
   *   asked has to make it again in its own thread, so that it is said, and drawn, in the clips' order
   * @throws what `clipRow` throws; FEATURE_WORKER_DIED
   */
  row(task: RowTask): Promise<ClipRow | null>;
  /** Ends them at once, whatever they are at. */
  close(): Promise<void>;
}

/** Workers that can be had where there is enough to do. */
export interface RowWorkersOffer {
  /** At most. */
  readonly threads: number;
  start(threads: number): Promise<RowWorkers>;
}

/**
 * Starts workers.
 *
 * @param directory of the run, where each worker leaves the name of the clip that it is at
 */
export type StartRowWorkers = (recipe: RowRecipe, threads: number, directory: string) => Promise<RowWorkers>;

/**
 * What another thread needs for an experiment's rows; null where they can only be made one after the other: a plugin
 * that is not declared pure may hold on to what it saw or draw in the order of the clips, and one that came from no
 * file cannot be loaded again.
 */
export function rowRecipe({ seed, audio, inputs }: FeaturePathUses, registry: Registry): RowRecipe | null {
  const uses = { seed, audio, inputs };
  if (impurePlugins(uses, registry).length > 0) return null;
  const named = {
    audio: [audio.use],
    feature: inputs.flatMap(({ features }) => features.map(({ use }) => use)),
    pooling: inputs.map(({ pool }) => pool.use),
  };
  const modules = new Map<string, string>();
  for (const kind of ['audio', 'feature', 'pooling'] as const) {
    for (const { plugin, source, file } of registry.list(kind)) {
      if (source === BUILT_IN || !named[kind].includes(plugin.name)) continue;
      if (file === null) return null;
      modules.set(source, file);
    }
  }
  return { uses, modules: [...modules].map(([source, file]) => ({ source, file })) };
}
