import { Type } from '@sinclair/typebox';
import type { Registry } from '../registry/registry.js';
import type { ConfigNode, MapEntry, Origin } from './node.js';
import type { Override } from './overrides.js';
import { SWEEP_SCHEMA } from './sweepSchema.js';
import { validate } from './validate.js';

/** A key that a config names under `sweep:`, with its values where they stand. */
export interface SweptKey {
  /** Dotted, e.g. `model.dense`. */
  readonly path: string;
  readonly at: Origin;
  readonly values: readonly ConfigNode[];
}

/**
 * Reads what a config names under `sweep:`; where the keys lead is found out when the members are loaded.
 *
 * @throws IntoneErrors with lines and columns
 */
export function readSweep(sweep: MapEntry | null, registry: Registry): readonly SweptKey[] {
  if (sweep === null) return [];
  const { value } = sweep;
  const root: ConfigNode = { type: 'map', origin: value.origin, entries: new Map([['sweep', sweep]]) };
  const schema = { type: 'object', properties: { sweep: SWEEP_SCHEMA } };
  validate(root, Type.Unsafe<object>(schema), registry);
  if (value.type !== 'map') return [];
  return [...value.entries].flatMap(([path, entry]) =>
    entry.value.type === 'list' ? [{ path, at: entry.key, values: entry.value.items }] : [],
  );
}

/** The override that gives a member of the family one of the values; mistakes in it are told where it stands. */
export function placedOverride({ path, at }: SweptKey, value: ConfigNode): Override {
  const keys = path.split('.');
  return { path: keys, steps: keys.map(() => at), value };
}
