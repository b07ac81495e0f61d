import type { Kind } from '../registry/contracts.js';
import type { ConfigNode, ConfigPath, MapNode } from './node.js';
import { nodeAt, replacedAt } from './node.js';

/** Where a config names plugins of which kind. */
export interface Slot {
  readonly kind: Kind;
  readonly path: ConfigPath;
  readonly list: boolean;
}

export const SLOTS: readonly Slot[] = [
  { kind: 'dataset', path: ['data'], list: false },
  { kind: 'split', path: ['split'], list: false },
  { kind: 'audio', path: ['audio'], list: false },
  { kind: 'feature', path: ['features'], list: true },
  { kind: 'pooling', path: ['pool'], list: false },
  { kind: 'scaler', path: ['scale'], list: false },
  { kind: 'sampler', path: ['sample'], list: false },
  { kind: 'model', path: ['model'], list: false },
  { kind: 'loss', path: ['loss'], list: false },
  { kind: 'optimizer', path: ['train', 'optimizer'], list: false },
  { kind: 'evaluator', path: ['evaluate'], list: true },
  { kind: 'backend', path: ['backend'], list: false },
];

/** The slot that a path leads into, and how many of its steps name the plugin. */
export function slotOf(path: ConfigPath): { slot: Slot; length: number } | undefined {
  const slot = SLOTS.find((each) => each.path.every((step, index) => path[index] === step));
  if (slot === undefined) return undefined;
  const length = slot.path.length + (slot.list ? 1 : 0);
  return path.length < length ? undefined : { slot, length };
}

/** Writes `pool: mean` out as `pool: { use: mean }`, in every slot. */
export function withoutShorthand(root: ConfigNode): ConfigNode {
  return SLOTS.reduce((tree, slot) => {
    const present = nodeAt(tree, slot.path);
    if (present === undefined) return tree;
    const expanded =
      slot.list && present.type === 'list'
        ? { ...present, items: present.items.map(expand) }
        : expand(present);
    return expanded === present ? tree : replacedAt(tree, slot.path, () => expanded, present.origin);
  }, root);
}

function expand(node: ConfigNode): ConfigNode {
  if (node.type !== 'scalar' || typeof node.value !== 'string') return node;
  return mapOf(node, 'use');
}

/** Writes a gate that is a list of checks out as `{ checks: […] }`. */
export function withGateChecks(root: ConfigNode): ConfigNode {
  const gate = nodeAt(root, ['gate']);
  return gate?.type === 'list' ? replacedAt(root, ['gate'], () => mapOf(gate, 'checks'), gate.origin) : root;
}

function mapOf(node: ConfigNode, key: string): MapNode {
  return { type: 'map', origin: node.origin, entries: new Map([[key, { key: node.origin, value: node }]]) };
}
