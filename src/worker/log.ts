import { randomUUID } from 'node:crypto';
import { mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode, writeFailure } from '../core/runs/files.js';

/** What the process of a run says aside from its events, e.g. why the system ended it; kept only if it said something. */
const LOG_FILE = 'worker.log';
const LONGEST_WORDS = 200;

/** A log whose run has not begun yet: a hidden file beside the runs, or in the run that is to be resumed. */
export interface OpenLog {
  readonly file: string;
  readonly descriptor: number;
}

/** @throws RUN_WRITE_FAILED */
export function openLog(folder: string): OpenLog {
  const file = join(folder, `.beginning-${randomUUID()}.log`);
  try {
    mkdirSync(folder, { recursive: true });
    return { file, descriptor: openSync(file, 'ax') };
  } catch (cause) {
    throw writeFailure(file, cause);
  }
}

/** Moves a log into the run's directory while it is being written, and gives its new place. */
export function moveLog(file: string, directory: string): string {
  const target = join(directory, LOG_FILE);
  return unlessRefused(() => {
    renameSync(file, target);
    return target;
  }, file);
}

/** Removes a log in which nothing was said. */
export function dropEmptyLog(file: string): void {
  unlessRefused(() => {
    if (statSync(file).size === 0) rmSync(file);
  }, undefined);
}

/** What was said in the log of a run's directory: why Node gave up where it says so, else the first line; or null. */
export function lastWords(directory: string): string | null {
  const text = unlessRefused(() => readFileSync(join(directory, LOG_FILE), 'utf8'), '');
  const lines = text.split('\n').filter((line) => /\w/.test(line));
  const line = lines.find((each) => each.startsWith('FATAL ERROR')) ?? lines.at(0);
  return line === undefined ? null : line.trim().slice(0, LONGEST_WORDS);
}

/** A log is a help and no result: where the system refuses, the run goes on without it. */
function unlessRefused<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return otherwise;
  }
}
