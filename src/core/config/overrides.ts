import { SET_PATH, SET_SYNTAX } from '../errors/config.js';
import { IntoneErrors, type IntoneError } from '../errors/entry.js';
import { locationOf } from './codeFrame.js';
import { merge } from './merge.js';
import { childOf, replacedAt, type ConfigNode, type ConfigSource, type Origin } from './node.js';
import { parseValue } from './parse.js';
import { withoutShorthand } from './slots.js';

/** One `--set a.b=value`, parsed. */
export interface Override {
  readonly path: readonly string[];
  /** Where each step of the path stands in the argument. */
  readonly steps: readonly Origin[];
  readonly value: ConfigNode;
}

/** Parses `a.b=value`; the value is YAML, and its type is settled by the schema later. */
export function parseOverride(argument: string, cwd: string): Override {
  const source: ConfigSource = {
    file: `--set ${argument}`,
    folder: cwd,
    text: `--set ${argument}`,
    argument: true,
  };
  const from = '--set '.length;
  const equals = argument.indexOf('=');
  const keys = argument.slice(0, Math.max(0, equals)).split('.');
  if (equals < 1 || keys.some((key) => key.trim() === '')) {
    throw new IntoneErrors([
      SET_SYNTAX({ argument }, locationOf({ source, start: from, end: source.text.length })),
    ]);
  }
  let start = from;
  const steps = keys.map((key): Origin => {
    const origin = { source, start, end: start + key.length };
    start += key.length + 1;
    return origin;
  });
  const value = parseValue(source, from + equals + 1);
  const end = source.text.length;
  // A value that is not there has no place of its own: the whole argument stands for it.
  const placed =
    value.origin.end > value.origin.start ? value : { ...value, origin: { source, start: from, end } };
  return { path: keys, steps, value: placed };
}

/**
 * Lays the overrides over a config, in their order; those that name a plugin (`…use=`) come first, so that the options
 * set beside them are the new plugin's.
 */
export function applyOverrides(root: ConfigNode, overrides: readonly Override[]): ConfigNode {
  const naming = overrides.filter(({ path }) => path[path.length - 1] === 'use');
  const others = overrides.filter(({ path }) => path[path.length - 1] !== 'use');
  const errors: IntoneError[] = [];
  const result = [...naming, ...others].reduce((tree, override) => {
    const error = pathError(tree, override);
    if (error === undefined) return withoutShorthand(applyOverride(tree, override));
    errors.push(error);
    return tree;
  }, root);
  if (errors.length > 0) throw new IntoneErrors(errors);
  return result;
}

function applyOverride(root: ConfigNode, { path, steps, value }: Override): ConfigNode {
  if (path[path.length - 1] !== 'use') return set(root, path, steps, value);
  const owner = path.slice(0, -1);
  const use = { key: steps[steps.length - 1], value };
  return set(root, owner, steps, { type: 'map', origin: value.origin, entries: new Map([['use', use]]) });
}

function set(
  root: ConfigNode,
  path: readonly string[],
  steps: readonly Origin[],
  value: ConfigNode,
): ConfigNode {
  const origin = steps[Math.max(0, path.length - 1)];
  return replacedAt(root, path, (old) => (old === undefined ? value : merge(old, value)), origin);
}

/** The step of an override that leads nowhere. */
function pathError(root: ConfigNode, { path, steps }: Override): IntoneError | undefined {
  let node: ConfigNode | undefined = root;
  for (const [index, step] of path.entries()) {
    const parent = index === 0 ? 'the config' : `'${path.slice(0, index).join('.')}'`;
    const where = locationOf(steps[index]);
    if (node === undefined) {
      if (!/^\d+$/.test(step)) continue;
      const problem = 'is not in the config';
      return SET_PATH(
        { step, parent, problem, allowed: `the whole list: ${path.slice(0, index).join('.')}=[…]` },
        where,
      );
    }
    if (node.type === 'scalar' && node.value !== null) {
      const problem = `is ${JSON.stringify(node.value)} and has no parts`;
      return SET_PATH({ step, parent, problem, allowed: `${path.slice(0, index).join('.')}=value` }, where);
    }
    const child = childOf(node, step);
    if (node.type === 'list' && child === undefined) {
      const last = node.items.length - 1;
      const problem = `is a list of ${node.items.length}`;
      return SET_PATH(
        { step, parent, problem, allowed: last < 0 ? 'the whole list' : `0 to ${last}` },
        where,
      );
    }
    node = child;
  }
  return undefined;
}
