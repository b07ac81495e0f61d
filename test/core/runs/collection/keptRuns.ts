import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Experiment } from '../../../../src/core/config/experiment.js';
import { formatJson } from '../../../../src/core/runs/documents/json.js';
import type { RunMetrics } from '../../../../src/core/runs/documents/metrics.js';
import { collectRuns, type CollectedRun } from '../../../../src/core/runs/collection/collect.js';
import { beginRun, finishRun } from '../example.js';

/** Accuracy and macro F1 of the held-out part, recall of angry, and a calibration error that is not defined. */
export interface Figures {
  readonly accuracy: number;
  readonly f1: number;
  readonly angry: number;
}

function metricsOf({ accuracy, f1, angry }: Figures): RunMetrics {
  const overall = { accuracy: { value: accuracy }, 'f1.macro': { value: f1 }, ece: { value: null } };
  const perClass = { recall: { angry: { value: angry }, calm: { value: 1 } } };
  const part = { rows: 40, counts: {}, overall, perClass, details: {} };
  const validation = { ...part, overall: { accuracy: { value: accuracy + 0.1 }, uar: { value: 0.5 } } };
  return { validation, test: part };
}

/** Keeps a finished run with these figures. Returns its directory. */
export async function keepRun(
  folder: string,
  figures: Figures,
  changes: Partial<Experiment> = {},
): Promise<string> {
  const run = await beginRun(folder, changes);
  await finishRun(run);
  await writeFile(join(run.directory, 'metrics.json'), formatJson(metricsOf(figures)));
  return run.directory;
}

/** The folder's runs with all that can be asked of them. */
export async function collected(folder: string): Promise<readonly CollectedRun[]> {
  return await collectRuns(folder, { metrics: true, config: true });
}
