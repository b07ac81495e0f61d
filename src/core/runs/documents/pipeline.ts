import { Type, type Static } from '@sinclair/typebox';
import { FramingSchema, PluginUseSchema } from './experiment.js';
import { UsedPluginSchema } from './record.js';

/** `model/pipeline.json`: what turns a recording into the model's input, and its output into a class. */
export const PipelineSchema = Type.Object({
  classes: Type.Array(Type.String(), { description: "In the order of the model's outputs." }),
  omittedClasses: Type.Optional(
    Type.Array(Type.String(), {
      description: 'Classes of the corpus that the config left out, which the gate fails for; absent: none.',
    }),
  ),
  plugins: Type.Array(Type.String(), {
    description: "Modules of third parties' plugins that it needs, to be loaded before these are looked up.",
  }),
  pluginCode: Type.Optional(
    Type.Array(UsedPluginSchema, {
      description: "What `plugins` were, and where. Absent in an older intone's runs.",
    }),
  ),
  seed: Type.Integer(),
  audio: PluginUseSchema,
  inputs: Type.Array(
    Type.Object({
      name: Type.String({ description: 'Names the layer of the network.' }),
      frames: FramingSchema,
      features: Type.Array(PluginUseSchema),
      pool: PluginUseSchema,
      columns: Type.Array(Type.String(), { description: 'Names of the columns of one row.' }),
      steps: Type.Union([Type.Integer(), Type.Null()], {
        description: 'Steps of a sequence, padded or cut to this; null for pooled rows.',
      }),
      scale: Type.Union([Type.Object({ ...PluginUseSchema.properties, state: Type.Unknown() }), Type.Null()]),
    }),
    { minItems: 1, description: 'What of a recording goes into the network.' },
  ),
  backend: PluginUseSchema,
  model: Type.Optional(
    Type.Object(PluginUseSchema.properties, {
      description: 'A model that is no network, whose state stands in `model.json`. Absent: a network.',
    }),
  ),
});
export type Pipeline = Static<typeof PipelineSchema>;
export type PipelineInput = Pipeline['inputs'][number];
