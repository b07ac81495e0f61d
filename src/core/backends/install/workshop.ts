import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { BACKEND_BUSY, BACKEND_FOLDER_REFUSED, BACKEND_NO_ROOM } from '../../errors/backends.js';
import { isIntoneError } from '../../errors/entry.js';
import { RUN_BUSY, RUN_WRITE_FAILED } from '../../errors/runs.js';
import { reasonOf, systemCode } from '../../runs/files.js';
import { RunLock } from '../../runs/lock.js';
import { megabytes } from '../../text/figures.js';

/** Where the wheels of a backend lie while they are downloaded, in the folder of the backends. */
export function downloadsFolder(folder: string, name: string): string {
  return join(folder, 'downloads', name);
}

/** The system's words for a full disk. */
const FULL = ['ENOSPC', 'EDQUOT'];
/** What is being built or taken away: `UUID.partial`. */
const PARTIAL = '.partial';

/**
 * Does work in the folder of the backends that one process may do at a time. What a process that died there left
 * half done is removed first.
 *
 * @param needed - Bytes that the work takes; for the message where the disk is full.
 * @throws BACKEND_BUSY; BACKEND_NO_ROOM; BACKEND_FOLDER_REFUSED; what the work throws
 */
export async function inWorkshop<T>(folder: string, needed: number, work: () => Promise<T>): Promise<T> {
  try {
    await mkdir(folder, { recursive: true });
    const lock = await RunLock.acquire(folder);
    try {
      await sweep(folder);
      return await work();
    } finally {
      await lock.release();
    }
  } catch (error) {
    throw await explained(error, folder, needed);
  }
}

/** A folder to build in, beside where the built thing goes. */
export async function makePartial(folder: string): Promise<string> {
  const partial = join(folder, `${randomUUID()}${PARTIAL}`);
  await mkdir(partial);
  return partial;
}

/** Removes a folder so that nobody ever sees a part of it under its name. */
export async function removeWhole(folder: string, directory: string): Promise<void> {
  const away = join(folder, `${randomUUID()}${PARTIAL}`);
  await rename(directory, away);
  await rm(away, { recursive: true, force: true });
}

/**
 * Makes sure that there is room.
 *
 * @throws BACKEND_NO_ROOM
 */
export async function requireRoom(folder: string, needed: number): Promise<void> {
  const free = await freeBytes(folder);
  if (free < needed) throw BACKEND_NO_ROOM({ folder, needed: megabytes(needed), free: megabytes(free) });
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith(PARTIAL)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function explained(error: unknown, folder: string, needed: number): Promise<unknown> {
  if (isIntoneError(error)) {
    if (error.code === RUN_BUSY.code) return BACKEND_BUSY({ folder }, undefined, error);
    // The lock could not be written.
    if (error.code === RUN_WRITE_FAILED.code && error.cause !== undefined)
      return explained(error.cause, folder, needed);
    return error;
  }
  const code = systemCode(error);
  if (code === null || !/^E[A-Z\d]+$/.test(code)) return error;
  if (!FULL.includes(code))
    return BACKEND_FOLDER_REFUSED({ folder, reason: reasonOf(error) }, undefined, error);
  const free = await freeBytes(folder).catch(() => 0);
  return BACKEND_NO_ROOM({ folder, needed: megabytes(needed), free: megabytes(free) }, undefined, error);
}
