import { relative, resolve, sep } from 'node:path';
import {
  CONFIG_EXTENDS_CYCLE,
  CONFIG_EXTENDS_MISSING,
  CONFIG_FILE_MISSING,
  CONFIG_WRONG_TYPE,
} from '../errors/config.js';
import { IntoneErrors, type IntoneError } from '../errors/entry.js';
import { inOrder, locationOf } from './codeFrame.js';
import { describeValue } from './describe.js';
import { merge } from './merge.js';
import {
  toPlain,
  type ConfigNode,
  type ConfigSource,
  type MapEntry,
  type MapNode,
  type Origin,
} from './node.js';
import { nearestFile, parseSource, readSource } from './parse.js';
import { withoutShorthand } from './slots.js';

/** Text in a config, and where it stands. */
export interface PlacedText {
  readonly text: string;
  readonly origin: Origin;
}

/** A config file merged with all that it extends. */
export interface ConfigFiles {
  readonly root: ConfigNode;
  /** What all the files name under `plugins:`. */
  readonly plugins: readonly PlacedText[];
  /** What they name under `sweep:`, merged like all else. */
  readonly sweep: MapEntry | null;
  /** The files in the order in which they were merged; the last one is the config itself. */
  readonly sources: readonly ConfigSource[];
}

/** How messages name a file: relative to the working directory where it lies in it. */
export function shownPath(path: string, cwd: string): string {
  const inside = relative(cwd, path);
  return inside === '' || inside.startsWith('..') ? path : inside.split(sep).join('/');
}

/** Reads a config and, before it, what it extends. */
export async function readConfig(file: string, cwd: string): Promise<ConfigFiles> {
  const path = resolve(cwd, file);
  const source = await readSource(path, file);
  if (source !== undefined) return readLayers(source, [path], cwd);
  const near = await nearestFile(path, file);
  throw new IntoneErrors([CONFIG_FILE_MISSING({ file, nearest: near })]);
}

async function readLayers(source: ConfigSource, chain: readonly string[], cwd: string): Promise<ConfigFiles> {
  const map = parseSource(source);
  const errors: IntoneError[] = [];
  const bases: ConfigFiles[] = [];
  for (const { text, origin } of texts(map, 'extends', errors)) {
    const path = resolve(source.folder, text);
    const where = locationOf(origin);
    const start = chain.indexOf(path);
    if (start >= 0) {
      const circle = [...chain.slice(start), path].map((each) => shownPath(each, cwd));
      errors.push(CONFIG_EXTENDS_CYCLE({ chain: circle }, where));
      continue;
    }
    const shown = shownPath(path, cwd);
    const base = await readSource(path, shown);
    if (base === undefined) {
      errors.push(CONFIG_EXTENDS_MISSING({ file: text, nearest: await nearestFile(path, text) }, where));
    } else {
      bases.push(await readLayers(base, [...chain, path], cwd));
    }
  }
  const own = texts(map, 'plugins', errors);
  if (errors.length > 0) throw new IntoneErrors(inOrder(errors));
  const layer = withoutShorthand(without(map, ['extends', 'plugins', 'sweep']));
  const sweeps = [...bases.map(({ sweep }) => sweep), map.entries.get('sweep')];
  return {
    root: [...bases.map(({ root }) => root), layer].reduce(merge),
    plugins: [...bases.flatMap(({ plugins }) => plugins), ...own],
    sweep: sweeps.reduce<MapEntry | null>(mergedEntry, null),
    sources: [...bases.flatMap(({ sources }) => sources), source],
  };
}

/** The text, or the texts of the list, under a key. */
function texts(map: MapNode, key: string, errors: IntoneError[]): PlacedText[] {
  const entry = map.entries.get(key);
  if (entry === undefined) return [];
  const items = entry.value.type === 'list' ? entry.value.items : [entry.value];
  return items.flatMap((item) => {
    if (item.type === 'scalar' && typeof item.value === 'string')
      return [{ text: item.value, origin: item.origin }];
    const allowed = key === 'extends' ? 'a path, or a list of paths' : 'a list of paths and packages';
    const origin = item.type === 'scalar' && item.value === null ? entry.key : item.origin;
    errors.push(
      CONFIG_WRONG_TYPE(
        { what: `\`${key}\``, found: describeValue(toPlain(item)), allowed },
        locationOf(origin),
      ),
    );
    return [];
  });
}

function mergedEntry(base: MapEntry | null, layer: MapEntry | null | undefined): MapEntry | null {
  if (base === null || layer === null || layer === undefined) return layer ?? base;
  return { key: layer.key, value: merge(base.value, layer.value) };
}

function without(map: MapNode, keys: readonly string[]): MapNode {
  return { ...map, entries: new Map([...map.entries].filter(([key]) => !keys.includes(key))) };
}
