import { basename } from 'node:path';
import type { TObject } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { findGatePreset } from '../gate/presets.js';
import type { Kind } from '../registry/contracts.js';
import type { Registry } from '../registry/registry.js';
import { isSchema } from './jsonSchema.js';
import {
  DEFAULT_INPUT,
  type Experiment,
  type GateCheck,
  type InputSettings,
  type PluginUse,
} from './experiment.js';
import type { WrittenUse } from './pluginSchema.js';
import type { CheckedConfig, CheckedInput } from './schema.js';

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
    inputs: writtenInputs(config).map(([name, input]): InputSettings => ({
      name,
      frames: input.frames ?? config.frames,
      features: input.features.map((use) => complete('feature', use)),
      pool: complete('pooling', input.pool),
      scale: input.scale && complete('scaler', input.scale),
    })),
    sample: config.sample && complete('sampler', config.sample),
    augment: config.augment.map((use) => complete('augmenter', use)),
    model: complete('model', config.model),
    loss: complete('loss', config.loss),
    train: { ...train, optimizer: complete('optimizer', train.optimizer) },
    evaluate: config.evaluate.map((use) => complete('evaluator', use)),
    intervals: config.intervals,
    ...(!config.baselines && { baselines: false }),
    gate: [...presetChecks(gate.preset), ...gate.checks],
    backend: complete('backend', config.backend),
  };
  return deepFreeze(experiment);
}

/** The experiment on a backend that was chosen for it, with that one's default options. */
export function onBackend(experiment: Experiment, name: string, registry: Registry): Experiment {
  const backend = { use: name, options: completed(registry.find('backend', name).options, {}) };
  return deepFreeze({ ...experiment, backend });
}

function writtenInputs(config: CheckedConfig): readonly (readonly [string, CheckedInput])[] {
  return config.inputs === undefined ? [[DEFAULT_INPUT, config]] : Object.entries(config.inputs);
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
  const { inputs, ...rest } = experiment;
  const { train, sample } = rest;
  return {
    ...rest,
    data: written(experiment.data),
    split: written(experiment.split),
    audio: written(experiment.audio),
    ...inputsAsWritten(inputs),
    sample: sample && written(sample),
    augment: experiment.augment.map(written),
    model: written(experiment.model),
    loss: written(experiment.loss),
    train: { ...train, optimizer: written(train.optimizer) },
    evaluate: experiment.evaluate.map(written),
    backend: written(experiment.backend),
  };
}

/** The inputs in the form in which a config has them: the usual one's keys stand at the top. */
export function inputsAsWritten(inputs: readonly InputSettings[]): Record<string, unknown> {
  const each = inputs.map(({ name, ...input }) => [name, writtenInput(input)] as const);
  const [[name, input]] = each;
  return each.length === 1 && name === DEFAULT_INPUT ? input : { inputs: Object.fromEntries(each) };
}

function writtenInput({
  frames,
  features,
  pool,
  scale,
}: Omit<InputSettings, 'name'>): Record<string, unknown> {
  return { frames, features: features.map(written), pool: written(pool), scale: scale && written(scale) };
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
