import { basename, join, resolve } from 'node:path';
import { Type, type Static, type TSchema } from '@sinclair/typebox';
import type { Experiment } from '../config/experiment.js';
import type { EventLine } from '../events.js';
import { RUN_DAMAGED, RUN_FORMAT_UNKNOWN, RUN_UNFINISHED } from '../errors/runs.js';
import { LeakReportSchema, type LeakReport } from '../honesty/leaks.js';
import { VerdictSchema, type Verdict } from '../gate/verdict.js';
import { ExperimentSchema } from './documents/experiment.js';
import { parseJson } from './documents/json.js';
import { RunMetricsSchema, type RunMetrics } from './documents/metrics.js';
import { PipelineSchema, type Pipeline } from './documents/pipeline.js';
import { parsePredictions, type PredictionLine } from './documents/predictions.js';
import { RUN_FORMAT, RunRecordSchema, type RunRecord } from './documents/record.js';
import { parseSplit, type SplitLine } from './documents/split.js';
import { parseEvents } from './eventLog.js';
import { isThere, readIfThere } from './files.js';
import { FINISHED_FILES, RUN_FILES } from './layout.js';
import { isAlive } from './process.js';

/** `died`: the record says `running`, and its process is gone. */
export type RunState = RunRecord['state'] | 'died';

/** A kept run, as far as its `run.json` tells; the other documents are read with the functions below. */
export interface Run {
  readonly directory: string;
  /** The directory's name. */
  readonly name: string;
  readonly state: RunState;
  readonly record: RunRecord;
}

/**
 * Opens a run directory, whatever state the run is in.
 *
 * @throws RUN_DAMAGED where `run.json` is missing or not one; RUN_FORMAT_UNKNOWN; RUN_FILE_UNREADABLE
 */
export async function openRun(directory: string): Promise<Run> {
  const text = await contentsOf(directory, RUN_FILES.record);
  const format = parseJson(Type.Object({ format: Type.Integer() }), text);
  if (format.ok && format.value.format !== RUN_FORMAT) {
    throw RUN_FORMAT_UNKNOWN({ run: directory, found: format.value.format, known: RUN_FORMAT });
  }
  const record = checked(directory, RUN_FILES.record, RunRecordSchema, text);
  return { directory, name: basename(resolve(directory)), state: stateOf(record), record };
}

/**
 * Makes sure that a run finished and has all its files.
 *
 * @throws RUN_UNFINISHED; RUN_DAMAGED, with every file that is missing
 */
export async function requireFinished(run: Run): Promise<void> {
  if (run.state !== 'finished') {
    throw RUN_UNFINISHED({ run: run.directory, state: run.state, why: whyUnfinished(run) });
  }
  const missing = await missingFiles(run.directory);
  if (missing.length > 0) {
    throw RUN_DAMAGED({ run: run.directory, problems: missing.map((file) => `${file} is missing`) });
  }
}

/** @throws RUN_DAMAGED; so do all below */
export async function readExperiment(run: Run): Promise<Experiment> {
  return await readDocument(run, RUN_FILES.experiment, ExperimentSchema);
}

export async function readMetrics(run: Run): Promise<RunMetrics> {
  return await readDocument(run, RUN_FILES.metrics, RunMetricsSchema);
}

export async function readVerdict(run: Run): Promise<Verdict> {
  return await readDocument(run, RUN_FILES.verdict, VerdictSchema);
}

/** Null of a run from before there were leak reports. */
export async function readLeaks(run: Run): Promise<LeakReport | null> {
  const text = await readIfThere(join(run.directory, RUN_FILES.leaks));
  return text === null ? null : checked(run.directory, RUN_FILES.leaks, LeakReportSchema, text);
}

export async function readPipeline(run: Run): Promise<Pipeline> {
  return await readDocument(run, RUN_FILES.pipeline, PipelineSchema);
}

/** The events so far; of a run that died while writing one, without that one. */
export async function readEvents(run: Run): Promise<readonly EventLine[]> {
  const parsed = parseEvents(await contentsOf(run.directory, RUN_FILES.events));
  if (!parsed.ok) throw damaged(run.directory, RUN_FILES.events, parsed.problem);
  return parsed.events;
}

export async function readSplit(run: Run): Promise<readonly SplitLine[]> {
  const lines = parseSplit(await contentsOf(run.directory, RUN_FILES.split));
  if (lines === null)
    throw damaged(run.directory, RUN_FILES.split, 'its lines are not as intone writes them');
  return lines;
}

export async function readPredictions(
  run: Run,
): Promise<{ readonly classes: readonly string[]; readonly lines: readonly PredictionLine[] }> {
  const parsed = parsePredictions(await contentsOf(run.directory, RUN_FILES.predictions));
  if (parsed === null) {
    throw damaged(run.directory, RUN_FILES.predictions, 'its lines are not as intone writes them');
  }
  return parsed;
}

async function readDocument<S extends TSchema>(run: Run, file: string, schema: S): Promise<Static<S>> {
  return checked(run.directory, file, schema, await contentsOf(run.directory, file));
}

function checked<S extends TSchema>(directory: string, file: string, schema: S, text: string): Static<S> {
  const parsed = parseJson(schema, text);
  if (!parsed.ok) throw damaged(directory, file, parsed.problem);
  return parsed.value;
}

async function contentsOf(directory: string, file: string): Promise<string> {
  const text = await readIfThere(join(directory, file));
  if (text === null) throw RUN_DAMAGED({ run: directory, problems: [`${file} is missing`] });
  return text;
}

function damaged(directory: string, file: string, problem: string): ReturnType<typeof RUN_DAMAGED> {
  return RUN_DAMAGED({ run: directory, problems: [`${file}: ${problem}`] });
}

async function missingFiles(directory: string): Promise<readonly string[]> {
  const found = await Promise.all(FINISHED_FILES.map((file) => isThere(join(directory, file))));
  return FINISHED_FILES.filter((_, index) => !found[index]);
}

function stateOf(record: RunRecord): RunState {
  return record.state === 'running' && isAlive(record.process) === 'no' ? 'died' : record.state;
}

function whyUnfinished({ state, record }: Run): string {
  const { pid, host } = record.process;
  if (state === 'died') return `its process (${pid}) ended without a word, as when it is killed`;
  if (state === 'running') return `its process (${pid} on ${host}) is still at it, or its machine went down`;
  const reason = record.error === null ? '' : ` (${record.error.code}: ${record.error.message})`;
  return state === 'interrupted' ? `it was interrupted${reason}` : `it failed${reason}`;
}
