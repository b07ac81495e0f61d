import { describeSchema } from '../core/config/describe.js';
import { branchesOf, propertiesOf, simplified, type JsonSchema } from '../core/config/jsonSchema.js';
import { KINDS } from '../core/registry/kinds.js';
import type { RegisteredPlugin } from '../core/registry/registry.js';
import type { Palette } from './colour.js';
import { wrap } from './wrap.js';

const WIDTH = 80;

/** One option of a plugin, as its schema has it. */
export interface OptionInfo {
  /** With dots where it lies in another option, e.g. `crop.seconds`. */
  readonly name: string;
  /** What it takes, e.g. `a whole number, at least 1`. */
  readonly takes: string;
  readonly required: boolean;
  readonly default?: unknown;
  readonly description: string;
}

/** What `intone plugins NAME` prints: what the plugin is and every option that its schema has. */
export function optionPage({ plugin, source }: RegisteredPlugin, palette: Palette): string {
  const { noun, slot } = KINDS[plugin.kind];
  const options = optionsOf(simplified(plugin.options));
  const head = [
    `${palette.strong(plugin.name)}  ${palette.faint(`${noun} from ${source}, named under '${slot}:'`)}`,
    wrap(plugin.summary, WIDTH, 2),
    '',
  ];
  if (options.length === 0) return [...head, '  It has no options.'].join('\n');
  return [...head, ...options.map((option) => optionEntry(option, palette))].join('\n');
}

/** Every option of a simplified schema; those of a map follow the map's own. */
export function optionsOf(schema: JsonSchema, prefix = ''): readonly OptionInfo[] {
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(propertiesOf(schema)).flatMap(([key, property]) => {
    const option: OptionInfo = {
      name: prefix + key,
      takes: describeSchema(property),
      required: required.includes(key),
      ...(Object.hasOwn(property, 'default') && { default: property['default'] }),
      description: typeof property['description'] === 'string' ? property['description'] : '',
    };
    const inner = [property, ...branchesOf(property, 'anyOf')].flatMap((branch) =>
      optionsOf(branch, `${option.name}.`),
    );
    return [option, ...inner];
  });
}

function optionEntry(option: OptionInfo, palette: Palette): string {
  const { name, takes, required, description } = option;
  const given = 'default' in option ? `default ${JSON.stringify(option.default)}` : 'no default';
  const title = wrap(`${takes}; ${required ? 'required' : given}`, WIDTH, 6);
  return [`  ${palette.strong(name)}`, title, wrap(description, WIDTH, 6)].join('\n');
}
