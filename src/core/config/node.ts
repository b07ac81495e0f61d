/** A file, or a `--set` argument, that values come from. */
export interface ConfigSource {
  /** As messages name it. */
  readonly file: string;
  /** The folder that paths in it are relative to. */
  readonly folder: string;
  readonly text: string;
  /** An argument of the command line has no lines. */
  readonly argument?: true;
}

/** From one offset of a source's text to another. */
export interface Origin {
  readonly source: ConfigSource;
  readonly start: number;
  readonly end: number;
}

export interface MapEntry {
  readonly key: Origin;
  readonly value: ConfigNode;
}
export interface MapNode {
  readonly type: 'map';
  readonly origin: Origin;
  readonly entries: ReadonlyMap<string, MapEntry>;
}
export interface ListNode {
  readonly type: 'list';
  readonly origin: Origin;
  readonly items: readonly ConfigNode[];
}
export interface ScalarNode {
  readonly type: 'scalar';
  readonly origin: Origin;
  readonly value: string | number | boolean | null;
}

/** A value of a config that knows where it stands. Nodes are never changed; layers are merged into new ones. */
export type ConfigNode = MapNode | ListNode | ScalarNode;

/** Keys, and indices as text, from the root to a value. */
export type ConfigPath = readonly string[];

/** The value as plain JSON. */
export function toPlain(node: ConfigNode): unknown {
  if (node.type === 'scalar') return node.value;
  if (node.type === 'list') return node.items.map(toPlain);
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, toPlain(value)]));
}

/** The child of that key or index. */
export function childOf(node: ConfigNode, step: string): ConfigNode | undefined {
  if (node.type === 'map') return node.entries.get(step)?.value;
  if (node.type === 'list') return /^\d+$/.test(step) ? node.items[Number(step)] : undefined;
  return undefined;
}

/** The value at a path, or undefined. */
export function nodeAt(root: ConfigNode, path: ConfigPath): ConfigNode | undefined {
  return path.reduce<ConfigNode | undefined>((node, step) => node && childOf(node, step), root);
}

/** The text value at a path, or undefined. */
export function textAt(root: ConfigNode, path: ConfigPath): string | undefined {
  const node = nodeAt(root, path);
  return node?.type === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** The same tree with another value at a path; maps on the way are made where they are missing. */
export function replacedAt(
  root: ConfigNode,
  path: ConfigPath,
  change: (old: ConfigNode | undefined) => ConfigNode,
  origin: Origin,
): ConfigNode {
  const replace = (node: ConfigNode | undefined, depth: number): ConfigNode => {
    if (depth === path.length) return change(node);
    const step = path[depth];
    if (node?.type === 'list') {
      const index = Number(step);
      return {
        ...node,
        items: node.items.map((item, at) => (at === index ? replace(item, depth + 1) : item)),
      };
    }
    const map: MapNode = node?.type === 'map' ? node : { type: 'map', origin, entries: new Map() };
    const old = map.entries.get(step);
    const entry = { key: old?.key ?? origin, value: replace(old?.value, depth + 1) };
    return { ...map, entries: new Map([...map.entries, [step, entry]]) };
  };
  return replace(root, 0);
}
