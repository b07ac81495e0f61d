import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type Pair,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import {
  CONFIG_ALIAS,
  CONFIG_DUPLICATE_KEY,
  CONFIG_EMPTY,
  CONFIG_ENCODING,
  CONFIG_FILE_UNREADABLE,
  CONFIG_MULTIPLE_DOCUMENTS,
  CONFIG_NOT_A_MAP,
  CONFIG_SYNTAX,
} from '../errors/config.js';
import { IntoneErrors, type IntoneError } from '../errors/entry.js';
import { nearest } from '../text/nearest.js';
import { messageOf } from '../text/words.js';
import { locationOf } from './codeFrame.js';
import type { ConfigNode, ConfigSource, MapEntry, MapNode, Origin } from './node.js';

/** Nodes of one file at most, aliases followed: more is a bomb, not an experiment. */
const NODE_LIMIT = 100_000;

/** Reads a config file as UTF-8; undefined where there is none. */
export async function readSource(path: string, shown: string): Promise<ConfigSource | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown) {
      if (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR') return undefined;
      const reason = thrown.code === 'EISDIR' ? 'it is a folder' : messageOf(thrown);
      throw CONFIG_FILE_UNREADABLE({ file: shown, reason }, { file: shown });
    }
    throw thrown;
  }
  return { file: shown, folder: dirname(path), text: decode(bytes, shown) };
}

/** The file beside it that was probably meant. */
export async function nearestFile(path: string, shown: string): Promise<string | undefined> {
  const present = await readdir(dirname(path)).catch(() => []);
  const near = nearest(
    basename(path),
    present.filter((name) => /\.ya?ml$/.test(name)),
  );
  return near === undefined ? undefined : join(dirname(shown), near);
}

function decode(bytes: Uint8Array, file: string): string {
  const wrong = (found: string): IntoneError => CONFIG_ENCODING({ file, found }, { file });
  const mark = `${String(bytes[0])},${String(bytes[1])}`;
  if (mark === '255,254' || mark === '254,255') throw wrong('UTF-16 text');
  if (bytes.includes(0)) throw wrong('not a text file');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw wrong('not UTF-8 text');
  }
}

/** Parses a config file; throws IntoneErrors. The top level is a map. */
export function parseSource(source: ConfigSource): MapNode {
  const root = parseValue(source, 0);
  const wrong = (error: IntoneError): IntoneErrors => new IntoneErrors([error]);
  if (root.type === 'map') return root;
  if (root.type === 'scalar' && root.value === null) {
    throw wrong(CONFIG_EMPTY({ file: source.file }, { file: source.file }));
  }
  const found = root.type === 'list' ? 'a list' : 'a single value';
  throw wrong(CONFIG_NOT_A_MAP({ found }, locationOf(root.origin)));
}

/** Parses the YAML that starts at an offset of a source. */
export function parseValue(source: ConfigSource, offset: number): ConfigNode {
  const lines = new LineCounter();
  const document = parseDocument(source.text.slice(offset), {
    version: '1.2',
    prettyErrors: false,
    lineCounter: lines,
  });
  const place = (start: number, end: number): Origin => ({
    source,
    start: start + offset,
    end: end + offset,
  });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) {
    throw new IntoneErrors(syntaxErrors(problems, document, (start, end) => place(start, end)));
  }
  return new Converter(document, place).convert(document.contents);
}

function syntaxErrors(
  problems: readonly YAMLError[],
  document: Document,
  place: (start: number, end: number) => Origin,
): IntoneError[] {
  const twice = problems.filter(({ code }) => code === 'DUPLICATE_KEY');
  const others = problems.filter(({ code }) => code !== 'DUPLICATE_KEY').slice(0, 1);
  return [...twice, ...others].map(({ code, pos: [start, end], message }) => {
    const origin = place(start, end);
    const { text } = origin.source;
    if (code === 'DUPLICATE_KEY') {
      const key = /^[^:\n]*/.exec(text.slice(origin.start))?.[0].trim() ?? '';
      const at = locationOf({ ...origin, end: origin.start + key.length });
      return CONFIG_DUPLICATE_KEY({ key, line: firstLine(document, start, key, place) }, at);
    }
    const where = locationOf(text.slice(origin.start).trim() === '' ? endOf(origin) : origin);
    if (code === 'MULTIPLE_DOCS') return CONFIG_MULTIPLE_DOCUMENTS({}, where);
    if (code === 'BAD_ALIAS')
      return CONFIG_ALIAS({ problem: `${message}.`, allowed: 'an anchor of the same file' }, where);
    if (code === 'TAB_AS_INDENT') {
      return CONFIG_SYNTAX({ problem: 'a tab is used as indentation', hint: 'Indent with spaces.' }, where);
    }
    const closing = /end with a ([}\]])/.exec(message)?.[1];
    if (closing !== undefined) {
      const problem = `a '${closing === '}' ? '{' : '['}' is not closed by '${closing}'`;
      return CONFIG_SYNTAX({ problem, hint: `Add the '${closing}'.` }, where);
    }
    const problem = message.replace(/\.$/, '').replace(/^./, (letter) => letter.toLowerCase());
    return CONFIG_SYNTAX({ problem, hint: SYNTAX_HINTS[code] }, where);
  });
}

/** The place right after the last thing that is written, for what is missing at the end. */
function endOf(origin: Origin): Origin {
  const end = origin.source.text.trimEnd().length;
  return { ...origin, start: end, end };
}

/** What usually lies behind the parser's complaint. */
const SYNTAX_HINTS: Readonly<Record<string, string | undefined>> = {
  BAD_INDENT: 'Keys of one map start in one column.',
  MISSING_CHAR: 'Look for a bracket, a quote or a comma that is missing here or in the line above.',
  BLOCK_AS_IMPLICIT_KEY: 'Look for a value that was not ended, or put the text in quotes.',
  MULTILINE_IMPLICIT_KEY: 'Look for a colon that is missing after a key.',
  UNEXPECTED_TOKEN: 'Text with special characters stands in quotes.',
  BAD_SCALAR_START: 'Text that starts with a special character stands in quotes.',
  TAG_RESOLVE_FAILED: 'intone uses no YAML tags; take it out.',
};

/** The line of the first of two equal keys, of the map in which the second one starts at an offset. */
function firstLine(
  document: Document,
  second: number,
  key: string,
  place: (start: number, end: number) => Origin,
): number {
  let line = 0;
  const visit = (node: unknown): void => {
    if (isMap(node)) {
      const starts = node.items.map((pair) => (isScalar(pair.key) ? (pair.key.range?.[0] ?? -1) : -1));
      if (starts.includes(second)) {
        const first = node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
        const start = isScalar(first?.key) ? (first.key.range?.[0] ?? 0) : 0;
        line = locationOf(place(start, start)).line ?? 0;
      }
      node.items.forEach(({ value }) => {
        visit(value);
      });
    } else if (isSeq(node)) node.items.forEach(visit);
  };
  visit(document.contents);
  return line;
}

/** Turns the parser's nodes into ours: aliases followed, merge keys (`<<`) merged, keys as text. */
class Converter {
  readonly #open = new Set<Node>();
  #nodes = 0;

  constructor(
    private readonly document: Document,
    private readonly place: (start: number, end: number) => Origin,
  ) {}

  convert(node: unknown, parent?: Origin): ConfigNode {
    if (++this.#nodes > NODE_LIMIT) {
      throw this.#aliasError(
        'The aliases of this file unfold without end.',
        'fewer aliases',
        this.place(0, 0),
      );
    }
    if (isAlias(node))
      return this.#follow(node.resolve(this.document), this.#origin(node), `*${node.source}`);
    if (isMap(node)) return this.#guard(node, () => this.#map(node));
    if (isSeq(node)) {
      return this.#guard(node, () => ({
        type: 'list',
        origin: this.#origin(node),
        items: node.items.map((item) => this.convert(item)),
      }));
    }
    if (isScalar(node)) {
      return { type: 'scalar', origin: this.#origin(node), value: scalarValue(node.value) };
    }
    return { type: 'scalar', origin: parent ?? this.place(0, 0), value: null };
  }

  #map(node: YAMLMap): MapNode {
    const entries = new Map<string, MapEntry>();
    const merged = new Map<string, MapEntry>();
    for (const pair of node.items) {
      const key = this.#key(pair);
      if (key.name === '<<') this.#mergeKeys(pair.value, key.origin, merged);
      else entries.set(key.name, { key: key.origin, value: this.convert(pair.value, key.origin) });
    }
    return { type: 'map', origin: this.#origin(node), entries: new Map([...merged, ...entries]) };
  }

  #key(pair: Pair): { name: string; origin: Origin } {
    const { key } = pair;
    if (isScalar(key)) return { name: String(key.value), origin: this.#origin(key) };
    const origin = isMap(key) || isSeq(key) || isAlias(key) ? this.#origin(key) : this.place(0, 0);
    const problem = { problem: 'a key is a list, a map or an alias', hint: 'Keys are plain text.' };
    throw new IntoneErrors([CONFIG_SYNTAX(problem, locationOf(origin))]);
  }

  /** `<<: *base` or `<<: [*one, *two]`: keys that are not there yet; the first of several wins. */
  #mergeKeys(value: unknown, at: Origin, into: Map<string, MapEntry>): void {
    const sources = isSeq(value) ? value.items : [value];
    for (const source of sources) {
      const node = this.convert(source);
      if (node.type !== 'map') {
        throw this.#aliasError(
          "The merge key '<<' is given something else than a map.",
          'a map, or an alias of one',
          at,
        );
      }
      for (const [name, entry] of node.entries) if (!into.has(name)) into.set(name, entry);
    }
  }

  #follow(target: Node | undefined, at: Origin, name: string): ConfigNode {
    if (target !== undefined && !this.#open.has(target)) return this.convert(target);
    const problem =
      target === undefined
        ? `There is no anchor for the alias '${name}'.`
        : `The alias '${name}' stands inside of what it names.`;
    throw this.#aliasError(problem, 'an anchor (&name) further up in the same file', at);
  }

  #guard<T>(node: Node, work: () => T): T {
    this.#open.add(node);
    const result = work();
    this.#open.delete(node);
    return result;
  }

  #origin(node: Node): Origin {
    const [start, end] = node.range ?? [0, 0];
    return this.place(start, end);
  }

  #aliasError(problem: string, allowed: string, at: Origin): IntoneErrors {
    return new IntoneErrors([CONFIG_ALIAS({ problem, allowed }, locationOf(at))]);
  }
}

function scalarValue(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'bigint' ? Number(value) : null;
}
