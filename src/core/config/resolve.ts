import { basename } from 'node:path';
import type { TObject } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { findGatePreset } from '../gate/presets.js';
import type { Kind } from '../registry/contracts.js';
import type { Registry } from '../registry/registry.js';
import { isSchema } from './jsonSchema.js';
import type { Experiment, GateCheck, PluginUse } from './experiment.js';
import type { WrittenUse } from './pluginSchema.js';
import type { CheckedConfig } from './schema.js';

/** The whole experiment of a checked config, frozen. */
export function resolveExperiment(config: CheckedConfig, file: string, registry: Registry): Experiment {
  const { train, gate, description } = config;
  const complete = (kind: Kind, { use, ...options }: WrittenUse): PluginUse => ({
    use,
    options: completed(registry.find(kind, use).options, options),
  });
  const experiment: Experiment = {
    name: config.name ?? basename(file).replace(/\.ya?ml$/, ''),
    ...(description !== undefined && { description }),
    seed: config.seed,
    data: complete('dataset', config.data),
    badClips: config.badClips,
    split: complete('split', config.split),
    audio: complete('audio', config.audio),
    frames: config.frames,
    features: config.features.map((use) => complete('feature', use)),
    pool: complete('pooling', config.pool),
    scale: config.scale && complete('scaler', config.scale),
    sample: config.sample && complete('sampler', config.sample),
    model: complete('model', config.model),
    loss: complete('loss', config.loss),
    train: { ...train, optimizer: complete('optimizer', train.optimizer) },
    evaluate: config.evaluate.map((use) => complete('evaluator', use)),
    intervals: config.intervals,
    gate: [...presetChecks(gate.preset), ...gate.checks],
    backend: complete('backend', config.backend),
  };
  return deepFreeze(experiment);
}

export function presetChecks(preset: string | undefined): readonly GateCheck[] {
  return preset === undefined ? [] : findGatePreset(preset).checks;
}

/** Fills in the defaults that lie inside of alternatives, which ajv leaves out. */
function completed(schema: TObject, options: object): Readonly<Record<string, unknown>> {
  const complete = Value.Default(schema, options);
  return isSchema(complete) ? complete : {};
}

/** The experiment as a config that says everything: every default written out, the gate's preset too. */
export function writtenOut(experiment: Experiment): Record<string, unknown> {
  const { train, scale, sample } = experiment;
  return {
    ...experiment,
    data: written(experiment.data),
    split: written(experiment.split),
    audio: written(experiment.audio),
    features: experiment.features.map(written),
    pool: written(experiment.pool),
    scale: scale && written(scale),
    sample: sample && written(sample),
    model: written(experiment.model),
    loss: written(experiment.loss),
    train: { ...train, optimizer: written(train.optimizer) },
    evaluate: experiment.evaluate.map(written),
    backend: written(experiment.backend),
  };
}

function written({ use, options }: PluginUse): Record<string, unknown> {
  return { use, ...options };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) deepFreeze(member);
    Object.freeze(value);
  }
  return value;
}
