import { access, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { RUN_FILE_UNREADABLE, RUN_WRITE_FAILED } from '../errors/runs.js';
import { isIntoneError, type IntoneError } from '../errors/entry.js';

/** What the operating system's error codes mean to a person. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'a file of this name is in the way',
  EFBIG: 'it would be greater than the system allows a file to be',
  EISDIR: 'it is a folder',
  EIO: 'the disk failed',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'it does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EPERM: 'there is no permission',
  EROFS: 'the file system is read-only',
};

/** The operating system's code of an error (`ENOENT`, …), or null where it is not one of its errors. */
export function systemCode(error: unknown): string | null {
  // Errors of the catalogue have codes of their own.
  if (!(error instanceof Error) || isIntoneError(error)) return null;
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** The catalogue's error for a file that could not be written; what is not the system's doing is thrown on. */
export function writeFailure(file: string, cause: unknown): IntoneError {
  return RUN_WRITE_FAILED({ file, reason: reasonOf(cause) }, undefined, cause);
}

/**
 * Writes a file so that whoever reads it finds the old contents or the new, never a part: beside it first, then
 * renamed over it.
 *
 * @throws RUN_WRITE_FAILED; nothing half-written is left.
 */
export async function writeAtomically(file: string, contents: string | Uint8Array): Promise<void> {
  const beside = `${file}.${process.pid}.partial`;
  try {
    await writeFile(beside, contents, { flush: true });
    await rename(beside, file);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw writeFailure(file, cause);
  }
}

/**
 * A text file of a run, or null where there is none.
 *
 * @throws RUN_FILE_UNREADABLE
 */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT' || systemCode(cause) === 'ENOTDIR') return null;
    throw RUN_FILE_UNREADABLE({ file, reason: reasonOf(cause) }, undefined, cause);
  }
}

/** Whether there is a file or folder of this path. */
export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** What the operating system says of a failure, in words; what is not its doing is thrown on. */
export function reasonOf(cause: unknown): string {
  const code = systemCode(cause);
  if (code === null) throw cause;
  return REASONS[code] ?? code;
}
