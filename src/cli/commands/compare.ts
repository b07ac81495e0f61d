import { Args, Flags } from '@oclif/core';
import { resolve } from 'node:path';
import { compareRuns, type Comparison } from '../../core/compare/compareRuns.js';
import { COMPARE_SAME_RUN } from '../../core/errors/compare.js';
import { findRun } from '../../core/runs/find.js';
import type { Run } from '../../core/runs/reader.js';
import { builtInRegistry } from '../../plugins/index.js';
import { paletteFor } from '../colour.js';
import { comparisonPage } from '../comparisonPage.js';
import { IntoneCommand } from '../intoneCommand.js';
import { runArgument, runsFlag, runsFolder } from '../runsFolder.js';
import { writesUnicode } from '../sparkline.js';

/** Coverage of the intervals. */
const LEVEL = 0.95;

export default class Compare extends IntoneCommand {
  static override description = `hold finished runs against the first: configs, metrics, classes, curves

Differences are measured on the clips that both runs held out, with paired bootstrap intervals and McNemar's test.`;
  static override examples = [
    '<%= config.bin %> compare 3fa2 latest',
    '<%= config.bin %> compare baseline-run other-run third-run --json',
  ];
  static override args = {
    first: runArgument,
    others: Args.string({
      required: true,
      multiple: true,
      ignoreStdin: true,
      description: 'the runs to hold against it',
    }),
  };
  static override flags = {
    runs: runsFlag,
    shared: Flags.boolean({
      description: 'compare on the clips that both held out, however few of each run’s they are',
    }),
    curve: Flags.string({
      description: 'metric of the validation curves, e.g. accuracy',
      helpValue: 'METRIC',
    }),
    resamples: Flags.integer({ description: 'resamples of the bootstrap', default: 2000, min: 100 }),
    seed: Flags.integer({ description: 'seed of the resamples', default: 1 }),
  };

  async run(): Promise<Comparison> {
    const { args, flags } = await this.parse(Compare);
    const runs = await distinctRuns([args.first, ...args.others], await runsFolder(flags.runs));
    const comparison = await compareRuns(runs, builtInRegistry(), {
      resamples: flags.resamples,
      level: LEVEL,
      seed: flags.seed,
      anyShare: flags.shared,
      ...(flags.curve !== undefined && { curve: flags.curve }),
    });
    this.log(comparisonPage(comparison, paletteFor(process.stdout), { unicode: writesUnicode() }));
    return comparison;
  }
}

/** @throws COMPARE_SAME_RUN, and what `findRun` throws */
async function distinctRuns(references: readonly string[], folder: string): Promise<readonly Run[]> {
  const found = new Map<string, { readonly run: Run; readonly reference: string }>();
  for (const reference of references) {
    const run = await findRun(reference, folder);
    const directory = resolve(run.directory);
    const before = found.get(directory);
    if (before !== undefined) {
      throw COMPARE_SAME_RUN({ run: run.name, references: [before.reference, reference] });
    }
    found.set(directory, { run, reference });
  }
  return [...found.values()].map(({ run }) => run);
}
