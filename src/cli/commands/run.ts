import { Args, Flags } from '@oclif/core';
import { EXIT } from '../../core/errors.js';
import { usageErrors } from '../../core/errors/usage.js';
import type { PlanDescription } from '../../core/experiment/describePlan.js';
import type { RunResult } from '../../core/experiment/run.js';
import type { LoadedExperiment } from '../../core/config/load.js';
import { findRun } from '../../core/runs/find.js';
import { openRun, readLeaks } from '../../core/runs/reader.js';
import { paletteFor } from '../colour.js';
import { cacheFlags, runCacheFolder } from '../cacheFlags.js';
import { loadConfig, sayWarnings, setFlag } from '../experimentInput.js';
import { interruptible } from '../interruptible.js';
import { IntoneCommand } from '../intoneCommand.js';
import { baselineTable } from '../baselineTable.js';
import { honestyLines, partTable } from '../honestyLines.js';
import { overallTable } from '../metricTables.js';
import { planPage } from '../planPage.js';
import { ProgressLines } from '../progressLines.js';
import { runsFlag, runsFolder, USUAL_RUNS_FOLDER } from '../runsFolder.js';
import { progressScreen } from '../screen.js';
import { showInLines } from '../showInLines.js';
import { showOnScreen } from '../showOnScreen.js';
import { threadsFlag, threadsToUse } from '../threads.js';
import { canDraw, inTerminal } from '../terminal.js';
import { verdictTable } from '../verdictTable.js';
import type { RunHandle, StartOptions } from '../../worker/startRun.js';

type Work = StartOptions['work'];
type CacheFlags = Parameters<typeof runCacheFolder>[0];

/** A run that goes on without its screen. */
interface Left {
  readonly directory: string;
}

export default class Run extends IntoneCommand {
  static override description = 'run an experiment, keep it, and judge it by its thresholds';
  static override examples = [
    '<%= config.bin %> run configs/quickstart.yaml',
    '<%= config.bin %> run configs/ravdess-published.yaml --set data.root=ravdess --set seed=7',
    '<%= config.bin %> run configs/quickstart.yaml --dry-run',
    '<%= config.bin %> run --resume latest',
  ];
  static override args = {
    config: Args.string({ ignoreStdin: true, description: 'YAML file of the experiment' }),
  };
  static override flags = {
    set: setFlag,
    runs: runsFlag,
    ...cacheFlags,
    threads: threadsFlag,
    resume: Flags.string({
      description: 'go on with a run that was stopped or died, as if nothing had happened',
      helpValue: 'RUN',
    }),
    detach: Flags.boolean({
      description: 'start it and return; it goes on by itself',
      exclusive: ['dry-run'],
    }),
    plain: Flags.boolean({ description: 'show progress line by line in a terminal too' }),
    'validation-only': Flags.boolean({
      description:
        'leave the held-out part closed: no predictions, no metrics, no look; judge by validation alone',
    }),
    'dry-run': Flags.boolean({ description: 'show what would be run: clips, rows, network, thresholds' }),
  };

  async run(): Promise<RunResult | Left | PlanDescription> {
    const { args, flags } = await this.parse(Run);
    if (flags.resume !== undefined) return this.#start(await workToResume(flags.resume, args, flags), flags);
    if (args.config === undefined) {
      throw usageErrors.USAGE_MISSING_ARGUMENT({ command: 'run', missing: ['CONFIG'] });
    }
    const source = await loadConfig(args.config, flags.set);
    // A run that is shown tells them with its events.
    if (flags['dry-run'] || flags.detach) sayWarnings(source);
    if (flags['dry-run']) return this.#plan(source);
    saySweep(args.config, source);
    const runsDirectory = flags.runs ?? source.runs ?? USUAL_RUNS_FOLDER;
    const validationOnly = flags['validation-only'];
    return this.#start({ config: args.config, overrides: flags.set, runsDirectory, validationOnly }, flags);
  }

  async #start(
    work: Work,
    flags: CacheFlags & { threads: number | undefined; detach: boolean; plain: boolean },
  ): Promise<RunResult | Left> {
    const { startRun } = await import('../../worker/startRun.js');
    const terminal = inTerminal();
    const cache = await runCacheFolder(flags);
    const since = Date.now();
    const run = startRun({
      work,
      ...(cache !== undefined && { cache }),
      threads: await threadsToUse(flags.threads),
      outlives: flags.detach || terminal,
    });
    if (flags.detach) {
      await interruptible(run, run.underWay);
      run.leave();
      return this.#left(run);
    }
    const drawn = terminal && canDraw() && !flags.plain && !this.jsonEnabled();
    const result = await interruptible(run, drawn ? showOnScreen(run) : showInLines(run, since), {
      quiet: drawn,
    });
    if (result === null) return this.#left(run);
    await this.#report(result);
    process.exitCode = result.verdict.passed ? EXIT.passed : EXIT.gateFailed;
    return result;
  }

  /** The run goes on by itself. */
  async #left(run: RunHandle): Promise<Left> {
    const directory = await run.directory;
    this.log(`The run goes on in ${directory}\nwatch it with: intone watch ${directory}`);
    return { directory };
  }

  async #plan(source: LoadedExperiment): Promise<PlanDescription> {
    const { createPlugins } = await import('../../core/experiment/plugins.js');
    const { planExperiment } = await import('../../core/experiment/plan.js');
    const { describePlan } = await import('../../core/experiment/describePlan.js');
    const { Stages } = await import('../../core/experiment/stages.js');
    const progress = new ProgressLines(progressScreen());
    const stages = new Stages((event) => {
      progress.show({ time: Date.now(), ...event });
    });
    const plugins = createPlugins(source.experiment, source.registry, (message) => {
      stages.emit({ type: 'warning', message });
    });
    const plan = await planExperiment(source, plugins, stages).finally(() => {
      progress.close();
    });
    const description = await describePlan(source.experiment, plan);
    this.log(planPage(description));
    return description;
  }

  async #report({ directory, metrics, verdict }: RunResult): Promise<void> {
    const run = await openRun(directory);
    const palette = paletteFor(process.stdout);
    this.log(`\n${overallTable(metrics)}`);
    this.log(`\n${partTable(metrics)}`);
    if (metrics.baselines) this.log(`\n${baselineTable(metrics)}`);
    this.log(`\n${honestyLines(run.record, await readLeaks(run), metrics.test)}`);
    this.log(`\n${verdictTable(verdict, palette)}`);
    this.log(`\nkept in ${directory}\nlook again with: intone show ${directory}`);
  }
}

/** A config may name a family; its own experiment is what is run here. */
function saySweep(config: string, { sweep }: LoadedExperiment): void {
  if (sweep.length === 0) return;
  const members = sweep.reduce((product, { values }) => product * values.length, 1);
  const named = sweep.map(({ path }) => path).join(', ');
  process.stderr.write(
    `The config names a family of ${members} members (${named}): 'intone sweep ${config}' runs it; this runs the config by itself.\n`,
  );
}

/** The run that `--resume` names, by its directory. */
async function workToResume(
  run: string,
  { config }: { readonly config: string | undefined },
  flags: {
    readonly set: readonly string[];
    readonly 'dry-run': boolean;
    readonly 'validation-only': boolean;
    readonly runs: string | undefined;
  },
): Promise<Work> {
  const extra = [
    ...(config === undefined ? [] : [`'${config}'`]),
    ...(flags.set.length > 0 ? ['--set'] : []),
    ...(flags['dry-run'] ? ['--dry-run'] : []),
    ...(flags['validation-only'] ? ['--validation-only'] : []),
  ];
  if (extra.length > 0) throw usageErrors.USAGE_RESUME_WITH_MORE({ run, extra });
  const { directory } = await findRun(run, await runsFolder(flags.runs));
  return { resume: directory };
}
