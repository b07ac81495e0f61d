import { Args } from '@oclif/core';
import { requireValidation } from '../../../core/families/best.js';
import { findFamily } from '../../../core/families/family.js';
import { resultFlags, shownResults } from '../../familyFlags.js';
import { familyReport, type FamilyOutcome } from '../../familyReport.js';
import { IntoneCommand } from '../../intoneCommand.js';
import { runsFlag, runsFolder } from '../../runsFolder.js';

export default class SweepShow extends IntoneCommand {
  static override description = 'show what the members of a family came to, so far or in the end';
  static override examples = [
    '<%= config.bin %> sweep show',
    '<%= config.bin %> sweep show quickstart --best uar',
    '<%= config.bin %> sweep show latest --metrics uar,accuracy --markdown',
  ];
  static override args = {
    family: Args.string({
      ignoreStdin: true,
      default: 'latest',
      description: "name of a family, its beginning, or what follows its time; or 'latest'",
    }),
  };
  static override flags = { runs: runsFlag, ...resultFlags };

  async run(): Promise<FamilyOutcome> {
    const { args, flags } = await this.parse(SweepShow);
    if (flags.best !== undefined) requireValidation(flags.best);
    const family = await findFamily(args.family, await runsFolder(flags.runs));
    const { outcome, page } = await familyReport(family, shownResults(flags), flags.best);
    this.log(page);
    return outcome;
  }
}
