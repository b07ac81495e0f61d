import { listed } from '../text/words.js';
import { branchesOf, isSchema, propertiesOf, type JsonSchema } from './jsonSchema.js';

/** A value as an error shows it: `'abc'`, `3.5`, `a list`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return 'a map';
}

/** What a schema allows, in a few words: `a whole number, at least 1`. */
export function describeSchema(schema: JsonSchema): string {
  const { enum: values, const: constant, type } = schema;
  if (Array.isArray(values)) return listed(values.map(plain), 'or');
  if (constant !== undefined) return plain(constant);
  const branches = [...branchesOf(schema, 'anyOf'), ...branchesOf(schema, 'oneOf')];
  if (branches.length > 0) return [...new Set(branches.map(describeSchema))].join('; or ');
  if (Array.isArray(type)) {
    const each = type.map((name) => describeSchema({ ...schema, type: String(name) }));
    return listed(each, 'or');
  }
  switch (type) {
    case 'integer':
      return `a whole number${range(schema)}`;
    case 'number':
      return `a number${range(schema)}`;
    case 'string':
      return text(schema);
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    case 'array':
      return list(schema);
    default:
      return map(schema);
  }
}

function text(schema: JsonSchema): string {
  const { pattern } = schema;
  if (typeof pattern === 'string') return `text that matches ${pattern}`;
  return typeof schema['minLength'] === 'number' && schema['minLength'] > 0 ? 'text, not empty' : 'text';
}

function list(schema: JsonSchema): string {
  const { items, minItems, maxItems } = schema;
  const each = isSchema(items) ? `a list, each item ${describeSchema(items)}` : 'a list';
  const counts = [
    ...(typeof minItems === 'number' && minItems > 0 ? [`at least ${minItems}`] : []),
    ...(typeof maxItems === 'number' ? [`at most ${maxItems}`] : []),
  ];
  return counts.length === 0 ? each : `${each} (${listed(counts)} of them)`;
}

function map(schema: JsonSchema): string {
  const patterns = isSchema(schema['patternProperties']) ? Object.values(schema['patternProperties']) : [];
  const values = [...patterns, schema['additionalProperties']].find(isSchema);
  if (values !== undefined) return `a map from names to ${describeSchema(values)}`;
  const keys = Object.keys(propertiesOf(schema));
  return keys.length === 0 ? 'a map' : `a map of ${keys.join(', ')}`;
}

/** `, at least 0 and below 1`. */
function range(schema: JsonSchema): string {
  const bounds = [
    bound(schema['minimum'], 'at least'),
    bound(schema['exclusiveMinimum'], 'above'),
    bound(schema['maximum'], 'at most'),
    bound(schema['exclusiveMaximum'], 'below'),
    bound(schema['multipleOf'], 'a multiple of'),
  ].flat();
  return bounds.length === 0 ? '' : `, ${listed(bounds)}`;
}

function bound(value: unknown, words: string): string[] {
  return typeof value === 'number' ? [`${words} ${value}`] : [];
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
