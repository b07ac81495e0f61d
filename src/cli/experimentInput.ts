import { Args, Flags } from '@oclif/core';
import { loadExperiment, type LoadedExperiment } from '../core/config/load.js';
import { builtInRegistry } from '../plugins/index.js';
import { paletteFor } from './colour.js';
import { locationLine } from './printError.js';

/** `CONFIG`: the experiment that a command is about. */
export const configArgument = Args.string({
  required: true,
  ignoreStdin: true,
  description: 'YAML file of the experiment',
});

/** `--set a.b=value`, as often as needed. */
export const setFlag = Flags.string({
  description: 'set a value of the config, e.g. train.epochs=5 or features.0.coefficients=13',
  helpValue: 'KEY=VALUE',
  multiple: true,
  multipleNonGreedy: true,
  default: [],
});

/** Loads an experiment with the built-in plugins. Its warnings are the caller's to say. */
export async function loadConfig(config: string, overrides: readonly string[]): Promise<LoadedExperiment> {
  return loadExperiment(config, { registry: builtInRegistry(), overrides });
}

/** Says an experiment's warnings on stderr. */
export function sayWarnings({ warnings }: Pick<LoadedExperiment, 'warnings'>): void {
  const { warning, faint } = paletteFor(process.stderr);
  for (const { message, where } of warnings) {
    console.error(`${warning('warning:')} ${message}\n  ${faint('-->')} ${locationLine(where)}`);
  }
}

/** Loads an experiment with the built-in plugins and says its warnings on stderr. */
export async function loadWithWarnings(
  config: string,
  overrides: readonly string[],
): Promise<LoadedExperiment> {
  const loaded = await loadConfig(config, overrides);
  sayWarnings(loaded);
  return loaded;
}
