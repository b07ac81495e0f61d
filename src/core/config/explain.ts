import type { ErrorObject } from 'ajv';
import {
  CONFIG_BAD_VALUE,
  CONFIG_NOT_ALLOWED,
  CONFIG_OUT_OF_RANGE,
  CONFIG_PART_MISSING,
  CONFIG_UNKNOWN_KEY,
  CONFIG_WRONG_TYPE,
} from '../errors/config.js';
import type { IntoneError } from '../errors/entry.js';
import { KINDS } from '../registry/kinds.js';
import type { Registry } from '../registry/registry.js';
import { nearest } from '../text/nearest.js';
import { listed, withArticle } from '../text/words.js';
import { locate, locateKey } from './codeFrame.js';
import { describeSchema, describeValue } from './describe.js';
import { isSchema, propertiesOf, type JsonSchema } from './jsonSchema.js';
import type { ConfigNode, ConfigPath } from './node.js';
import { ownersOf, placeOf } from './places.js';
import { slotOf } from './slots.js';

/** The steps of an ajv error's JSON pointer. */
export function pathOf({ instancePath }: ErrorObject): string[] {
  const steps = instancePath.split('/').slice(1);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Turns an error of ajv into one of the catalogue, placed in the file that gave the value. */
export function explain(failure: ErrorObject, root: ConfigNode, registry: Registry): IntoneError {
  const path = pathOf(failure);
  const { keyword, data } = failure;
  const schema: JsonSchema = isSchema(failure.parentSchema) ? failure.parentSchema : {};
  const where = locate(root, path);
  const value = {
    what: whatIs(path, root),
    found: describeValue(data),
    allowed: allowedIn(schema, path, registry),
  };
  switch (keyword) {
    case 'additionalProperties':
      return unknownKey(failure, path, schema, root, registry);
    case 'required':
      return missing(failure, path, schema, root, registry);
    case 'discriminator':
      return unknownPlugin(path, data, root, registry);
    case 'type':
    case 'anyOf':
    case 'oneOf':
      return CONFIG_WRONG_TYPE(value, where);
    case 'enum':
    case 'const': {
      const values = Array.isArray(schema['enum']) ? schema['enum'].map(String) : [];
      const near = typeof data === 'string' ? nearest(data, values) : undefined;
      return CONFIG_NOT_ALLOWED({ ...value, nearest: near }, where);
    }
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
    case 'multipleOf':
      return CONFIG_OUT_OF_RANGE(value, where);
    default: {
      const problem = PROBLEMS[keyword] ?? failure.message ?? 'is not allowed';
      return CONFIG_BAD_VALUE({ ...value, problem }, where);
    }
  }
}

/** What is wrong, by the keyword of the schema that says so. */
const PROBLEMS: Readonly<Record<string, string | undefined>> = {
  minLength: 'is too short',
  maxLength: 'is too long',
  pattern: 'does not have the right form',
  minItems: 'has too few items',
  maxItems: 'has too many items',
  uniqueItems: 'has an item twice',
  minProperties: 'has too few keys',
};

function allowedIn(schema: JsonSchema, path: ConfigPath, registry: Registry): string {
  const found = slotOf([...path, '0']);
  if (found === undefined) return describeSchema(schema);
  const { kind, list } = found.slot;
  const names = registry.names(kind).join(', ');
  const each = 'by name or as a map with `use` and options';
  const depth = path.length - found.slot.path.length;
  if (list && depth === 0) return `a list of ${KINDS[kind].plural} (${names}), each ${each}`;
  return depth === (list ? 1 : 0)
    ? `${withArticle(KINDS[kind].noun)} (${names}), ${each}`
    : describeSchema(schema);
}

/** `` `neighbors` of sampler 'smote' ``, or `` `seed` ``. */
function whatIs(path: ConfigPath, root: ConfigNode): string {
  if (path.length === 0) return 'The config';
  const last = path[path.length - 1];
  const parent = path.slice(0, -1);
  if (/^\d+$/.test(last)) return `Item ${Number(last) + 1} of ${lowered(whatIs(parent, root))}`;
  return parent.length === 0 ? `\`${last}\`` : `\`${last}\` of ${placeOf(parent, root)}`;
}

function unknownKey(
  failure: ErrorObject,
  path: ConfigPath,
  schema: JsonSchema,
  root: ConfigNode,
  registry: Registry,
): IntoneError {
  const key = String(failure.params['additionalProperty']);
  const allowed = Object.keys(propertiesOf(schema)).filter((name) => name !== 'use');
  const near = nearest(key, allowed);
  const owners = near === undefined ? ownersOf(key, path, registry) : [];
  const elsewhere =
    owners.length === 0 ? undefined : `'${key}' belongs to ${listed(owners.slice(0, 3), 'or')}.`;
  const place = capital(placeOf(path, root));
  return CONFIG_UNKNOWN_KEY({ key, place, allowed, nearest: near, elsewhere }, locateKey(root, path, key));
}

function missing(
  failure: ErrorObject,
  path: ConfigPath,
  schema: JsonSchema,
  root: ConfigNode,
  registry: Registry,
): IntoneError {
  const key = String(failure.params['missingProperty']);
  const place = capital(placeOf(path, root));
  const property = propertiesOf(schema)[key] ?? {};
  const { description } = property;
  const allowed = allowedIn(property, [...path, key], registry);
  const hint = typeof description === 'string' ? `${key}: ${description}` : undefined;
  return CONFIG_PART_MISSING({ key, place, allowed, hint }, locate(root, path));
}

function unknownPlugin(path: ConfigPath, data: unknown, root: ConfigNode, registry: Registry): IntoneError {
  const slot = slotOf(path)?.slot;
  const use = isSchema(data) ? data['use'] : undefined;
  const kind = slot?.kind ?? 'dataset';
  const known = registry.names(kind).join(', ');
  if (use === undefined) {
    const place = `\`${path.join('.')}\``;
    const hint = `Name ${withArticle(KINDS[kind].noun)}, e.g. \`use: ${registry.names(kind)[0] ?? '…'}\`.`;
    return CONFIG_PART_MISSING({ key: 'use', place, allowed: known, hint }, locate(root, path));
  }
  const where = locate(root, [...path, 'use']);
  if (typeof use === 'string') return registry.unknown(kind, use).at(where);
  const what = `\`use\` of \`${path.join('.')}\``;
  return CONFIG_WRONG_TYPE({ what, found: describeValue(use), allowed: known }, where);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
