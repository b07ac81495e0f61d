import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import type { Registry } from '../registry/registry.js';
import { simplified, type JsonSchema } from './jsonSchema.js';
import { nodeAt, textAt, type ConfigNode, type ConfigSource, type MapEntry, type MapNode } from './node.js';
import { parseSource, readSource } from './parse.js';
import { pluginSlot } from './pluginSchema.js';
import { withoutShorthand } from './slots.js';
import { validate } from './validate.js';

export const LOCAL_FILE = 'intone.local.yaml';

/** What `intone.local.yaml` settles for this machine. */
export interface LocalSettings {
  readonly root: ConfigNode;
  readonly source: ConfigSource;
  /** Folder for runs. */
  readonly runs?: string;
  /** Folder of the feature cache. */
  readonly cache?: string;
  /** Threads that a run may compute with at once. */
  readonly threads?: number;
}

/** Reads `intone.local.yaml` of a folder, where there is one. */
export async function readLocal(cwd: string, registry: Registry): Promise<LocalSettings | undefined> {
  const source = await readSource(join(cwd, LOCAL_FILE), LOCAL_FILE);
  if (source === undefined) return undefined;
  const root = withoutShorthand(parseSource(source));
  const checked = validate(
    root,
    Type.Unsafe<{ runs?: string; cache?: string; threads?: number }>(localSchema(registry)),
    registry,
  );
  const { runs, cache, threads } = checked;
  return {
    root,
    source,
    ...(runs !== undefined && { runs }),
    ...(cache !== undefined && { cache }),
    ...(threads !== undefined && { threads }),
  };
}

/** The layer that the local settings lay over an experiment: options of its own dataset only, and its backend. */
export function localLayer({ root }: LocalSettings, experiment: ConfigNode): ConfigNode {
  const settings = entriesOf(root);
  const entries = new Map<string, MapEntry>();
  const dataset = textAt(experiment, ['data', 'use']);
  const data = settings.get('data');
  const options = dataset === undefined ? undefined : nodeAt(root, ['data', dataset]);
  const use = nodeAt(experiment, ['data', 'use']);
  if (data !== undefined && options !== undefined && use !== undefined) {
    const named = new Map<string, MapEntry>([
      ['use', { key: use.origin, value: use }],
      ...entriesOf(options),
    ]);
    entries.set('data', { key: data.key, value: mapNode(options, named) });
  }
  const backend = settings.get('backend');
  if (backend !== undefined) entries.set('backend', backend);
  return mapNode(root, entries);
}

function entriesOf(node: ConfigNode): ReadonlyMap<string, MapEntry> {
  return node.type === 'map' ? node.entries : new Map<string, MapEntry>();
}

function mapNode({ origin }: ConfigNode, entries: ReadonlyMap<string, MapEntry>): MapNode {
  return { type: 'map', origin, entries };
}

/** The JSON Schema of `intone.local.yaml`. */
export function localSchema(registry: Registry): JsonSchema {
  const datasets = registry
    .list('dataset')
    .map(({ plugin }) => [plugin.name, optional(plugin.options)] as const);
  const strict = { additionalProperties: false };
  return {
    type: 'object',
    title: 'Settings of one machine',
    properties: {
      data: {
        type: 'object',
        description:
          'Options of datasets, by the name of the dataset; used by experiments with that dataset.',
        properties: Object.fromEntries(datasets),
        ...strict,
      },
      backend: pluginSlot(
        registry,
        'backend',
        { purpose: 'check' },
        { description: 'What computes the training.' },
      ),
      threads: {
        type: 'integer',
        minimum: 1,
        description: 'Threads that a run may compute with at once; absent: as many as the machine runs.',
      },
      runs: { type: 'string', minLength: 1, description: 'Folder that runs are kept in.' },
      cache: { type: 'string', minLength: 1, description: 'Folder of the feature cache.' },
    },
    ...strict,
  };
}

/** Options of which none has to be given and no default is filled in. */
function optional(options: JsonSchema): JsonSchema {
  const { properties, type } = simplified(options);
  return { type, properties, additionalProperties: false };
}
