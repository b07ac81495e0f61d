import type { GateCheck } from '../config/experiment.js';
import { judge } from '../gate/judge.js';
import type { Verdict } from '../gate/verdict.js';
import { metricsByPart } from '../runs/documents/metrics.js';
import {
  readExperiment,
  readMetrics,
  readPipeline,
  readVerdict,
  requireFinished,
  type Run,
} from '../runs/reader.js';

/**
 * Judges a kept run again by its kept metrics; nothing in the run is changed.
 *
 * @param checks other thresholds; absent: the experiment's own
 * @throws RUN_UNFINISHED, RUN_DAMAGED, and what `judge` throws, e.g. GATE_UNKNOWN_METRIC where a metric was not kept
 */
export async function rejudge(run: Run, checks?: readonly GateCheck[]): Promise<Verdict> {
  await requireFinished(run);
  const { classes, omittedClasses } = await readPipeline(run);
  const metrics = await readMetrics(run);
  const { claims, validationOnly } = await readVerdict(run);
  return judge(checks ?? (await readExperiment(run)).gate, metricsByPart(metrics), classes, {
    ...(omittedClasses !== undefined && { omitted: omittedClasses }),
    looks: run.record.heldOut?.looks ?? null,
    ...(claims !== undefined && { claims }),
    ...(validationOnly !== undefined && { validationOnly }),
  });
}
