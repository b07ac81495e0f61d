import type { ConfigNode, MapEntry } from './node.js';
import { textAt } from './node.js';

/**
 * Lays one layer of a config over another: maps merge, lists and single values replace. Where the layer names another
 * plugin (`use`), the options of the old one are dropped with it, since they mean nothing to the new one.
 */
export function merge(base: ConfigNode, layer: ConfigNode): ConfigNode {
  if (base.type !== 'map' || layer.type !== 'map' || namesAnotherPlugin(base, layer)) return layer;
  const entries = new Map<string, MapEntry>(base.entries);
  for (const [key, entry] of layer.entries) {
    const below = entries.get(key);
    const value = below === undefined ? entry.value : merge(below.value, entry.value);
    entries.set(key, { key: entry.key, value });
  }
  return { ...layer, entries };
}

function namesAnotherPlugin(base: ConfigNode, layer: ConfigNode): boolean {
  const [before, now] = [textAt(base, ['use']), textAt(layer, ['use'])];
  return before !== undefined && now !== undefined && now !== before;
}
