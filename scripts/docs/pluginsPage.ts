import { simplified } from '../../src/core/config/jsonSchema.js';
import { KIND_NAMES, KINDS } from '../../src/core/registry/kinds.js';
import type { Plugin } from '../../src/core/registry/plugin.js';
import type { Registry } from '../../src/core/registry/registry.js';
import { optionTable } from './options.js';

/** docs/reference/plugins.md: every built-in plugin with its options. */
export function pluginsPage(registry: Registry): string {
  const kinds = KIND_NAMES.map((kind) => {
    const { plural, slot, summary } = KINDS[kind];
    const plugins = registry.list(kind).map(({ plugin }) => pluginSection(plugin));
    return [`## ${capital(plural)}`, `Under \`${slot}:\`. ${summary}`, ...plugins].join('\n\n');
  });
  const title = '# Plugins';
  const intro =
    'Every plugin that intone brings, in the order of the data. A config names it with `use`, and its options stand beside it; ' +
    'where no option is required, its name alone will do. `intone plugins NAME` prints the same.';
  return [title, intro, ...kinds].join('\n\n');
}

function pluginSection(plugin: Plugin): string {
  const schema = simplified(plugin.options);
  const none = Object.keys(plugin.options.properties).length === 0;
  return [`### ${plugin.name}`, plugin.summary, none ? 'It has no options.' : optionTable(schema)].join(
    '\n\n',
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
