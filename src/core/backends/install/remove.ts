import { rm } from 'node:fs/promises';
import { BACKEND_NOT_INSTALLED } from '../../errors/backends.js';
import { findTensorflow } from '../findTensorflow.js';
import { installations } from '../installation.js';
import type { InstallableBackend } from '../packages.js';
import { sizeOfFolder } from '../size.js';
import { downloadsFolder, inWorkshop, removeWhole } from './workshop.js';

/**
 * Removes what intone installed of a backend, and what was downloaded for it. A dependency of the project is left.
 *
 * @returns bytes that are free now
 * @throws BACKEND_NOT_INSTALLED where there is nothing; BACKEND_BUSY; BACKEND_FOLDER_REFUSED
 */
export async function removeBackend(backend: InstallableBackend, folder: string): Promise<number> {
  return inWorkshop(folder, 0, async () => {
    const there = installations(folder, backend.kind);
    const downloads = downloadsFolder(folder, backend.name);
    let bytes = await sizeOfFolder(downloads);
    if (there.length === 0 && bytes === 0) {
      const project = findTensorflow(backend.kind);
      throw BACKEND_NOT_INSTALLED({ name: backend.name, folder, project: project?.directory ?? null });
    }
    for (const { directory } of there) {
      bytes += await sizeOfFolder(directory);
      await removeWhole(folder, directory);
    }
    await rm(downloads, { recursive: true, force: true });
    return bytes;
  });
}
