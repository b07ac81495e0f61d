import { Type } from '@sinclair/typebox';

/** A plugin and its options, as a resolved experiment names it. */
export const PluginUseSchema = Type.Object({
  use: Type.String(),
  options: Type.Record(Type.String(), Type.Unknown()),
});

export const FramingSchema = Type.Object({ fftSize: Type.Integer(), hopLength: Type.Integer() });

export const GateCheckSchema = Type.Object({
  metric: Type.String(),
  per: Type.Union([Type.Literal('overall'), Type.Literal('class')]),
  classes: Type.Optional(Type.Array(Type.String())),
  mayMiss: Type.Optional(Type.Array(Type.String())),
  part: Type.Union([Type.Literal('validation'), Type.Literal('test')]),
  min: Type.Optional(Type.Number()),
  max: Type.Optional(Type.Number()),
  above: Type.Optional(Type.Number()),
  below: Type.Optional(Type.Number()),
  bound: Type.Union([Type.Literal('value'), Type.Literal('low'), Type.Literal('high')]),
  level: Type.Union([Type.Literal('error'), Type.Literal('warn')]),
});

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

const TrainSettingsSchema = Type.Object({
  epochs: Type.Integer(),
  batchSize: Type.Integer(),
  optimizer: PluginUseSchema,
  schedule: orNull(
    Type.Object({
      warmup: Type.Number(),
      decay: Type.Union([Type.Literal('none'), Type.Literal('linear'), Type.Literal('cosine')]),
      to: Type.Number(),
    }),
  ),
  clipNorm: orNull(Type.Number()),
  averageWeights: orNull(Type.Number()),
  stopEarly: orNull(Type.Object({ on: Type.String(), patience: Type.Integer() })),
  fitOn: Type.Union([Type.Literal('train'), Type.Literal('train+validation')]),
  classWeights: Type.Union([
    Type.Literal('none'),
    Type.Literal('balanced'),
    Type.Record(Type.String(), Type.Number()),
  ]),
});

/** `experiment.json`: the experiment as resolved, every default filled in. */
export const ExperimentSchema = Type.Object({
  name: Type.String(),
  description: Type.Optional(Type.String()),
  seed: Type.Integer(),
  data: PluginUseSchema,
  badClips: Type.Union([Type.Literal('stop'), Type.Literal('skip')]),
  split: PluginUseSchema,
  audio: PluginUseSchema,
  inputs: Type.Array(
    Type.Object({
      name: Type.String(),
      frames: FramingSchema,
      features: Type.Array(PluginUseSchema),
      pool: PluginUseSchema,
      scale: orNull(PluginUseSchema),
    }),
    { minItems: 1 },
  ),
  sample: orNull(PluginUseSchema),
  augment: Type.Array(PluginUseSchema),
  model: PluginUseSchema,
  loss: PluginUseSchema,
  train: TrainSettingsSchema,
  evaluate: Type.Array(PluginUseSchema),
  intervals: orNull(Type.Object({ resamples: Type.Integer(), level: Type.Number() })),
  baselines: Type.Optional(Type.Literal(false)),
  gate: Type.Array(GateCheckSchema),
  backend: PluginUseSchema,
});
