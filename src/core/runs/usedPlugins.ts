import { hashPlugin } from '../code/hashPlugin.js';
import type { Experiment, PluginUse } from '../config/experiment.js';
import type { Kind } from '../registry/contracts.js';
import { BUILT_IN, type Registry } from '../registry/registry.js';
import type { RunRecord } from './documents/record.js';

/** The third parties' plugins that an experiment names, as its run keeps them: a changed plugin is another experiment. */
export async function usedPlugins(experiment: Experiment, registry: Registry): Promise<RunRecord['plugins']> {
  const used = registry.list().filter(({ plugin: { kind, name }, source }) => {
    return source !== BUILT_IN && usesOf(experiment)[kind].some((use) => use?.use === name);
  });
  return await Promise.all(
    used.map(async ({ plugin: { kind, name }, source, file }) => ({
      kind,
      name,
      source,
      ...(file !== null && { file }),
      hash: file === null ? null : await hashPlugin(source, file),
    })),
  );
}

function usesOf(experiment: Experiment): Readonly<Record<Kind, readonly (PluginUse | null)[]>> {
  const { data, split, audio, inputs, sample, augment, model, loss, train, evaluate, backend } = experiment;
  return {
    dataset: [data],
    split: [split],
    audio: [audio],
    feature: inputs.flatMap(({ features }) => features),
    pooling: inputs.map(({ pool }) => pool),
    scaler: inputs.map(({ scale }) => scale),
    sampler: [sample],
    augmenter: augment,
    model: [model],
    loss: [loss],
    optimizer: [train.optimizer],
    evaluator: evaluate,
    backend: [backend],
  };
}
