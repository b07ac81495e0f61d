import { defineError, type CatalogueEntry, type Explanation } from './entry.js';

/** `hint` as a property where there is one. */
function hinted(...sentences: (string | undefined)[]): Pick<Explanation, 'hint'> {
  const hint = sentences.filter((sentence) => sentence !== undefined).join(' ');
  return hint === '' ? {} : { hint };
}

export const PLUGIN_UNKNOWN = defineError(
  'PLUGIN_UNKNOWN',
  'A config or a command names a plugin that is not there.',
  (p: {
    noun: string;
    name: string;
    known: readonly string[];
    nearest?: string | undefined;
    other?: string | undefined;
  }) => ({
    message: `There is no ${p.noun} '${p.name}'.`,
    allowed: p.known.length === 0 ? `no ${p.noun} is registered` : p.known.join(', '),
    ...hinted(
      p.nearest === undefined ? undefined : `Did you mean '${p.nearest}'?`,
      p.other === undefined ? undefined : `'${p.name}' is the name of ${p.other}.`,
      p.nearest === undefined && p.other === undefined
        ? 'A plugin of your own is named under `plugins:`, by path or package.'
        : undefined,
    ),
  }),
);

export const PLUGIN_KIND_UNKNOWN = defineError(
  'PLUGIN_KIND_UNKNOWN',
  'A command names a kind of plugin that does not exist.',
  (p: { kind: string; known: readonly string[]; nearest?: string | undefined }) => ({
    message: `There is no kind of plugin '${p.kind}'.`,
    allowed: p.known.join(', '),
    ...hinted(p.nearest === undefined ? undefined : `Did you mean '${p.nearest}'?`),
  }),
);

export const PLUGIN_TWICE = defineError(
  'PLUGIN_TWICE',
  'Two plugins of one kind have the same name.',
  (p: { noun: string; name: string; first: string; second: string }) => ({
    message: `There are two ${p.noun} plugins '${p.name}': one from ${p.first}, one from ${p.second}.`,
    hint: 'Rename one of them, or take one out of `plugins:`.',
  }),
);

export const PLUGIN_NOT_FOUND = defineError(
  'PLUGIN_NOT_FOUND',
  'A file or package under `plugins:` does not exist.',
  (p: { plugin: string; from: string; isPath: boolean }) => ({
    message: `The plugin '${p.plugin}' cannot be found from ${p.from}.`,
    allowed:
      "a path that starts with './', '../' or '/', relative to the config file; or an installed package",
    hint: p.isPath
      ? 'Check the path.'
      : `Install it (npm install ${p.plugin}), or write './${p.plugin}' for a file.`,
  }),
);

export const PLUGIN_LOAD_FAILED = defineError(
  'PLUGIN_LOAD_FAILED',
  'A plugin file or package cannot be loaded: it does not compile, or it throws when it is imported.',
  (p: { plugin: string; reason: string }) => ({
    message: `The plugin '${p.plugin}' does not load: ${p.reason}`,
    hint: 'The message is from the plugin itself; mend it there.',
  }),
);

export const PLUGIN_NO_EXPORT = defineError(
  'PLUGIN_NO_EXPORT',
  'A plugin file or package has no plugin as its default export.',
  (p: { plugin: string; found: string }) => ({
    message: `The plugin '${p.plugin}' default-exports ${p.found}.`,
    allowed: 'one plugin made by definePlugin, or a list of them, as the default export',
    hint: "Write: import { definePlugin, Type } from 'intone'; export default definePlugin({ … });",
  }),
);

export const PLUGIN_INVALID = defineError(
  'PLUGIN_INVALID',
  'A plugin is declared wrongly: its kind, name, summary or options.',
  (p: {
    plugin: string;
    source: string;
    problem: string;
    allowed: string;
    nearest?: string | undefined;
  }) => ({
    message: `The plugin ${p.plugin} from ${p.source} is declared wrongly: ${p.problem}.`,
    allowed: p.allowed,
    ...hinted(p.nearest === undefined ? undefined : `Did you mean '${p.nearest}'?`),
  }),
);

export const PLUGIN_FAILED = defineError(
  'PLUGIN_FAILED',
  'A plugin threw an error while it worked.',
  (p: { noun: string; name: string; call: string; reason: string }) => ({
    message: `The ${p.noun} '${p.name}' failed in ${p.call}: ${p.reason}`,
    hint: 'The mistake is in the plugin, or in what it was given; its author can tell from the message.',
  }),
);

export const pluginErrors = {
  PLUGIN_UNKNOWN,
  PLUGIN_KIND_UNKNOWN,
  PLUGIN_TWICE,
  PLUGIN_NOT_FOUND,
  PLUGIN_LOAD_FAILED,
  PLUGIN_NO_EXPORT,
  PLUGIN_INVALID,
  PLUGIN_FAILED,
} satisfies Readonly<Record<string, CatalogueEntry>>;
