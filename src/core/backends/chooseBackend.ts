import type { PluginUse } from '../config/experiment.js';
import { RUN_BACKEND_UNAVAILABLE } from '../errors/runs.js';
import { Random } from '../random.js';
import type { Backend } from '../registry/contracts.js';
import type { Registry } from '../registry/registry.js';

/** The backend's name in a config that leaves the choice to the machine. */
export const AUTO = 'auto';

/** The backend that was taken, and why it and no faster one. */
export interface BackendChoice {
  readonly name: string;
  /** E.g. `the fastest here (tensorflow: it is not installed; run intone backend install tensorflow)`. */
  readonly reason: string;
}

/**
 * Takes, of the backends that state a preference, the one with the highest that can be used on this machine. Nothing of
 * a backend is loaded.
 *
 * @throws RUN_BACKEND_UNAVAILABLE where none can be used
 */
export async function chooseBackend(registry: Registry): Promise<BackendChoice> {
  const passed: string[] = [];
  for (const { name, backend } of byPreference(registry)) {
    const reason = await backend.unavailable();
    if (reason !== null) {
      passed.push(`${name}: ${reason}`);
      continue;
    }
    return { name, reason: `the fastest here${passed.length > 0 ? ` (${passed.join('; ')})` : ''}` };
  }
  const known = registry.names('backend');
  throw RUN_BACKEND_UNAVAILABLE({ backend: AUTO, reason: `no backend works (${passed.join('; ')})`, known });
}

/**
 * The backend that a model was trained on where it can be used here, else the one that `auto` takes.
 *
 * @param warn hears of another one
 */
export async function backendOrOther(
  registry: Registry,
  use: PluginUse,
  warn: (message: string) => void,
): Promise<Backend> {
  const context = { random: new Random(0), warn };
  const backend = registry.create('backend', use, context);
  const reason = await backend.unavailable();
  if (reason === null) return backend;
  const { name } = await chooseBackend(registry);
  warn(
    `The model was trained on the backend '${use.use}', which cannot be used here: ${reason}. ` +
      `'${name}' takes its place; the last digits of probabilities may differ.`,
  );
  return registry.create('backend', { use: name, options: {} }, context);
}

function byPreference(registry: Registry): readonly { readonly name: string; readonly backend: Backend }[] {
  const context = { random: new Random(0), warn: () => undefined };
  return registry
    .list('backend')
    .map(({ plugin: { name } }) => ({
      name,
      backend: registry.create('backend', { use: name, options: {} }, context),
    }))
    .filter(({ backend }) => backend.preference !== undefined)
    .sort((one, other) => (other.backend.preference ?? 0) - (one.backend.preference ?? 0));
}
