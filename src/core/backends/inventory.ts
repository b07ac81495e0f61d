import { join } from 'node:path';
import { brokenInProject, findTensorflow, type BrokenPackage } from './findTensorflow.js';
import { installations, type Installation } from './installation.js';
import { INSTALLABLE, type InstallableBackend } from './packages.js';
import { sizeOfFolder } from './size.js';

/** What there is of an installable backend on this machine. */
export interface BackendStock {
  readonly backend: InstallableBackend;
  /** What runs take; null where there is none. */
  readonly used: {
    readonly source: 'project' | 'managed';
    readonly directory: string;
    readonly version: string;
  } | null;
  /** What intone installed, with its size in bytes. */
  readonly managed: readonly {
    readonly directory: string;
    readonly installation: Installation;
    readonly bytes: number;
  }[];
  /** Bytes of an unfinished download. */
  readonly downloaded: number;
  /** A package of the project that cannot be used, and why. */
  readonly broken: BrokenPackage | null;
}

/** What there is of each installable backend; the folder is the one of the backends. */
export async function backendStock(folder: string): Promise<readonly BackendStock[]> {
  return Promise.all(
    Object.values(INSTALLABLE).map(async (backend) => {
      const found = findTensorflow(backend.kind, { backends: folder });
      const managed = installations(folder, backend.kind).map(async ({ directory, installation }) => ({
        directory,
        installation,
        bytes: await sizeOfFolder(directory),
      }));
      return {
        backend,
        used: found && {
          source: found.source,
          directory: found.directory,
          version: `${found.packageVersion} on TensorFlow ${found.libraryVersion ?? 'of an unknown version'}`,
        },
        managed: await Promise.all(managed),
        downloaded: await sizeOfFolder(join(folder, 'downloads', backend.name)),
        broken: brokenInProject(backend.kind),
      };
    }),
  );
}
