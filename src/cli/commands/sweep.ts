import { Args, Flags } from '@oclif/core';
import { EXIT } from '../../core/errors.js';
import { FAMILY_INTERRUPTED, FAMILY_RESUME_WITH_MORE } from '../../core/errors/families.js';
import { usageErrors } from '../../core/errors/usage.js';
import { countingAxis, joinAxes, parseAxis } from '../../core/families/axes.js';
import { requireValidation } from '../../core/families/best.js';
import { findFamily, OpenFamily } from '../../core/families/family.js';
import { memberWords, planFamily, type FamilyPlan } from '../../core/families/members.js';
import { allTasks, remainingOf, type Remaining } from '../../core/families/resume.js';
import { builtInRegistry } from '../../plugins/index.js';
import { cacheFlags, runCacheFolder } from '../cacheFlags.js';
import { paletteFor } from '../colour.js';
import { sayWarnings, setFlag } from '../experimentInput.js';
import { resultFlags, shownResults } from '../familyFlags.js';
import { familyReport, type FamilyOutcome } from '../familyReport.js';
import { IntoneCommand } from '../intoneCommand.js';
import { plainTable } from '../plainTable.js';
import { runsFlag, runsFolder } from '../runsFolder.js';
import { canDraw, inTerminal } from '../terminal.js';
import { threadsFlag, threadsToUse } from '../threads.js';
import { workOnFamily, type FamilyEnd } from '../workOnFamily.js';

export default class Sweep extends IntoneCommand {
  static override description = `run a family of experiments: seeds, folds, values of a config, several configs

The members are all combinations of the values. Each is a run of its own, in a process of its own; '--jobs' run at
once and share the threads. What is finished is kept: '--resume' goes on after Ctrl-C, a failure or a crash.`;
  static override examples = [
    '<%= config.bin %> sweep configs/quickstart.yaml --seeds 5',
    '<%= config.bin %> sweep configs/quickstart.yaml --set split=folds --folds 5',
    '<%= config.bin %> sweep configs/quickstart.yaml --over model.dense=64,128 --seeds 3 --best uar',
    '<%= config.bin %> sweep plain.yaml smote.yaml focal.yaml --seeds 5 --markdown',
    '<%= config.bin %> sweep --resume latest',
  ];
  static override args = {
    configs: Args.string({
      multiple: true,
      ignoreStdin: true,
      description: 'YAML files of experiments; of several each makes members',
    }),
  };
  static override flags = {
    over: Flags.string({
      description: 'what members differ in, e.g. seed=1..5 or model.dense=64,128; give it again for another',
      helpValue: 'KEY=VALUES',
      multiple: true,
      multipleNonGreedy: true,
      default: [],
    }),
    seeds: Flags.integer({ description: 'as --over seed=1..N', helpValue: 'N', min: 1 }),
    folds: Flags.integer({
      description: 'all folds of a split with folds: as --set split.of=N --over split.fold=1..N',
      helpValue: 'N',
      min: 2,
    }),
    set: setFlag,
    jobs: Flags.integer({
      description: 'members that run at once; without it, as many as there are threads',
      helpValue: 'N',
      min: 1,
    }),
    threads: threadsFlag,
    'stop-on-failure': Flags.boolean({ description: 'stop all members, each saved, where one fails' }),
    resume: Flags.string({
      description: 'go on with a family: finished members are kept, begun ones go on, the others start',
      helpValue: 'FAMILY',
    }),
    'validation-only': Flags.boolean({
      description: 'leave the held-out parts closed: no look, no metrics of them; judge by validation alone',
    }),
    'dry-run': Flags.boolean({ description: 'check and list the members, and run none' }),
    plain: Flags.boolean({ description: 'show progress line by line in a terminal too' }),
    runs: runsFlag,
    ...cacheFlags,
    ...resultFlags,
  };

  async run(): Promise<FamilyOutcome | FamilyPlan> {
    const { args, flags } = await this.parse(Sweep);
    if (flags.best !== undefined) requireValidation(flags.best);
    const runs = await runsFolder(flags.runs);
    const configs = args.configs ?? [];
    let family: OpenFamily;
    let remaining: Remaining;
    if (flags.resume === undefined) {
      const plan = await planned(configs, flags);
      sayWarnings(plan);
      if (flags['dry-run']) return this.#list(plan);
      family = await OpenFamily.begin(plan, runs, new Date(), flags['validation-only']);
      remaining = { kept: [], tasks: allTasks(family) };
    } else {
      requireNothingElse(flags.resume, configs, flags);
      family = await OpenFamily.open(await findFamily(flags.resume, runs));
      remaining = await remainingOf(family, builtInRegistry()).catch(async (error: unknown) => {
        await family.close();
        throw error;
      });
    }
    try {
      const end = await workOnFamily(family, remaining, {
        threads: await threadsToUse(flags.threads),
        threadsAsked: flags.threads !== undefined,
        jobs: flags.jobs,
        cache: await runCacheFolder(flags),
        stopOnFailure: flags['stop-on-failure'],
        drawn: inTerminal() && canDraw() && !flags.plain && !this.jsonEnabled(),
      });
      return await this.#report(family, end, flags);
    } finally {
      await family.close();
    }
  }

  async #report(
    family: OpenFamily,
    { interrupted, finished, failed, passed }: FamilyEnd,
    flags: Parameters<typeof shownResults>[0] & { readonly best: string | undefined },
  ): Promise<FamilyOutcome> {
    const { name, members } = family.document;
    if (interrupted) throw FAMILY_INTERRUPTED({ family: name, done: finished, members: members.length });
    const shown = shownResults(flags);
    const part = family.document.validationOnly === true ? 'validation' : shown.part;
    const { outcome, page } = await familyReport(family, { ...shown, part }, flags.best);
    this.log(finished > 0 ? `\n${page}` : '');
    this.log(`\nkept in ${family.directory}\nlook again with: intone sweep show ${name}`);
    const palette = paletteFor(process.stderr);
    for (const { number, settings, error } of failed) {
      const who = `member ${number} (${memberWords(settings)})`;
      this.logToStderr(`${palette.bad(`error[${error.code}]`)} ${who}: ${error.message}`);
    }
    if (finished < members.length) this.logToStderr(`Go on with: intone sweep --resume ${name}`);
    process.exitCode =
      failed.length > 0
        ? Math.max(...failed.map(({ error }) => error.exit))
        : passed
          ? EXIT.passed
          : EXIT.gateFailed;
    return outcome;
  }

  #list(plan: FamilyPlan): FamilyPlan {
    const { axes, members } = plan;
    const rows = members.map(({ number, settings }) => [
      String(number),
      ...axes.map((axis) => settings[axis] ?? '-'),
    ]);
    this.log(`${plainTable(['', ...axes], rows)}\n\n${members.length} members`);
    return plan;
  }
}

interface PlanFlags {
  readonly over: readonly string[];
  readonly seeds: number | undefined;
  readonly folds: number | undefined;
  readonly set: readonly string[];
}

async function planned(
  configs: readonly string[],
  { over, seeds, folds, set }: PlanFlags,
): Promise<FamilyPlan> {
  if (configs.length === 0) {
    throw usageErrors.USAGE_MISSING_ARGUMENT({ command: 'sweep', missing: ['CONFIG'] });
  }
  const axes = joinAxes(over.map(parseAxis), seeds === undefined ? [] : [countingAxis('seed', seeds)]);
  return await planFamily({ configs, axes, folds, overrides: set }, builtInRegistry());
}

/** @throws FAMILY_RESUME_WITH_MORE */
function requireNothingElse(
  family: string,
  configs: readonly string[],
  {
    over,
    seeds,
    folds,
    set,
    'dry-run': dryRun,
    'validation-only': validationOnly,
  }: PlanFlags & { readonly 'dry-run': boolean; readonly 'validation-only': boolean },
): void {
  const extra = [
    ...configs.map((config) => `'${config}'`),
    ...(over.length > 0 ? ['--over'] : []),
    ...(seeds === undefined ? [] : ['--seeds']),
    ...(folds === undefined ? [] : ['--folds']),
    ...(set.length > 0 ? ['--set'] : []),
    ...(dryRun ? ['--dry-run'] : []),
    ...(validationOnly ? ['--validation-only'] : []),
  ];
  if (extra.length > 0) throw FAMILY_RESUME_WITH_MORE({ family, extra });
}
