import { Args, Flags } from '@oclif/core';
import { basename, resolve } from 'node:path';
import { usageErrors } from '../../core/errors/usage.js';
import { emptyTrash, moveToTrash, requireRemovable, restoreRun } from '../../core/runs/collection/trash.js';
import { locateRun } from '../../core/runs/find.js';
import { IntoneCommand } from '../intoneCommand.js';
import { runsFlag, runsFolder } from '../runsFolder.js';

interface Removed {
  /** Where each run lies now that was moved to the trash. */
  readonly removed: readonly string[];
  /** Where each run lies now that was brought back. */
  readonly restored: readonly string[];
  /** Names of the runs that were deleted for good. */
  readonly deleted: readonly string[];
}

export default class Rm extends IntoneCommand {
  static override description = 'move runs to the trash, bring them back, or empty it';
  static override examples = [
    '<%= config.bin %> rm 3fa2 latest',
    '<%= config.bin %> rm --restore 3fa2',
    '<%= config.bin %> rm --empty-trash',
  ];
  static override args = {
    runs: Args.string({
      multiple: true,
      ignoreStdin: true,
      description: "paths, names, beginnings of names, or hashes of runs; or 'latest'",
    }),
  };
  static override flags = {
    runs: runsFlag,
    restore: Flags.string({
      description: 'bring a run back from the trash; give it again for another',
      helpValue: 'RUN',
      multiple: true,
      multipleNonGreedy: true,
      default: [],
    }),
    'empty-trash': Flags.boolean({
      description: 'delete for good what is in the trash',
      exclusive: ['restore'],
    }),
  };

  async run(): Promise<Removed> {
    const { args, flags } = await this.parse(Rm);
    const references = args.runs ?? [];
    const empty = flags['empty-trash'];
    if (references.length === 0 && flags.restore.length === 0 && !empty) {
      throw usageErrors.USAGE_MISSING_ARGUMENT({ command: 'rm', missing: ['RUN'] });
    }
    const folder = await runsFolder(flags.runs);
    const removed = await this.#remove(references, folder);
    const restored: string[] = [];
    for (const reference of flags.restore) restored.push(await this.#restore(reference, folder));
    const deleted = empty ? await this.#empty(folder) : [];
    return { removed, restored, deleted };
  }

  /** All of them are looked at before the first is moved. */
  async #remove(references: readonly string[], folder: string): Promise<readonly string[]> {
    const directories = new Set<string>();
    for (const reference of references) directories.add(resolve(await locateRun(reference, folder)));
    for (const directory of directories) await requireRemovable(directory);
    const places: string[] = [];
    for (const directory of directories) {
      const place = await moveToTrash(directory);
      places.push(place);
      this.log(
        `${basename(directory)} is in the trash; bring it back with: intone rm --restore ${basename(place)}`,
      );
    }
    return places;
  }

  async #restore(reference: string, folder: string): Promise<string> {
    const directory = await restoreRun(reference, folder);
    this.log(`${directory} is back.`);
    return directory;
  }

  async #empty(folder: string): Promise<readonly string[]> {
    const names = await emptyTrash(folder);
    this.log(names.length === 0 ? 'The trash is empty already.' : `Deleted for good: ${names.join(', ')}.`);
    return names;
  }
}
