import { describeSchema } from '../../src/core/config/describe.js';
import { propertiesOf, type JsonSchema } from '../../src/core/config/jsonSchema.js';

/** A Markdown table of a schema's properties, without those named. */
export function optionTable(
  schema: JsonSchema,
  skip: readonly string[] = [],
  allowed: (name: string, property: JsonSchema) => string = (_, property) => describeSchema(property),
): string {
  const rows = Object.entries(propertiesOf(schema))
    .filter(([name]) => !skip.includes(name))
    .map(([name, property]) => {
      const description = property['description'];
      const cells = [
        `\`${name}\``,
        allowed(name, property),
        defaultOf(schema, name, property),
        typeof description === 'string' ? description : '',
      ];
      return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    });
  return ['| Option | Allowed | Default | |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function defaultOf(schema: JsonSchema, name: string, property: JsonSchema): string {
  const { required } = schema;
  if (Object.hasOwn(property, 'default')) {
    const value = property['default'];
    const filled = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
    return filled && !Array.isArray(value) ? 'each of its own' : `\`${JSON.stringify(value)}\``;
  }
  return Array.isArray(required) && required.includes(name) ? '**required**' : '—';
}
