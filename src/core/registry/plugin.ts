import type { Static, TObject } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Random } from '../random.js';
import type { Contracts, Kind } from './contracts.js';

/** What the framework hands to a plugin beside its options. */
export interface PluginContext {
  /** The plugin's own stream of the experiment's seed; the only source of randomness it may use. */
  readonly random: Random;
  /** Says something to the user; a warning is kept in the run. */
  readonly warn: (message: string) => void;
}

/** Kinds on the way from a clip to its row, which the feature cache keeps. */
export const CACHED_KINDS = ['audio', 'feature', 'pooling'] as const;

/** A plugin as its author writes it. */
export interface PluginDefinition<K extends Kind, S extends TObject> {
  readonly kind: K;
  /** As a config names it: lower case, words joined by hyphens. */
  readonly name: string;
  /** One sentence, with the source (paper or library). */
  readonly summary: string;
  /** TypeBox schema of the options; each has a description, and a default unless it is required. */
  readonly options: S;
  /**
   * The same clip and options always give the same numbers, whatever the time, the environment, other files and earlier
   * clips: intone may then keep them in the feature cache. Default: no.
   */
  readonly pure?: K extends (typeof CACHED_KINDS)[number] ? boolean : never;
  /** Cheap: no I/O and no heavy computation before one of the contract's functions is called. */
  create(options: Static<S>, context: PluginContext): Contracts[K];
}

/** A plugin as the framework holds it: its options are checked when it is created. */
export interface Plugin<K extends Kind = Kind> {
  readonly kind: K;
  readonly name: string;
  readonly summary: string;
  readonly options: TObject;
  readonly pure?: boolean;
  create(options: unknown, context: PluginContext): Contracts[K];
}

/**
 * Declares a plugin. Everything about it is in the one argument, and the types of its options come from their schema.
 *
 * The config's values were validated and its defaults filled in before `create` is called.
 */
export function definePlugin<K extends Kind, S extends TObject>(
  definition: PluginDefinition<K, S>,
): Plugin<K> {
  const { kind, name, summary, options: schema, pure = false } = definition;
  return {
    kind,
    name,
    summary,
    options: schema,
    pure,
    create(options, context) {
      const complete = Value.Default(schema, Value.Clone(options));
      Value.Assert(schema, complete);
      return definition.create(complete, context);
    },
  };
}
