import { Args, Flags } from '@oclif/core';
import { followEvents } from '../../core/runs/followEvents.js';
import { findRun } from '../../core/runs/find.js';
import { openRun, type RunState } from '../../core/runs/reader.js';
import { IntoneCommand } from '../intoneCommand.js';
import { pacedEvents, parseSpeed } from '../pacedEvents.js';
import { ProgressLines } from '../progressLines.js';
import { runsFlag, runsFolder } from '../runsFolder.js';
import { progressScreen } from '../screen.js';

interface Watched {
  readonly directory: string;
  readonly state: RunState;
  /** The gate's verdict; null where the run has none. */
  readonly passed: boolean | null;
}

export default class Watch extends IntoneCommand {
  static override description = `follow a run from another terminal, or replay one that has ended

It ends with the run and exits with 0, whatever came of the run; 'intone check RUN' exits by its verdict.`;
  static override examples = ['<%= config.bin %> watch latest', '<%= config.bin %> watch 3fa2 --speed 10'];
  static override args = {
    run: Args.string({
      ignoreStdin: true,
      default: 'latest',
      description: "path, name, beginning of the name, or hash of a run; or 'latest'",
    }),
  };
  static override flags = {
    runs: runsFlag,
    speed: Flags.string({
      description: "how fast to go through what has been: 1 as it was, 10 ten times as fast, or 'max'",
      helpValue: 'N|max',
      default: 'max',
    }),
  };

  async run(): Promise<Watched> {
    const { args, flags } = await this.parse(Watch);
    const speed = parseSpeed(flags.speed);
    const { directory } = await findRun(args.run, await runsFolder(flags.runs));
    const lines = new ProgressLines(progressScreen(this.jsonEnabled() ? process.stderr : process.stdout), {
      ending: true,
    });
    for await (const event of pacedEvents(followEvents(directory), speed)) lines.show(event);
    lines.close();
    const { state, record } = await openRun(directory);
    if (state === 'died')
      this.log(`The run died: its process is gone. Go on with: intone run --resume ${directory}`);
    return { directory, state, passed: record.passed };
  }
}
