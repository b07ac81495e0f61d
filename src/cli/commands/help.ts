import { Args, loadHelpClass } from '@oclif/core';
import { IntoneCommand } from '../intoneCommand.js';
import { requireCommand } from '../requireCommand.js';

export default class Help extends IntoneCommand {
  static override description = 'explain a command, or list them all';
  static override examples = ['<%= config.bin %> help run'];
  static override enableJsonFlag = false;
  static override args = { command: Args.string({ description: 'command to explain', ignoreStdin: true }) };

  async run(): Promise<void> {
    const { args } = await this.parse(Help);
    const HelpPage = await loadHelpClass(this.config);
    const page = new HelpPage(this.config, this.config.pjson.oclif.helpOptions);
    if (args.command === undefined) await page.showHelp([]);
    else await page.showCommandHelp(requireCommand(this.config, args.command), []);
  }
}
