import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { complaint } from './command.js';
import { npm } from './npm.js';
import type { InstallContext } from './progress.js';

/** Milliseconds that the installer may take; it downloads some 100 MB, or 400 MB for a GPU. */
const LIMIT = 300_000;
/** What it brings into the package's folder. */
const BROUGHT = ['deps', 'lib'];

/**
 * Runs the npm package's own installer, which downloads TensorFlow and a binding that was compiled for it.
 *
 * @returns null where it worked, else what it says; then nothing of what it brought is left
 */
export async function ownInstaller(packageFolder: string, context: InstallContext): Promise<string | null> {
  const ended = await npm(['run', 'install', '--foreground-scripts'], {
    ...context,
    cwd: packageFolder,
    limit: LIMIT,
  });
  if (ended.code === 0) return null;
  await undoOwnInstaller(packageFolder);
  return complaint(ended);
}

/** Removes what the installer brought. */
export async function undoOwnInstaller(packageFolder: string): Promise<void> {
  for (const each of BROUGHT) await rm(join(packageFolder, each), { recursive: true, force: true });
}
