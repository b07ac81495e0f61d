import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  DATA_FOLDER_UNREADABLE,
  DATA_ROOT_MISSING,
  DATA_ROOT_NOT_A_FOLDER,
} from '../../../core/errors/data.js';

/**
 * Every file in a folder and the folders in it, by path (UTF-16 code units). Links are followed, each folder once.
 * Hidden files and what macOS puts beside real ones (`._name.wav`, `__MACOSX/`) are not looked at.
 *
 * @returns paths that begin with `root`
 * @throws DATA_ROOT_MISSING, DATA_ROOT_NOT_A_FOLDER, DATA_FOLDER_UNREADABLE
 */
export async function findFiles(root: string): Promise<string[]> {
  const kind = await stat(root).catch((cause: unknown) => {
    const code = systemCode(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw DATA_ROOT_MISSING({ root }, undefined, cause);
    throw DATA_FOLDER_UNREADABLE({ folder: root, reason: code }, undefined, cause);
  });
  if (!kind.isDirectory()) throw DATA_ROOT_NOT_A_FOLDER({ root });
  const files: string[] = [];
  await walk(root, new Set(), files);
  return files.sort();
}

async function walk(folder: string, visited: Set<string>, files: string[]): Promise<void> {
  const real = await realpath(folder);
  if (visited.has(real)) return;
  visited.add(real);
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw DATA_FOLDER_UNREADABLE({ folder, reason: systemCode(cause) }, undefined, cause);
  });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.name === '__MACOSX') continue;
    const found = path.join(folder, entry.name);
    const isFolder = entry.isSymbolicLink() ? await leadsToFolder(found) : entry.isDirectory();
    if (isFolder) await walk(found, visited, files);
    else files.push(found);
  }
}

/** A link that leads nowhere counts as a file: reading it will say so. */
async function leadsToFolder(link: string): Promise<boolean> {
  return stat(link).then(
    (target) => target.isDirectory(),
    () => false,
  );
}

function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
