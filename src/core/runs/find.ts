import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN_AMBIGUOUS, RUN_FILE_UNREADABLE, RUN_NOT_FOUND } from '../errors/runs.js';
import { isIntoneError, type IntoneError } from '../errors/entry.js';
import { reasonOf, systemCode } from './files.js';
import { parseRunName } from './name.js';
import { openRun, type Run } from './reader.js';

const SHOWN = 5;

/** The runs of a folder, the latest last, and the run directories that cannot be opened. */
export interface RunList {
  readonly runs: readonly Run[];
  readonly damaged: readonly { readonly name: string; readonly error: IntoneError }[];
}

/**
 * Lists a folder's runs in the order in which they were started. A folder that does not exist holds none.
 *
 * @throws RUN_FILE_UNREADABLE
 */
export async function listRuns(runsDirectory: string): Promise<RunList> {
  const runs: Run[] = [];
  const damaged: { name: string; error: IntoneError }[] = [];
  for (const name of await runNames(runsDirectory)) {
    try {
      runs.push(await openRun(join(runsDirectory, name)));
    } catch (error) {
      if (!isIntoneError(error)) throw error;
      damaged.push({ name, error });
    }
  }
  runs.sort((a, b) => Date.parse(a.record.started) - Date.parse(b.record.started));
  return { runs, damaged };
}

/**
 * Finds a run by its path, its directory's name, the beginning of that, its hash, or `latest` (the one started last,
 * however it ended).
 *
 * @throws RUN_NOT_FOUND, RUN_AMBIGUOUS, and what `openRun` throws
 */
export async function findRun(reference: string, runsDirectory: string): Promise<Run> {
  return await openRun(await locateRun(reference, runsDirectory));
}

/**
 * The directory that `findRun` would open, for a run that may be too damaged to be opened.
 *
 * @throws RUN_NOT_FOUND, RUN_AMBIGUOUS, RUN_FILE_UNREADABLE
 */
export async function locateRun(reference: string, runsDirectory: string): Promise<string> {
  const { matches, known } = await matchRuns(reference, runsDirectory);
  if (matches.length === 1) return join(runsDirectory, matches[0]);
  if (reference !== 'latest' && (await isFolder(reference))) return reference;
  if (matches.length > 1) throw RUN_AMBIGUOUS({ run: reference, matches });
  throw RUN_NOT_FOUND({ run: reference, runsDirectory, known });
}

/** Names of run directories that a reference fits, and the last ones that there are. */
export interface RunMatches {
  readonly matches: readonly string[];
  readonly known: readonly string[];
}

/**
 * What of a folder is meant by a run's name, the beginning of that, its hash, or `latest`. A whole name fits that one
 * run alone; a path fits nothing.
 *
 * @throws RUN_FILE_UNREADABLE
 */
export async function matchRuns(reference: string, runsDirectory: string): Promise<RunMatches> {
  const names = await runNames(runsDirectory);
  const known = names.slice(-SHOWN);
  if (reference === 'latest') {
    const latest = (await listRuns(runsDirectory)).runs.at(-1);
    return { matches: latest ? [latest.name] : [], known };
  }
  if (names.includes(reference)) return { matches: [reference], known };
  return { matches: names.filter((name) => fits(name, reference)), known };
}

function fits(name: string, reference: string): boolean {
  return (
    reference !== '' && (name.startsWith(reference) || (parseRunName(name)?.hash ?? '').startsWith(reference))
  );
}

/**
 * Names of the run directories in a folder, sorted by time; none where there is no such folder.
 *
 * @throws RUN_FILE_UNREADABLE
 */
export async function runNames(runsDirectory: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(runsDirectory, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && parseRunName(entry.name) !== null)
      .map(({ name }) => name)
      .sort();
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return [];
    throw RUN_FILE_UNREADABLE({ file: runsDirectory, reason: reasonOf(cause) }, undefined, cause);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
