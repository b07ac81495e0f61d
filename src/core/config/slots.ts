import type { Kind } from '../registry/contracts.js';
import type { ConfigNode, ConfigPath, MapEntry, MapNode } from './node.js';
import { nodeAt, replacedAt, textAt } from './node.js';

/** Where a config names plugins of which kind. */
export interface Slot {
  readonly kind: Kind;
  readonly path: ConfigPath;
  readonly list: boolean;
  /** The plugin where none is named. */
  readonly fallback?: string;
}

export const SLOTS: readonly Slot[] = [
  { kind: 'dataset', path: ['data'], list: false },
  { kind: 'split', path: ['split'], list: false },
  { kind: 'audio', path: ['audio'], list: false, fallback: 'waveform' },
  { kind: 'feature', path: ['features'], list: true },
  { kind: 'pooling', path: ['pool'], list: false, fallback: 'mean' },
  { kind: 'scaler', path: ['scale'], list: false },
  { kind: 'sampler', path: ['sample'], list: false },
  { kind: 'model', path: ['model'], list: false },
  { kind: 'loss', path: ['loss'], list: false, fallback: 'cross-entropy' },
  { kind: 'optimizer', path: ['train', 'optimizer'], list: false, fallback: 'adam' },
  { kind: 'evaluator', path: ['evaluate'], list: true },
  { kind: 'backend', path: ['backend'], list: false, fallback: 'wasm' },
];

/** The slot that a path leads into, and how many of its steps name the plugin. */
export function slotOf(path: ConfigPath): { slot: Slot; length: number } | undefined {
  const slot = SLOTS.find((each) => each.path.every((step, index) => path[index] === step));
  if (slot === undefined) return undefined;
  const length = slot.path.length + (slot.list ? 1 : 0);
  return path.length < length ? undefined : { slot, length };
}

/** Evaluators where none are named. */
export const DEFAULT_EVALUATORS = ['confusion-matrix', 'classification-report', 'calibration'] as const;

/** The names of all plugins that a config without shorthand uses, those that it has by default among them. */
export function namedPlugins(root: ConfigNode): ReadonlySet<string> {
  const named = SLOTS.flatMap(({ path, list, fallback }) => {
    const present = nodeAt(root, path);
    const uses = list && present?.type === 'list' ? present.items : present === undefined ? [] : [present];
    return [fallback, ...uses.map((use) => textAt(use, ['use']))];
  });
  return new Set([...named.filter((name) => name !== undefined), ...DEFAULT_EVALUATORS]);
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

/** Names the plugin where only options are given: `audio: { sampleRate: 16000 }`. */
export function withFallbacks(root: ConfigNode): ConfigNode {
  return SLOTS.reduce((tree, { path, fallback }) => {
    const present = nodeAt(tree, path);
    if (fallback === undefined || present?.type !== 'map' || present.entries.has('use')) return tree;
    const use: ConfigNode = { type: 'scalar', origin: present.origin, value: fallback };
    const entries = new Map<string, MapEntry>([
      ['use', { key: present.origin, value: use }],
      ...present.entries,
    ]);
    return replacedAt(tree, path, () => ({ ...present, entries }), present.origin);
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
