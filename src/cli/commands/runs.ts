import { readMetrics, type Run } from '../../core/runs/reader.js';
import { listRuns } from '../../core/runs/find.js';
import { paletteFor } from '../colour.js';
import { figure } from '../figures.js';
import { IntoneCommand } from '../intoneCommand.js';
import { plainTable } from '../plainTable.js';
import { runsFlag, runsFolder } from '../runsFolder.js';

interface RunLine {
  readonly run: string;
  readonly state: string;
  readonly passed: boolean | null;
  readonly seed: number;
  /** On the held-out part. */
  readonly accuracy: number | null;
}

export default class Runs extends IntoneCommand {
  static override description = 'list the kept runs, the latest last';
  static override examples = ['<%= config.bin %> runs', '<%= config.bin %> runs --runs old-runs --json'];
  static override flags = { runs: runsFlag };

  async run(): Promise<readonly RunLine[]> {
    const { flags } = await this.parse(Runs);
    const folder = await runsFolder(flags.runs);
    const { runs, damaged } = await listRuns(folder);
    const lines = await Promise.all(runs.map(lineOf));
    if (lines.length === 0) this.log(`There is no run in '${folder}'.`);
    else this.log(runTable(lines));
    const { warning } = paletteFor(process.stderr);
    for (const { error } of damaged) this.logToStderr(`${warning('warning:')} ${error.message}`);
    return lines;
  }
}

async function lineOf(run: Run): Promise<RunLine> {
  const { name, state, record } = run;
  const metrics = state === 'finished' ? await readMetrics(run).catch(() => null) : null;
  const accuracy = metrics?.test.overall['accuracy']?.value ?? null;
  return { run: name, state, passed: record.passed, seed: record.seed, accuracy };
}

function runTable(lines: readonly RunLine[]): string {
  return plainTable(
    ['run', 'state', 'verdict', 'test accuracy', 'seed'],
    lines.map(({ run, state, passed, accuracy, seed }) => [
      run,
      state,
      passed === null ? '-' : passed ? 'passed' : 'FAILED',
      accuracy === null ? '-' : figure(accuracy),
      String(seed),
    ]),
  );
}
