import { Type, type TUnsafe } from '@sinclair/typebox';
import type { Kind } from '../registry/contracts.js';
import { KINDS } from '../registry/kinds.js';
import type { Plugin } from '../registry/plugin.js';
import type { Registry } from '../registry/registry.js';
import { branchesOf, type JsonSchema } from './jsonSchema.js';

/** How a schema is going to be used. */
export interface SchemaStyle {
  /**
   * `editor`: plain JSON Schema of what may be written, shorthand included. `check`: of a config with its shorthand
   * written out, with ajv's discriminator, so that one mistake gives one error.
   */
  readonly purpose: 'editor' | 'check';
  /** The plugins that the config names: a check needs no others, and compiles faster without. Default: all. */
  readonly only?: ReadonlySet<string>;
  /** Whether a config that is checked has `inputs`, and so no `features` at the top. */
  readonly inputs?: boolean;
}

/** A plugin as it stands in a config: its name, and its options beside it. */
export interface WrittenUse {
  use: string;
}

/** The schema of a place in a config where a plugin of that kind is named. */
export function pluginSlot(
  registry: Registry,
  kind: Kind,
  style: SchemaStyle,
  extra: { description: string; default?: unknown },
  fallback?: string,
): TUnsafe<WrittenUse> {
  const { only } = style;
  const choices = registry
    .list(kind)
    .filter(({ plugin }) => only === undefined || only.has(plugin.name))
    .map(({ plugin }) => useSchema(plugin, plugin.name !== fallback));
  const slot = {
    type: 'object',
    oneOf: choices,
    discriminator: { propertyName: 'use' },
    ...extra,
  };
  if (style.purpose === 'check') return Type.Unsafe<WrittenUse>(slot);
  return Type.Unsafe<WrittenUse>({ ...extra, anyOf: [...shorthand(registry, kind), ...choices] });
}

/** The same, where null switches the stage off. */
export function optionalPluginSlot(
  registry: Registry,
  kind: Kind,
  style: SchemaStyle,
  description: string,
): TUnsafe<WrittenUse | null> {
  const slot = pluginSlot(registry, kind, style, { description, default: null });
  if (style.purpose === 'check') return Type.Unsafe<WrittenUse | null>({ ...slot, type: ['object', 'null'] });
  return Type.Unsafe<WrittenUse | null>({ ...slot, anyOf: [...branchesOf(slot, 'anyOf'), { type: 'null' }] });
}

/** The schema of one plugin with its options beside its name. */
function useSchema(plugin: Plugin, named: boolean): JsonSchema {
  const use = { const: plugin.name, description: plugin.summary };
  return {
    type: 'object',
    description: plugin.summary,
    properties: { use, ...plugin.options.properties },
    required: [...(named ? ['use'] : []), ...requiredOptions(plugin)],
    additionalProperties: false,
  };
}

/** Plugins that need no option can be named by their name alone. */
function shorthand(registry: Registry, kind: Kind): JsonSchema[] {
  const plugins = registry.list(kind).filter(({ plugin }) => requiredOptions(plugin).length === 0);
  if (plugins.length === 0) return [];
  const names = plugins.map(({ plugin }) => plugin.name);
  return [{ enum: names, description: `${capital(KINDS[kind].noun)} with its default options.` }];
}

/** Options that have no default. */
function requiredOptions(plugin: Plugin): readonly string[] {
  const { properties, required = [] } = plugin.options;
  return required.filter((option) => !Object.hasOwn(properties[option], 'default'));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
