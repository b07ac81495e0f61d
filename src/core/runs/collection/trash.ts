import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import {
  RUN_IN_TRASH,
  RUN_NAME_TAKEN,
  RUN_NOT_IN_TRASH,
  RUN_NOT_MOVED,
  RUN_STILL_RUNNING,
} from '../../errors/collection.js';
import { isIntoneError } from '../../errors/entry.js';
import { RUN_AMBIGUOUS } from '../../errors/runs.js';
import { isThere, reasonOf, systemCode } from '../files.js';
import { matchRuns } from '../find.js';
import { parseRunName } from '../name.js';
import { openRun } from '../reader.js';

/** Where removed runs lie: a hidden folder beside them. */
export const TRASH = '.trash';

/**
 * Makes sure that a directory is a run that can go: it is one, however damaged, it is not at work, and not in the
 * trash already.
 *
 * @throws RUN_STILL_RUNNING, RUN_IN_TRASH; of a folder that is not named like a run also what `openRun` throws
 */
export async function requireRemovable(directory: string): Promise<void> {
  const run = basename(resolve(directory));
  if (basename(dirname(resolve(directory))) === TRASH) throw RUN_IN_TRASH({ run });
  try {
    const { state, record } = await openRun(directory);
    if (state === 'running') throw RUN_STILL_RUNNING({ run, ...record.process });
  } catch (error) {
    const damaged = isIntoneError(error) && error.code !== RUN_STILL_RUNNING.code;
    if (!damaged || parseRunName(run) === null) throw error;
  }
}

/**
 * Moves a run to the trash beside it.
 *
 * @returns where it lies now
 * @throws RUN_NOT_MOVED
 */
export async function moveToTrash(directory: string): Promise<string> {
  const trash = join(dirname(resolve(directory)), TRASH);
  const name = basename(resolve(directory));
  try {
    await mkdir(trash, { recursive: true });
    for (let count = 1; ; count++) {
      const place = join(trash, count === 1 ? name : `${name}.${count}`);
      if (await isThere(place)) continue;
      await rename(directory, place);
      return place;
    }
  } catch (cause) {
    throw RUN_NOT_MOVED({ directory, reason: reasonOf(cause) }, undefined, cause);
  }
}

/**
 * Brings a run back from the trash of a folder; nothing that lies elsewhere is moved.
 *
 * @param reference as `findRun` takes it, but a path only of what lies directly in that trash
 * @returns where it lies now
 * @throws RUN_NOT_IN_TRASH, RUN_AMBIGUOUS, RUN_NAME_TAKEN, RUN_NOT_MOVED
 */
export async function restoreRun(reference: string, runsDirectory: string): Promise<string> {
  const trash = join(runsDirectory, TRASH);
  const isPathThere = dirname(resolve(reference)) === resolve(trash);
  const { matches, known } = await matchRuns(isPathThere ? basename(reference) : reference, trash);
  if (matches.length > 1) throw RUN_AMBIGUOUS({ run: reference, matches });
  if (matches.length === 0) throw RUN_NOT_IN_TRASH({ run: reference, trash, known });
  const [run] = matches;
  const place = join(trash, run);
  const directory = join(runsDirectory, run);
  if (await isThere(directory)) throw RUN_NAME_TAKEN({ run, directory });
  try {
    await rename(place, directory);
    return directory;
  } catch (cause) {
    throw RUN_NOT_MOVED({ directory: place, reason: reasonOf(cause) }, undefined, cause);
  }
}

/**
 * Deletes for good what lies in the trash of a folder.
 *
 * @returns the names of what was there
 * @throws RUN_NOT_MOVED
 */
export async function emptyTrash(runsDirectory: string): Promise<readonly string[]> {
  const trash = join(runsDirectory, TRASH);
  try {
    const names = await readdir(trash);
    for (const name of names) await rm(join(trash, name), { recursive: true });
    return names.sort();
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return [];
    throw RUN_NOT_MOVED({ directory: trash, reason: reasonOf(cause) }, undefined, cause);
  }
}
