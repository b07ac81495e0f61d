import { Flags } from '@oclif/core';
import { EXIT } from '../../core/errors.js';
import type { PlanDescription } from '../../core/experiment/describePlan.js';
import type { RunResult } from '../../core/experiment/run.js';
import type { LoadedExperiment } from '../../core/config/load.js';
import { paletteFor } from '../colour.js';
import { cacheFlags, runCacheFolder } from '../cacheFlags.js';
import { configArgument, loadWithWarnings, setFlag } from '../experimentInput.js';
import { interruptible } from '../interruptible.js';
import { IntoneCommand } from '../intoneCommand.js';
import { classTable, overallTable } from '../metricTables.js';
import { planPage } from '../planPage.js';
import { ProgressLines } from '../progressLines.js';
import { runsFlag, USUAL_RUNS_FOLDER } from '../runsFolder.js';
import { progressScreen } from '../screen.js';
import { showInLines } from '../showInLines.js';
import { inTerminal } from '../terminal.js';
import { verdictTable } from '../verdictTable.js';
import type { RunHandle } from '../../worker/startRun.js';

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
  ];
  static override args = { config: configArgument };
  static override flags = {
    set: setFlag,
    runs: runsFlag,
    ...cacheFlags,
    detach: Flags.boolean({
      description: 'start it and return; it goes on by itself',
      exclusive: ['dry-run'],
    }),
    'dry-run': Flags.boolean({ description: 'show what would be run: clips, rows, network, thresholds' }),
  };

  async run(): Promise<RunResult | Left | PlanDescription> {
    const { args, flags } = await this.parse(Run);
    const source = await loadWithWarnings(args.config, flags.set);
    if (flags['dry-run']) return this.#plan(source);
    const { startRun } = await import('../../worker/startRun.js');
    const since = Date.now();
    const cache = await runCacheFolder(flags);
    const run = startRun({
      config: args.config,
      overrides: flags.set,
      runsDirectory: flags.runs ?? source.runs ?? USUAL_RUNS_FOLDER,
      ...(cache !== undefined && { cache }),
      outlives: flags.detach || inTerminal(),
    });
    if (flags.detach) return this.#leave(run);
    const result = await interruptible(run, showInLines(run, since));
    this.#report(result);
    process.exitCode = result.verdict.passed ? EXIT.passed : EXIT.gateFailed;
    return result;
  }

  /** Lets the run go on by itself, as soon as it is known to be possible. */
  async #leave(run: RunHandle): Promise<Left> {
    await interruptible(run, run.underWay);
    const directory = await run.directory;
    run.leave();
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

  #report({ directory, metrics, verdict }: RunResult): void {
    const palette = paletteFor(process.stdout);
    this.log(`\n${overallTable(metrics)}`);
    this.log(`\nheld-out part, by class:\n${classTable(metrics.test)}`);
    this.log(`\n${verdictTable(verdict, palette)}`);
    this.log(`\nkept in ${directory}\nlook again with: intone show ${directory}`);
  }
}
