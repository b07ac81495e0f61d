import type { PluginUse } from '../config/experiment.js';
import { PLUGIN_KIND_UNKNOWN, PLUGIN_TWICE, PLUGIN_UNKNOWN } from '../errors/plugins.js';
import { nearest } from '../text/nearest.js';
import { withArticle } from '../text/words.js';
import type { Contracts, Kind } from './contracts.js';
import { guarded, pluginFailed } from './guarded.js';
import { isKind, KIND_NAMES, KINDS } from './kinds.js';
import type { Plugin, PluginContext } from './plugin.js';

/** A plugin and where it comes from: `intone` for a built-in one, else a path or a package. */
export interface RegisteredPlugin<K extends Kind = Kind> {
  readonly plugin: Plugin<K>;
  readonly source: string;
  /** The file (absolute) that it was loaded from; null where it was loaded from none. */
  readonly file: string | null;
}

type Shelves = { readonly [K in Kind]: Map<string, RegisteredPlugin<K>> };

/** Where the plugins come from that intone brings itself. */
export const BUILT_IN = 'intone';

/** The plugins that a config can name. */
export class Registry {
  readonly #shelves: Shelves = {
    dataset: new Map(),
    split: new Map(),
    audio: new Map(),
    feature: new Map(),
    pooling: new Map(),
    scaler: new Map(),
    sampler: new Map(),
    augmenter: new Map(),
    model: new Map(),
    loss: new Map(),
    optimizer: new Map(),
    evaluator: new Map(),
    backend: new Map(),
  };

  /** Adds a plugin; throws PLUGIN_TWICE where its kind has one of that name. */
  add<K extends Kind>(plugin: Plugin<K>, source: string, file: string | null = null): void {
    const shelf: Map<string, RegisteredPlugin<K>> = this.#shelves[plugin.kind];
    const present = shelf.get(plugin.name);
    if (present !== undefined) {
      throw PLUGIN_TWICE({
        noun: KINDS[plugin.kind].noun,
        name: plugin.name,
        first: present.source,
        second: source,
      });
    }
    shelf.set(plugin.name, { plugin, source, file });
  }

  /** A registry of its own with the same plugins, to which a config's plugins are added. */
  copy(): Registry {
    const copy = new Registry();
    for (const { plugin, source, file } of this.list()) copy.add(plugin, source, file);
    return copy;
  }

  has(kind: Kind, name: string): boolean {
    return this.#shelves[kind].has(name);
  }

  /** The plugin of that kind and name; throws PLUGIN_UNKNOWN with the nearest name. */
  find<K extends Kind>(kind: K, name: string): Plugin<K> {
    const shelf: Map<string, RegisteredPlugin<K>> = this.#shelves[kind];
    const found = shelf.get(name);
    if (found === undefined) throw this.unknown(kind, name);
    return found.plugin;
  }

  /** All plugins, or those of one kind, in the order of the data and then of their registration. */
  list(kind?: Kind): readonly RegisteredPlugin[] {
    const kinds = kind === undefined ? KIND_NAMES : [kind];
    return kinds.flatMap((each): RegisteredPlugin[] => [...this.#shelves[each].values()]);
  }

  names(kind: Kind): readonly string[] {
    return [...this.#shelves[kind].keys()];
  }

  /** Every plugin of that name, whatever its kind; throws where there is none. */
  named(name: string): readonly RegisteredPlugin[] {
    const found = this.list().filter(({ plugin }) => plugin.name === name);
    if (found.length > 0) return found;
    const known = this.list().map(({ plugin }) => plugin.name);
    throw PLUGIN_UNKNOWN({ noun: 'plugin', name, known, nearest: nearest(name, known) });
  }

  /** Makes what the plugin of a config's slot makes; what goes wrong in it names it. */
  create<K extends Kind>(kind: K, use: PluginUse, context: PluginContext): Contracts[K] {
    const plugin = this.find(kind, use.use);
    try {
      return guarded(kind, use.use, plugin.create(use.options, context));
    } catch (thrown) {
      throw pluginFailed(kind, use.use, 'create()', thrown);
    }
  }

  /** The error for a name that no plugin of the kind has. */
  unknown(kind: Kind, name: string): ReturnType<typeof PLUGIN_UNKNOWN> {
    const known = this.names(kind);
    const other = KIND_NAMES.find((each) => each !== kind && this.has(each, name));
    return PLUGIN_UNKNOWN({
      noun: KINDS[kind].noun,
      name,
      known,
      nearest: nearest(name, known),
      other:
        other === undefined ? undefined : `${withArticle(KINDS[other].noun)} (\`${KINDS[other].slot}:\`)`,
    });
  }
}

/** The kind that a user wrote, in the singular or the plural; throws PLUGIN_KIND_UNKNOWN. */
export function parseKind(word: string): Kind {
  if (isKind(word)) return word;
  const kind = KIND_NAMES.find((name) => KINDS[name].plural === word);
  if (kind !== undefined) return kind;
  throw PLUGIN_KIND_UNKNOWN({ kind: word, known: KIND_NAMES, nearest: nearest(word, KIND_NAMES) });
}
