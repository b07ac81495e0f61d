import { Args } from '@oclif/core';
import { installableBackend, INSTALLABLE_NAMES, type InstallableBackend } from '../core/backends/packages.js';
import { BACKEND_NOT_INSTALLABLE } from '../core/errors/backends.js';
import { nearest } from '../core/text/nearest.js';

/** The argument that names an installable backend. */
export const backendArgument = Args.string({
  required: true,
  ignoreStdin: true,
  description: `the backend: ${INSTALLABLE_NAMES.join(' or ')}`,
});

/** The backend that the argument names. Throws BACKEND_NOT_INSTALLABLE with the nearest name. */
export function requireInstallable(name: string): InstallableBackend {
  const backend = installableBackend(name);
  if (backend !== undefined) return backend;
  const names = INSTALLABLE_NAMES;
  throw BACKEND_NOT_INSTALLABLE({ name, names, nearest: nearest(name, names) });
}
