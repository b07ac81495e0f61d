import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from '../runs/files.js';

/**
 * Writes a file of the cache so that a reader finds all of it or none, however many processes write it at once. It
 * is not forced to the disk: what a power cut leaves of it is found by its checksum.
 *
 * @throws what the operating system says; no part of the file is left
 */
export async function writeBeside(file: string, contents: Uint8Array | string): Promise<void> {
  const beside = `${file}.${randomUUID()}.partial`;
  try {
    await writeFile(beside, contents).catch(async (error: unknown) => {
      // The folder is not there yet, or was pruned a moment ago.
      if (systemCode(error) !== 'ENOENT') throw error;
      await makeFolder(dirname(file));
      await writeFile(beside, contents);
    });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Node's own recursive mkdir says of a read-only file system that the folder does not exist. */
async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder).catch(async (error: unknown) => {
    if (systemCode(error) === 'EEXIST') return;
    if (systemCode(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await makeFolder(folder);
  });
}
