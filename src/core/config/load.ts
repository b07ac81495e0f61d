import { stringify } from 'yaml';
import { AUTO, chooseBackend } from '../backends/chooseBackend.js';
import { IntoneErrors, type IntoneError, type SourceLocation } from '../errors/entry.js';
import { loadPlugins, sourceOf } from '../registry/loadPlugins.js';
import type { Registry } from '../registry/registry.js';
import { locate, locateKey, locationOf } from './codeFrame.js';
import { crossCheck } from './crossChecks.js';
import type { Experiment } from './experiment.js';
import { readConfig } from './files.js';
import { checkInputKeys, inputPlaces, namesInputs } from './inputs.js';
import { localLayer, readLocal } from './local.js';
import { merge } from './merge.js';
import { nodeAt, type ConfigPath } from './node.js';
import { applyOverrides, parseOverride, type Override } from './overrides.js';
import { onBackend, presetChecks, resolveExperiment, writtenOut } from './resolve.js';
import { experimentSchema } from './schema.js';
import { namedPlugins, withFallbacks, withGateChecks } from './slots.js';
import { readSweep, type SweptKey } from './sweep.js';
import { validate } from './validate.js';
import type { Warning } from './warning.js';

export interface LoadOptions {
  /** The plugins that are there without being named; it is not changed. */
  readonly registry: Registry;
  /** `--set` arguments, e.g. `train.epochs=5`. */
  readonly overrides?: readonly string[];
  /** Laid over the config after them: values that have their place in a file, as those under `sweep:`. */
  readonly placed?: readonly Override[];
  /** The working directory; paths are relative to it and `intone.local.yaml` is read from it. */
  readonly cwd?: string;
  /** Whether `intone.local.yaml` counts. Default: yes. */
  readonly local?: boolean;
}

/** A config, read, merged, checked and completed. */
export interface LoadedExperiment {
  readonly experiment: Experiment;
  /** With the config's own plugins. */
  readonly registry: Registry;
  /** Paths (absolute) and packages of the config's own plugins. */
  readonly plugins: readonly string[];
  /** Every file that took part, as written, in the order in which they were merged. */
  readonly sources: readonly { readonly file: string; readonly text: string }[];
  readonly warnings: readonly Warning[];
  /** Why the experiment has its backend, where the config leaves the choice to the machine. */
  readonly backendReason?: string;
  /** What the config names under `sweep:`; no part of the experiment itself. */
  readonly sweep: readonly SweptKey[];
  /** The folder for runs that `intone.local.yaml` names. */
  readonly runs?: string;
  /** Where the value at a path of the config stands, e.g. `['features', '0', 'coefficients']`. */
  readonly locate: (path: ConfigPath) => SourceLocation;
}

/**
 * Loads an experiment. What a file extends comes first, then the file, `intone.local.yaml`, and the overrides.
 *
 * @throws IntoneErrors with everything that is wrong.
 */
export async function loadExperiment(file: string, options: LoadOptions): Promise<LoadedExperiment> {
  const { overrides = [], cwd = process.cwd(), local: useLocal = true } = options;
  const files = await readConfig(file, cwd);
  const registry = options.registry.copy();
  const references = files.plugins.map(({ text, origin }) => ({
    plugin: text,
    from: origin.source.folder,
    where: locationOf(origin),
  }));
  await loadPlugins(references, registry);

  const sweep = readSweep(files.sweep, registry);

  const local = useLocal ? await readLocal(cwd, registry) : undefined;
  const sets = [...parseOverrides(overrides, cwd), ...(options.placed ?? [])];
  const withSets = applyOverrides(files.root, sets);
  const layer = local && localLayer(local, withSets);
  const merged = layer === undefined ? withSets : applyOverrides(merge(files.root, layer), sets);
  const root = withFallbacks(withGateChecks(merged));

  checkInputKeys(root);
  const style = { purpose: 'check', only: namedPlugins(root), inputs: namesInputs(root) } as const;
  const schema = experimentSchema(registry, style);
  const checked = validate(root, schema, registry);
  const written = resolveExperiment(checked, file, registry);
  const choice = written.backend.use === AUTO ? await chooseBackend(registry) : null;
  const experiment = choice === null ? written : onBackend(written, choice.name, registry);
  const where = (path: ConfigPath): SourceLocation => locate(root, path);
  const preset = presetChecks(checked.gate.preset).length;
  const warnings = crossCheck({
    experiment,
    registry,
    presetChecks: preset,
    locate: where,
    inputPlace: inputPlaces(root),
    has: (path) => nodeAt(root, path) !== undefined,
    locateKey: (path, key) => locateKey(root, path, key),
  });
  const sources = [...files.sources, ...(local === undefined ? [] : [local.source])];
  return {
    experiment,
    registry,
    plugins: references.map(sourceOf),
    sources: sources.map(({ file: name, text }) => ({ file: name, text })),
    sweep,
    warnings,
    ...(choice !== null && { backendReason: choice.reason }),
    ...(local?.runs !== undefined && { runs: local.runs }),
    locate: where,
  };
}

function parseOverrides(overrides: readonly string[], cwd: string): readonly Override[] {
  const errors: IntoneError[] = [];
  const parsed = overrides.flatMap((argument) => {
    try {
      return [parseOverride(argument, cwd)];
    } catch (thrown) {
      if (!(thrown instanceof IntoneErrors)) throw thrown;
      errors.push(...thrown.errors);
      return [];
    }
  });
  if (errors.length > 0) throw new IntoneErrors(errors);
  return parsed;
}

/** The whole experiment as YAML with every default written out; loading it gives the same experiment. */
export function resolvedYaml({
  experiment,
  plugins,
}: Pick<LoadedExperiment, 'experiment' | 'plugins'>): string {
  return stringify(
    { ...(plugins.length > 0 && { plugins }), ...writtenOut(experiment) },
    { aliasDuplicateObjects: false },
  );
}
