import type { Kind } from '../registry/contracts.js';
import type { ConfigNode, ConfigPath, MapEntry, MapNode } from './node.js';
import { nodeAt, replacedAt, textAt } from './node.js';

/** A step of a slot's path that stands for any key. */
const ANY = '*';

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
  { kind: 'feature', path: ['inputs', ANY, 'features'], list: true },
  { kind: 'pooling', path: ['inputs', ANY, 'pool'], list: false, fallback: 'mean' },
  { kind: 'scaler', path: ['inputs', ANY, 'scale'], list: false },
  { kind: 'sampler', path: ['sample'], list: false },
  { kind: 'augmenter', path: ['augment'], list: true },
  { kind: 'model', path: ['model'], list: false },
  { kind: 'loss', path: ['loss'], list: false, fallback: 'cross-entropy' },
  { kind: 'optimizer', path: ['train', 'optimizer'], list: false, fallback: 'adam' },
  { kind: 'evaluator', path: ['evaluate'], list: true },
  { kind: 'backend', path: ['backend'], list: false, fallback: 'auto' },
];

/** The slot that a path leads into, and how many of its steps name the plugin. */
export function slotOf(path: ConfigPath): { slot: Slot; length: number } | undefined {
  const slot = SLOTS.find((each) =>
    each.path.every((step, index) => path[index] === step || (step === ANY && index < path.length)),
  );
  if (slot === undefined) return undefined;
  const length = slot.path.length + (slot.list ? 1 : 0);
  return path.length < length ? undefined : { slot, length };
}

/** The paths of a config that a slot stands for, where the config has something there. */
function presentAt(root: ConfigNode, { path }: Slot): readonly { path: ConfigPath; present: ConfigNode }[] {
  const paths = path.reduce<readonly ConfigPath[]>(
    (begun, step) =>
      begun.flatMap((each) => (step === ANY ? keysAt(root, each) : [step]).map((next) => [...each, next])),
    [[]],
  );
  return paths.flatMap((each) => {
    const present = nodeAt(root, each);
    return present === undefined ? [] : [{ path: each, present }];
  });
}

function keysAt(root: ConfigNode, path: ConfigPath): readonly string[] {
  const node = nodeAt(root, path);
  return node?.type === 'map' ? [...node.entries.keys()] : [];
}

/** Evaluators where none are named. */
export const DEFAULT_EVALUATORS = ['confusion-matrix', 'classification-report', 'calibration'] as const;

/** The names of all plugins that a config without shorthand uses, those that it has by default among them. */
export function namedPlugins(root: ConfigNode): ReadonlySet<string> {
  const named = SLOTS.flatMap((slot) => {
    const uses = presentAt(root, slot).flatMap(({ present }) =>
      slot.list && present.type === 'list' ? present.items : [present],
    );
    return [slot.fallback, ...uses.map((use) => textAt(use, ['use']))];
  });
  return new Set([...named.filter((name) => name !== undefined), ...DEFAULT_EVALUATORS]);
}

/** Writes `pool: mean` out as `pool: { use: mean }`, in every slot. */
export function withoutShorthand(root: ConfigNode): ConfigNode {
  return everySlot(root).reduce((tree, { slot, path, present }) => {
    const expanded =
      slot.list && present.type === 'list'
        ? { ...present, items: present.items.map(expand) }
        : expand(present);
    return expanded === present ? tree : replacedAt(tree, path, () => expanded, present.origin);
  }, root);
}

/** Names the plugin where only options are given: `audio: { sampleRate: 16000 }`. */
export function withFallbacks(root: ConfigNode): ConfigNode {
  return everySlot(root).reduce((tree, { slot: { fallback }, path, present }) => {
    if (fallback === undefined || present.type !== 'map' || present.entries.has('use')) return tree;
    const use: ConfigNode = { type: 'scalar', origin: present.origin, value: fallback };
    const entries = new Map<string, MapEntry>([
      ['use', { key: present.origin, value: use }],
      ...present.entries,
    ]);
    return replacedAt(tree, path, () => ({ ...present, entries }), present.origin);
  }, root);
}

/** Every place of a config that names plugins. No two lie in one another, so each may be replaced by itself. */
function everySlot(root: ConfigNode): readonly { slot: Slot; path: ConfigPath; present: ConfigNode }[] {
  return SLOTS.flatMap((slot) => presentAt(root, slot).map((place) => ({ slot, ...place })));
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
