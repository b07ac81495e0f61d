import { Args, Flags } from '@oclif/core';
import { changeTags } from '../../core/runs/collection/annotations.js';
import { findRun } from '../../core/runs/find.js';
import { IntoneCommand } from '../intoneCommand.js';
import { runArgument, runsFlag, runsFolder } from '../runsFolder.js';

interface Tagged {
  readonly run: string;
  readonly tags: readonly string[];
}

export default class Tag extends IntoneCommand {
  static override description = 'tag a run, untag it, or show its tags';
  static override examples = [
    '<%= config.bin %> tag latest baseline paper',
    '<%= config.bin %> tag 3fa2 +paper -baseline',
    '<%= config.bin %> tag 3fa2 --remove baseline',
  ];
  static override args = {
    run: runArgument,
    tags: Args.string({
      multiple: true,
      ignoreStdin: true,
      description: 'tags to add (TAG or +TAG) and to remove (-TAG)',
    }),
  };
  static override flags = {
    runs: runsFlag,
    remove: Flags.string({
      description: 'a tag to remove; give it again for another',
      helpValue: 'TAG',
      multiple: true,
      multipleNonGreedy: true,
      default: [],
    }),
  };

  async run(): Promise<Tagged> {
    const { args, flags } = await this.parse(Tag, this.argv.map(removalAsFlag));
    const run = await findRun(args.run, await runsFolder(flags.runs));
    const add = (args.tags ?? []).map((tag) => tag.replace(/^\+/, ''));
    const { tags } = await changeTags(run, { add, remove: flags.remove });
    this.log(tags.length === 0 ? `${run.name} has no tag.` : `${run.name}: ${tags.join(' ')}`);
    return { run: run.name, tags };
  }
}

/** `-TAG` would be read as one flag a letter. */
function removalAsFlag(word: string): string {
  return /^-[^-]/.test(word) ? `--remove=${word.slice(1)}` : word;
}
