import { Args, Flags } from '@oclif/core';
import { dirname, resolve } from 'node:path';
import { usageErrors } from '../../core/errors/usage.js';
import { followEvents } from '../../core/runs/followEvents.js';
import { findRun } from '../../core/runs/find.js';
import { openRun, type Run, type RunState } from '../../core/runs/reader.js';
import { IntoneCommand } from '../intoneCommand.js';
import { pacedEvents, parseSpeed } from '../pacedEvents.js';
import { ProgressLines } from '../progressLines.js';
import { runsFlag, runsFolder } from '../runsFolder.js';
import { progressScreen } from '../screen.js';
import { canDraw, inTerminal } from '../terminal.js';
import { watchOnScreen } from '../watchOnScreen.js';

/** How a run stood when it was no longer watched. */
interface Watched {
  readonly directory: string;
  readonly state: RunState;
  /** The gate's verdict; null where the run has none. */
  readonly passed: boolean | null;
}

export default class Watch extends IntoneCommand {
  static override description = `follow a run from another terminal, replay one that has ended, or browse them all

Without RUN it opens the folder of runs in a terminal, and follows the latest one elsewhere. With several it opens
their folder with these runs pinned, their curves over shared axes. It exits with 0 whatever
comes of the run; 'intone check RUN' exits by its verdict.`;
  static override examples = [
    '<%= config.bin %> watch',
    '<%= config.bin %> watch latest',
    '<%= config.bin %> watch 3fa2 --speed 10',
    '<%= config.bin %> watch 3fa2 b17e latest',
  ];
  static override args = {
    runs: Args.string({
      multiple: true,
      ignoreStdin: true,
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
    plain: Flags.boolean({ description: 'show it line by line in a terminal too' }),
  };

  async run(): Promise<Watched | null> {
    const { args, flags } = await this.parse(Watch);
    const speed = parseSpeed(flags.speed);
    const folder = await runsFolder(flags.runs);
    const drawn = inTerminal() && canDraw() && !flags.plain && !this.jsonEnabled();
    const { runs: references = [] } = args;
    if (drawn && references.length !== 1) {
      await showTogether(references, folder);
      return null;
    }
    if (references.length > 1) throw usageErrors.USAGE_WATCH_SEVERAL({ runs: references });
    const run = await findRun(references.at(0) ?? 'latest', folder);
    if (drawn) await watchOnScreen(run, speed);
    else await this.#inLines(run, speed);
    const { directory } = run;
    const { state, record } = await openRun(directory);
    this.#tellOnward(directory, state);
    return { directory, state, passed: record.passed };
  }

  async #inLines({ directory }: Run, speed: number): Promise<void> {
    const stream = this.jsonEnabled() ? process.stderr : process.stdout;
    const lines = new ProgressLines(progressScreen(stream), { ending: true });
    for await (const event of pacedEvents(followEvents(directory), speed)) lines.show(event);
    lines.close();
  }

  /** What can be done with a run that has not come to its end. */
  #tellOnward(directory: string, state: RunState): void {
    if (state === 'running') this.log(`The run goes on in ${directory}`);
    else if (state !== 'finished') {
      const ended = state === 'died' ? 'The run died: its process is gone.' : `The run is ${state}.`;
      this.log(`${ended} Go on with: intone run --resume ${directory}`);
    }
  }
}

/** Opens the folder that the runs are in with them pinned; without any, the usual folder. */
async function showTogether(references: readonly string[], folder: string): Promise<void> {
  const { showCollection } = await import('../../tui/collection/showCollection.js');
  const runs = await Promise.all(references.map((reference) => findRun(reference, folder)));
  const folders = [...new Set(runs.map(({ directory }) => dirname(resolve(directory))))];
  if (folders.length > 1) throw usageErrors.USAGE_WATCH_APART({ folders });
  const { stdout, stdin } = process;
  const pinned = runs.map(({ name }) => name);
  await showCollection({ runsDirectory: folders.at(0) ?? folder, stdout, stdin, pinned });
}
