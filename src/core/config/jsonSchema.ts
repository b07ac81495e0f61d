/** A JSON Schema, as plain JSON. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schemas under a keyword that holds a list of them. */
export function branchesOf(schema: JsonSchema, keyword: 'anyOf' | 'oneOf'): readonly JsonSchema[] {
  const branches = schema[keyword];
  return Array.isArray(branches) ? branches.filter(isSchema) : [];
}

/** The schemas of an object's properties, by name. */
export function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  const { properties } = schema;
  if (!isSchema(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) =>
      isSchema(property) ? [[name, property] as const] : [],
    ),
  );
}

/**
 * The same schema in the form that users and editors read: an alternative of constants is an enum, and what has a
 * default is not required.
 */
export function simplified(schema: JsonSchema): JsonSchema {
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === 'default' ? value : simplifiedWithin(value)]),
  );
  return withoutDefaultsRequired(withEnum(copy));
}

function simplifiedWithin(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(simplifiedWithin);
  return isSchema(value) ? simplified(value) : value;
}

function withEnum(schema: JsonSchema): JsonSchema {
  const branches = branchesOf(schema, 'anyOf');
  const constants = branches.every(
    (branch) => Object.hasOwn(branch, 'const') && branch['description'] === undefined,
  );
  if (branches.length === 0 || !constants) return schema;
  const rest = Object.entries(schema).filter(([keyword]) => keyword !== 'anyOf');
  return { ...Object.fromEntries(rest), enum: branches.map((branch) => branch['const']) };
}

function withoutDefaultsRequired(schema: JsonSchema): JsonSchema {
  const { required, ...rest } = schema;
  if (!Array.isArray(required)) return schema;
  const properties = propertiesOf(schema);
  const needed = required.filter((name) => {
    const property = properties[String(name)];
    return !isSchema(property) || !Object.hasOwn(property, 'default');
  });
  return needed.length === 0 ? rest : { ...rest, required: needed };
}
