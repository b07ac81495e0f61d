import { existsSync } from 'node:fs';
import { AUTO, chooseBackend } from '../core/backends/chooseBackend.js';
import { brokenInProject } from '../core/backends/findTensorflow.js';
import { findCompiler } from '../core/backends/install/toolchain.js';
import { WHEEL_MACHINE } from '../core/backends/install/wheels.js';
import { installableBackend, type InstallableBackend } from '../core/backends/packages.js';
import { BACKEND_NO_COMPILER } from '../core/errors/backends.js';
import { isIntoneError } from '../core/errors.js';
import { Random } from '../core/random.js';
import type { Registry } from '../core/registry/registry.js';
import type { Finding } from './diagnosis.js';

/** What of the machine decides on what a backend could gain. */
export interface BackendSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** E.g. `linux-x64`. */
  readonly platform: string;
  /** Whether a driver for a CUDA card is here; null where that cannot be seen. */
  readonly card: boolean | null;
}

/** Which backends are here, which one `auto` takes and why, and what would make training faster. */
export async function backendFindings(
  registry: Registry,
  surroundings: BackendSurroundings = thisMachine(),
): Promise<readonly Finding[]> {
  return Promise.all(
    registry.list('backend').map(async ({ plugin: { name } }): Promise<Finding> => {
      const what = `backend ${name}`;
      if (name === AUTO) {
        const { name: taken, reason } = await chooseBackend(registry);
        return { what, state: 'good', found: `takes ${taken}, ${reason}` };
      }
      const context = { random: new Random(0), warn: () => undefined };
      const backend = registry.create('backend', { use: name, options: {} }, context);
      const reason = await backend.unavailable();
      const { version } = backend;
      if (reason === null) return { what, state: 'good', found: version };
      const installable = installableBackend(name);
      if (installable !== undefined) return missing(installable, surroundings);
      return { what, state: 'note', found: reason, advice: 'Choose another with --set backend.use=NAME.' };
    }),
  );
}

/** What an installable backend that is not installed would gain here, and what installing it takes. */
export async function missing(
  { name, kind, package: npmPackage }: InstallableBackend,
  surroundings: BackendSurroundings,
): Promise<Finding> {
  const what = `backend ${name}`;
  const broken = brokenInProject(kind);
  const found = broken === null ? 'not installed' : `${npmPackage} in ${broken.directory} ${broken.reason}`;
  if (kind === 'gpu' && surroundings.card === false) {
    return { what, state: 'good', found: `${found}; no driver for a CUDA card is here` };
  }
  const gain = kind === 'gpu' ? 'To train on the CUDA card' : 'To train about twice as fast as with wasm';
  const compiler =
    surroundings.platform !== WHEEL_MACHINE || (await hasCompiler(surroundings))
      ? ''
      : ' It takes a C++ compiler, and none is here: install g++ first.';
  return { what, state: 'note', found, advice: `${gain}: intone backend install ${name}.${compiler}` };
}

async function hasCompiler({ environment }: BackendSurroundings): Promise<boolean> {
  try {
    const { signal } = new AbortController();
    await findCompiler({ signal, environment, report: () => undefined });
    return true;
  } catch (error) {
    if (isIntoneError(error) && error.code === BACKEND_NO_COMPILER.code) return false;
    throw error;
  }
}

function thisMachine(): BackendSurroundings {
  return {
    environment: process.env,
    platform: `${process.platform}-${process.arch}`,
    card: process.platform === 'linux' ? existsSync('/dev/nvidiactl') : null,
  };
}
