import type { LeakReport } from '../../core/honesty/leaks.js';
import type { Verdict } from '../../core/gate/verdict.js';
import { readAnnotations, type Annotations } from '../../core/runs/collection/annotations.js';
import type { RunMetrics } from '../../core/runs/documents/metrics.js';
import { findRun } from '../../core/runs/find.js';
import { readEvents, readLeaks, readMetrics, readVerdict, requireFinished } from '../../core/runs/reader.js';
import type { RunRecord } from '../../core/runs/documents/record.js';
import { annotationLines } from '../annotationLines.js';
import { paletteFor } from '../colour.js';
import { IntoneCommand } from '../intoneCommand.js';
import { overallTable } from '../metricTables.js';
import { baselineTable } from '../baselineTable.js';
import { honestyLines, partTable } from '../honestyLines.js';
import { recordLines, stageTable } from '../runReport.js';
import { runArgument, runsFlag, runsFolder } from '../runsFolder.js';
import { verdictTable } from '../verdictTable.js';

interface Shown {
  readonly directory: string;
  readonly state: string;
  readonly record: RunRecord;
  readonly annotations: Annotations;
  readonly verdict: Verdict | null;
  readonly metrics: RunMetrics | null;
  readonly leaks: LeakReport | null;
}

export default class Show extends IntoneCommand {
  static override description = 'show what a kept run was made of, its figures and its verdict';
  static override examples = ['<%= config.bin %> show latest', '<%= config.bin %> show 3fa2 --json'];
  static override args = { run: runArgument };
  static override flags = { runs: runsFlag };

  async run(): Promise<Shown> {
    const { args, flags } = await this.parse(Show);
    const run = await findRun(args.run, await runsFolder(flags.runs));
    const palette = paletteFor(process.stdout);
    const { directory, state, record } = run;
    if (state === 'finished') await requireFinished(run);
    const annotations = await readAnnotations(run);
    this.log([recordLines(run, palette), ...annotationLines(annotations)].join('\n'));
    this.log(`\n${stageTable(await readEvents(run))}`);
    const leaks = await readLeaks(run);
    if (state !== 'finished')
      return { directory, state, record, annotations, verdict: null, metrics: null, leaks };
    const [metrics, verdict] = await Promise.all([readMetrics(run), readVerdict(run)]);
    this.log(`\n${overallTable(metrics)}`);
    this.log(`\n${partTable(metrics)}`);
    if (metrics.baselines) this.log(`\n${baselineTable(metrics)}`);
    const honesty = honestyLines(record, leaks, metrics.test);
    if (honesty !== '') this.log(`\n${honesty}`);
    this.log(`\n${verdictTable(verdict, palette)}`);
    return { directory, state, record, annotations, verdict, metrics, leaks };
  }
}
