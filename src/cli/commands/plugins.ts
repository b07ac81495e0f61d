import { Args, Flags } from '@oclif/core';
import { simplified } from '../../core/config/jsonSchema.js';
import { KINDS } from '../../core/registry/kinds.js';
import { parseKind, type RegisteredPlugin } from '../../core/registry/registry.js';
import { builtInRegistry } from '../../plugins/index.js';
import { paletteFor } from '../colour.js';
import { loadWithWarnings } from '../experimentInput.js';
import { IntoneCommand } from '../intoneCommand.js';
import { optionPage, optionsOf, type OptionInfo } from '../optionPage.js';
import { pluginList } from '../pluginList.js';

interface PluginInfo {
  readonly kind: string;
  readonly name: string;
  readonly source: string;
  /** The config's key that names it. */
  readonly slot: string;
  readonly summary: string;
  readonly options: readonly OptionInfo[];
}

export default class Plugins extends IntoneCommand {
  static override description = 'list the plugins, or explain one of them with all its options';
  static override examples = [
    '<%= config.bin %> plugins',
    '<%= config.bin %> plugins smote',
    '<%= config.bin %> plugins --kind feature --config examples/crest-factor.yaml',
  ];
  static override args = {
    name: Args.string({ ignoreStdin: true, description: 'plugin to explain' }),
  };
  static override flags = {
    kind: Flags.string({ description: 'only plugins of this kind, e.g. feature', helpValue: 'KIND' }),
    config: Flags.string({
      description: 'also the plugins that this experiment brings along',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<readonly PluginInfo[]> {
    const { args, flags } = await this.parse(Plugins);
    const kind = flags.kind === undefined ? undefined : parseKind(flags.kind);
    const registry =
      flags.config === undefined ? builtInRegistry() : (await loadWithWarnings(flags.config, [])).registry;
    const palette = paletteFor(process.stdout);
    if (args.name === undefined) {
      const plugins = registry.list(kind);
      this.log(pluginList(plugins, palette));
      return plugins.map(infoOf);
    }
    const plugins = registry.named(args.name).filter(({ plugin }) => (kind ?? plugin.kind) === plugin.kind);
    if (plugins.length === 0 && kind !== undefined) throw registry.unknown(kind, args.name);
    this.log(plugins.map((plugin) => optionPage(plugin, palette)).join('\n\n'));
    return plugins.map(infoOf);
  }
}

function infoOf({ plugin, source }: RegisteredPlugin): PluginInfo {
  const { kind, name, summary } = plugin;
  const options = optionsOf(simplified(plugin.options));
  return { kind, name, source, slot: KINDS[kind].slot, summary, options };
}
