import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BACKEND_DOES_NOT_COMPUTE,
  BACKEND_INSTALL_STOPPED,
  BACKEND_PLATFORM,
} from '../../errors/backends.js';
import { hasBinding, packageDirectory } from '../findTensorflow.js';
import { INSTALLATION_FILE, installationFolder, installations, type Installation } from '../installation.js';
import type { InstallableBackend } from '../packages.js';
import { megabytes } from '../../text/figures.js';
import { sizeOfFolder } from '../size.js';
import { npmInstall, removeSourceMaps } from './npm.js';
import { ownInstaller, undoOwnInstaller } from './ownInstaller.js';
import type { InstallContext } from './progress.js';
import { smokeTest, type Smoke } from './smokeTest.js';
import { wheelWay } from './wheelWay.js';
import { LIBRARIES, WHEEL_MACHINE, WHEELS, type Wheel } from './wheels.js';
import { downloadsFolder, inWorkshop, makePartial, removeWhole, requireRoom } from './workshop.js';

/** What may be said of how to install. */
export interface InstallOptions {
  /** The folder of the backends. */
  readonly folder: string;
  /** A wheel, or a folder of wheels, to take instead of downloading. */
  readonly from?: string;
  /** The address of a package index to take the wheels from, instead of asking pip. */
  readonly index?: string;
  /** Leave the package's own installer out. `from` and `index` mean that too. */
  readonly wheelOnly?: boolean;
  /** The wheels, where they are not the ones that intone knows; for tests. */
  readonly wheels?: readonly Wheel[];
}

/** What an installation came to. */
export interface Installed {
  readonly directory: string;
  readonly installation: Installation;
  /** Whether it was there before. */
  readonly already: boolean;
  /** Whether it computes on a GPU here; null where that was not tried anew. */
  readonly gpu: boolean | null;
}

/** The npm packages, their source maps included, take this while they are installed, in bytes. */
const NPM_BYTES = 320e6;

/**
 * Installs a backend into the folder: all of it or nothing. Built beside and tried out first, it gets its name last.
 * What was downloaded of a wheel stays until the backend is installed or removed, so that another attempt goes on.
 *
 * @throws errors of src/core/errors/backends.ts
 */
export async function installBackend(
  backend: InstallableBackend,
  options: InstallOptions,
  context: InstallContext,
): Promise<Installed> {
  const { folder, wheels = WHEELS[backend.kind] } = options;
  const needed = NPM_BYTES + wheels.reduce((sum, wheel) => sum + wheel.bytes + wheel.unpackedBytes, 0);
  return inWorkshop(folder, needed, async () => {
    const there = installations(folder, backend.kind).find((each) => isCurrent(each, backend, wheels));
    if (there !== undefined) return { ...there, already: true, gpu: null };
    await requireRoom(folder, NPM_BYTES);
    const partial = await makePartial(folder);
    try {
      const { way, smoke } = await build(backend, partial, { ...options, wheels, needed }, context);
      const installation: Installation = {
        name: backend.name,
        package: backend.package,
        packageVersion: backend.packageVersion,
        libraryVersion: smoke.library,
        way,
        installed: new Date().toISOString(),
        bytes: await sizeOfFolder(partial),
      };
      await writeFile(join(partial, INSTALLATION_FILE), `${JSON.stringify(installation, null, 2)}\n`);
      context.signal.throwIfAborted();
      const directory = join(folder, installationFolder(backend.name, installation));
      await rm(directory, { recursive: true, force: true });
      await rename(partial, directory);
      await removeOthers(backend, folder, directory);
      await rm(downloadsFolder(folder, backend.name), { recursive: true, force: true });
      return { directory, installation, already: false, gpu: smoke.gpu };
    } catch (error) {
      throw context.signal.aborted ? await stopped(backend, folder) : error;
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  });
}

/**
 * Whether an installation is whole and what would be installed now. Which library the package's own installer brings
 * follows from the package's version.
 */
function isCurrent(
  { directory, installation }: Pick<Installed, 'directory' | 'installation'>,
  backend: InstallableBackend,
  wheels: readonly Wheel[],
): boolean {
  if (installation.packageVersion !== backend.packageVersion) return false;
  if (!hasBinding(packageDirectory(directory, backend.kind))) return false;
  if (installation.way === 'own') return true;
  const [, libraryVersion] = wheels[0].requirement.split('==');
  const hasLibraries = LIBRARIES.every((library) => existsSync(join(directory, 'tensorflow', library)));
  return installation.libraryVersion === libraryVersion && hasLibraries;
}

async function stopped({ name }: InstallableBackend, folder: string): Promise<Error> {
  const bytes = await sizeOfFolder(downloadsFolder(folder, name));
  return BACKEND_INSTALL_STOPPED({ name, kept: bytes === 0 ? null : megabytes(bytes) });
}

/** Fills the folder: by the package's own installer where that works, else from TensorFlow's wheels. */
async function build(
  backend: InstallableBackend,
  partial: string,
  options: InstallOptions & { readonly wheels: readonly Wheel[]; readonly needed: number },
  context: InstallContext,
): Promise<{ readonly way: Installation['way']; readonly smoke: Smoke }> {
  const {
    folder,
    from,
    index,
    wheels,
    needed,
    wheelOnly = from !== undefined || index !== undefined,
  } = options;
  const { report } = context;
  const specifier = `${backend.package}@${backend.packageVersion}`;
  report({ type: 'step', text: `fetching ${specifier} with npm` });
  await npmInstall(specifier, partial, context);
  await removeSourceMaps(join(partial, 'node_modules'));
  const packageFolder = packageDirectory(partial, backend.kind);

  if (!wheelOnly) {
    report({ type: 'step', text: "trying the package's own installer" });
    const tried = await own(backend, packageFolder, context);
    if (typeof tried !== 'string') return { way: 'own', smoke: tried };
    const platform = `${process.platform}-${process.arch}`;
    if (platform !== WHEEL_MACHINE) throw BACKEND_PLATFORM({ name: backend.name, platform, reason: tried });
    report({
      type: 'step',
      text: `it does not work here (${tried}): taking TensorFlow from its Python wheel`,
    });
  }
  await requireRoom(folder, needed - NPM_BYTES);
  const source = {
    ...(from !== undefined && { from }),
    ...(index !== undefined && { index }),
    downloads: downloadsFolder(folder, backend.name),
  };
  await wheelWay({ folder: partial, package: packageFolder }, wheels, source, context);
  report({ type: 'step', text: 'trying it out' });
  const smoke = await smokeTest(packageFolder, context);
  if (typeof smoke === 'string') throw BACKEND_DOES_NOT_COMPUTE({ name: backend.name, reason: smoke });
  return { way: 'wheel', smoke };
}

/** The package's own installer, and whether what it brings computes; for a GPU it has to compute on one. */
async function own(
  { kind }: InstallableBackend,
  packageFolder: string,
  context: InstallContext,
): Promise<Smoke | string> {
  const failed = await ownInstaller(packageFolder, context);
  if (failed !== null) return failed;
  const smoke = await smokeTest(packageFolder, context);
  if (typeof smoke !== 'string' && (kind === 'cpu' || smoke.gpu)) return smoke;
  await undoOwnInstaller(packageFolder);
  return typeof smoke === 'string' ? smoke : 'it finds no GPU: it needs CUDA 11 on the system';
}

/** Removes what older versions of intone installed. */
async function removeOthers({ kind }: InstallableBackend, folder: string, keep: string): Promise<void> {
  for (const { directory } of installations(folder, kind)) {
    if (directory !== keep) await removeWhole(folder, directory);
  }
}
