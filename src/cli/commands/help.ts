import { Args, loadHelpClass } from '@oclif/core';
import { IntoneCommand } from '../intoneCommand.js';

export default class Help extends IntoneCommand {
  static override description = 'explain a command, or list them all';
  static override examples = ['<%= config.bin %> help run'];
  static override enableJsonFlag = false;
  static override args = { command: Args.string({ description: 'command to explain', ignoreStdin: true }) };

  async run(): Promise<void> {
    const { args } = await this.parse(Help);
    const HelpPage = await loadHelpClass(this.config);
    await new HelpPage(this.config, this.config.pjson.oclif.helpOptions).showHelp(
      args.command === undefined ? [] : [args.command],
    );
  }
}
