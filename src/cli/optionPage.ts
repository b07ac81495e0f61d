import { KindGuard, type TObject, type TSchema } from '@sinclair/typebox';
import type { RegisteredPlugin } from '../core/registry/registry.js';
import { KINDS } from '../core/registry/kinds.js';
import type { Palette } from './colour.js';
import { wrap } from './wrap.js';

const WIDTH = 80;

/** One option of a plugin, as its schema has it. */
export interface OptionInfo {
  /** With dots where it lies in another option, e.g. `crop.seconds`. */
  readonly name: string;
  /** What it takes, e.g. `integer, at least 1`. */
  readonly type: string;
  readonly required: boolean;
  readonly default?: unknown;
  readonly description: string;
}

/** What `intone plugins NAME` prints: what the plugin is and every option that its schema has. */
export function optionPage({ plugin, source }: RegisteredPlugin, palette: Palette): string {
  const { noun, slot } = KINDS[plugin.kind];
  const options = optionsOf(plugin.options);
  const head = [
    `${palette.strong(plugin.name)}  ${palette.faint(`${noun}, from ${source}; named under ${slot}:`)}`,
    wrap(plugin.summary, WIDTH, 2),
    '',
  ];
  if (options.length === 0) return [...head, '  It has no options.'].join('\n');
  return [...head, ...options.map((option) => optionEntry(option, palette))].join('\n');
}

/** Every option of a schema; those of nested objects follow the object's own. */
export function optionsOf(schema: TObject, prefix = ''): readonly OptionInfo[] {
  return Object.entries(schema.properties).flatMap(([key, property]) => {
    const name = prefix + key;
    const option = {
      name,
      type: typeOf(property),
      required: (schema.required ?? []).includes(key) && !('default' in property),
      ...defaultOf(property),
      description: property.description ?? '',
    };
    const nested = [property, ...alternatives(property)].find((each) => KindGuard.IsObject(each));
    return nested === undefined ? [option] : [option, ...optionsOf(nested, `${name}.`)];
  });
}

function optionEntry({ name, type, required, description, ...rest }: OptionInfo, palette: Palette): string {
  const presence = required
    ? 'required'
    : 'default' in rest
      ? `default ${JSON.stringify(rest.default)}`
      : 'optional';
  const title = `  ${palette.strong(name)}  ${type}; ${presence}`;
  return description === '' ? title : `${title}\n${wrap(description, WIDTH, 6)}`;
}

function typeOf(schema: TSchema): string {
  if (KindGuard.IsLiteral(schema)) return JSON.stringify(schema.const);
  if (KindGuard.IsNull(schema)) return 'null';
  if (KindGuard.IsUnion(schema)) return schema.anyOf.map(typeOf).join(' or ');
  if (KindGuard.IsArray(schema)) return `list of ${typeOf(schema.items)}`;
  if (KindGuard.IsObject(schema)) return 'options';
  if (KindGuard.IsRecord(schema)) {
    const [values] = Object.values(schema.patternProperties);
    return `names with ${typeOf(values)}`;
  }
  if (KindGuard.IsNumber(schema) || KindGuard.IsInteger(schema)) {
    const noun = KindGuard.IsInteger(schema) ? 'integer' : 'number';
    const bounds = [
      bound('at least', schema.minimum),
      bound('more than', schema.exclusiveMinimum),
      bound('at most', schema.maximum),
      bound('less than', schema.exclusiveMaximum),
    ].filter((each) => each !== null);
    return bounds.length === 0 ? noun : `${noun} ${bounds.join(' and ')}`;
  }
  if (KindGuard.IsBoolean(schema)) return 'true or false';
  return typeof schema.type === 'string' ? schema.type.replace('string', 'text') : 'any value';
}

function defaultOf(schema: TSchema): { readonly default?: unknown } {
  const value: unknown = schema.default;
  return 'default' in schema ? { default: value } : {};
}

function alternatives(schema: TSchema): readonly TSchema[] {
  return KindGuard.IsUnion(schema) ? schema.anyOf : [];
}

function bound(words: string, value: number | undefined): string | null {
  return value === undefined ? null : `${words} ${String(value)}`;
}
