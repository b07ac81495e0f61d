import type { TUnsafe } from '@sinclair/typebox';
import { Ajv, type ErrorObject } from 'ajv';
import { IntoneErrors } from '../errors/entry.js';
import { inOrder } from './codeFrame.js';
import type { Registry } from '../registry/registry.js';
import { nodeAt, replacedAt, toPlain, type ConfigNode } from './node.js';
import { explain, pathOf } from './explain.js';
import { withoutBranches } from './branches.js';

const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  discriminator: true,
  useDefaults: true,
  strict: false,
  strictNumbers: true,
  validateSchema: false,
  // The check runs once a process: compiling it fast matters more than running it fast.
  code: { optimize: false },
});

/**
 * Checks a config against a schema and fills in its defaults; throws all that is wrong with it, in the order of the
 * lines (IntoneErrors).
 */
export function validate<T>(root: ConfigNode, schema: TUnsafe<T>, registry: Registry): T {
  const check = ajv.compile<T>(schema);
  let tree = root;
  let value = toPlain(tree);
  if (check(value)) return value;
  let failures = check.errors ?? [];
  const retyped = withTextAsWritten(tree, failures);
  if (retyped !== tree) {
    tree = retyped;
    value = toPlain(tree);
    if (check(value)) return value;
    failures = check.errors ?? [];
  }
  const errors = withoutBranches(failures).map((failure) => explain(failure, tree, registry));
  const places = errors.map(
    (error) => `${error.where?.file ?? ''}\n${error.where?.frame ?? ''}\n${error.message}`,
  );
  const once = errors.filter((_, index) => places.indexOf(places[index]) === index);
  throw new IntoneErrors(inOrder(once));
}

/** `--set data.root=2024` is text where the schema wants text, whatever YAML makes of it. */
function withTextAsWritten(root: ConfigNode, failures: readonly ErrorObject[]): ConfigNode {
  return withoutBranches(failures).reduce((tree, failure) => {
    const path = pathOf(failure);
    const node = nodeAt(tree, path);
    if (failure.keyword !== 'type' || failure.schema !== 'string' || node?.origin.source.argument !== true)
      return tree;
    const { source } = node.origin;
    const value = source.text.slice(source.text.indexOf('=') + 1);
    return replacedAt(tree, path, () => ({ type: 'scalar', origin: node.origin, value }), node.origin);
  }, root);
}
