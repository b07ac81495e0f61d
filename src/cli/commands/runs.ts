import { join } from 'node:path';
import { Flags } from '@oclif/core';
import { collectRuns } from '../../core/runs/collection/collect.js';
import { parseCondition } from '../../core/runs/collection/query/condition.js';
import { filterRuns } from '../../core/runs/collection/query/filter.js';
import { sortRuns } from '../../core/runs/collection/query/sort.js';
import { needsDocuments } from '../../core/runs/collection/query/valueOf.js';
import { TRASH } from '../../core/runs/collection/trash.js';
import { paletteFor } from '../colour.js';
import { IntoneCommand } from '../intoneCommand.js';
import { runsFlag, runsFolder } from '../runsFolder.js';
import { runLine, runTable, type RunLine } from '../runTable.js';

export default class Runs extends IntoneCommand {
  static override description = `list the kept runs, the latest last

'best' is the accuracy on the validation part at the best epoch; 'test', macro F1 and UAR are of the held-out part.
KEY is a metric of the held-out part (f1.macro, recall.angry), of the validation part (validation.uar), a key of the
config (model, train.epochs, features.mfcc.coefficients), or one of run, state, passed, seed, when, family, tag, note, error.`;
  static override examples = [
    '<%= config.bin %> runs --sort f1.macro',
    "<%= config.bin %> runs --where 'f1.macro > .8' --where 'model = cnn-bilstm'",
    "<%= config.bin %> runs --where 'tag = baseline' --json",
  ];
  static override flags = {
    runs: runsFlag,
    sort: Flags.string({
      description: 'numbers with the greatest first, names by the alphabet, the latest last',
      helpValue: 'KEY',
      default: 'when',
    }),
    reverse: Flags.boolean({ description: 'turn the order round' }),
    where: Flags.string({
      description: "only runs that meet a condition, e.g. 'f1.macro > .8'; give it again for another",
      helpValue: 'CONDITION',
      multiple: true,
      multipleNonGreedy: true,
      default: [],
    }),
    trash: Flags.boolean({ description: 'list the removed runs instead' }),
  };

  async run(): Promise<readonly RunLine[]> {
    const { flags } = await this.parse(Runs);
    const kept = await runsFolder(flags.runs);
    const folder = flags.trash ? join(kept, TRASH) : kept;
    const conditions = flags.where.map(parseCondition);
    const keys = [flags.sort, ...conditions.map(({ key }) => key.text)];
    const all = await collectRuns(folder, { metrics: true, config: keys.some(needsDocuments) });
    const runs = sortRuns(filterRuns(all, conditions), flags.sort, flags);
    const lines: RunLine[] = [];
    for (const run of runs) lines.push(await runLine(run));
    if (all.length === 0) this.log(`There is no run in '${folder}'.`);
    else if (lines.length === 0) this.log(`Of ${all.length} runs in '${folder}' none meets the conditions.`);
    else this.log(runTable(runs, lines, keys, paletteFor(process.stdout)));
    const { warning } = paletteFor(process.stderr);
    for (const problem of all.flatMap(({ problems }) => problems)) {
      this.logToStderr(`${warning('warning:')} ${problem}`);
    }
    return lines;
  }
}
