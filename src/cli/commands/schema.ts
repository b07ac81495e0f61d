import { Flags } from '@oclif/core';
import { experimentSchema } from '../../core/config/schema.js';
import { builtInRegistry } from '../../plugins/index.js';
import { loadWithWarnings } from '../experimentInput.js';
import { IntoneCommand } from '../intoneCommand.js';

export default class Schema extends IntoneCommand {
  static override description = 'print the JSON Schema of an experiment, for editors';
  static override examples = [
    '<%= config.bin %> schema > experiment.schema.json',
    '<%= config.bin %> schema --config examples/crest-factor.yaml',
  ];
  static override flags = {
    config: Flags.string({
      description: 'with the plugins that this experiment brings along',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Schema);
    const registry =
      flags.config === undefined ? builtInRegistry() : (await loadWithWarnings(flags.config, [])).registry;
    const schema = experimentSchema(registry);
    this.log('%s', JSON.stringify(schema, null, 2));
    return schema;
  }
}
