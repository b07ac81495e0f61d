import { Type, type Static, type TUnsafe } from '@sinclair/typebox';
import { gatePresets } from '../gate/presets.js';
import type { Framing } from '../experiment/frames.js';
import type { Kind } from '../registry/contracts.js';
import type { Registry } from '../registry/registry.js';
import { simplified } from './jsonSchema.js';
import { SWEEP_SCHEMA } from './sweepSchema.js';
import { DEFAULT_EVALUATORS, SLOTS } from './slots.js';
import { optionalPluginSlot, pluginSlot, type SchemaStyle, type WrittenUse } from './pluginSchema.js';

const strict = { additionalProperties: false } as const;
/** What an absent map is completed from: its own members' defaults. */
const EMPTY = {};

const oneOf = <const T extends readonly string[]>(
  values: T,
  extra: { description: string; default: T[number] },
) => Type.Unsafe<T[number]>({ type: 'string', enum: values, ...extra });

const nullable = { type: ['object', 'null'] };

const Frames = Type.Object(
  {
    fftSize: Type.Integer({
      default: 2048,
      minimum: 16,
      maximum: 65536,
      description: 'Window and FFT length of a frame, in samples.',
    }),
    hopLength: Type.Integer({
      default: 512,
      minimum: 1,
      maximum: 65536,
      description: 'Samples from one frame to the next.',
    }),
  },
  { ...strict, default: EMPTY, description: 'How clips are cut into frames, for all features.' },
);
/** The same for one input; it has no default, since the config's own stands in for it. */
const InputFrames = Type.Object(Frames.properties, {
  ...strict,
  description: "How clips are cut into frames for this input; the config's own `frames` where absent.",
});

const StopEarly = Type.Object(
  {
    on: Type.String({
      default: 'loss',
      minLength: 1,
      description: "A metric of the validation part: 'loss', or one that an evaluator makes overall.",
    }),
    patience: Type.Integer({
      default: 10,
      minimum: 1,
      description: 'Epochs without improvement before training stops.',
    }),
  },
  strict,
);

const TrainingSchedule = Type.Object(
  {
    warmup: Type.Number({
      default: 0,
      minimum: 0,
      description:
        "Epochs, at the beginning, over which the learning rate grows linearly to the optimizer's.",
    }),
    decay: oneOf(['none', 'linear', 'cosine'], {
      default: 'cosine',
      description: 'How it falls from there to the end of the last epoch (cosine: Loshchilov & Hutter 2017).',
    }),
    to: Type.Number({
      default: 0,
      minimum: 0,
      maximum: 1,
      description:
        "What is left of it at the end, as a share of the optimizer's (no unit); not for decay: none.",
    }),
  },
  strict,
);

const ClassWeights = Type.Unsafe<'none' | 'balanced' | Record<string, number>>({
  anyOf: [
    { type: 'string', enum: ['none', 'balanced'] },
    { type: 'object', additionalProperties: { type: 'number', exclusiveMinimum: 0 }, minProperties: 1 },
  ],
  default: 'none',
  description:
    "Weight of each class in the loss: 'none', 'balanced' (rows / (classes × rows of the class), of the training rows " +
    'before sampling, as scikit-learn does), or a map from class names to weights (1 for those left out).',
});

const threshold = (words: string) => Type.Optional(Type.Number({ description: words }));

const GateCheck = Type.Object(
  {
    metric: Type.String({
      minLength: 1,
      description:
        'A metric that an evaluator of the experiment makes; or `held-out-looks`, how many runs have looked at this held-out part, this one included.',
    }),
    per: oneOf(['overall', 'class'], {
      default: 'overall',
      description: 'One number, or one for each class.',
    }),
    classes: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 1,
        uniqueItems: true,
        description: 'Classes that a check per class is for; all where absent.',
      }),
    ),
    mayMiss: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 1,
        uniqueItems: true,
        description:
          'Classes that may be missing from the part: the config leaves them out, or the model never predicts them. Any other fails the gate.',
      }),
    ),
    part: oneOf(['test', 'validation'], { default: 'test', description: 'The part that is checked.' }),
    min: threshold('The metric is at least this.'),
    max: threshold('The metric is at most this.'),
    above: threshold('The metric is more than this.'),
    below: threshold('The metric is less than this.'),
    bound: oneOf(['value', 'low', 'high'], {
      default: 'value',
      description: 'What is held against the threshold: the value, or the low or high end of its interval.',
    }),
    level: oneOf(['error', 'warn'], {
      default: 'error',
      description: "'warn' is shown and never fails the gate.",
    }),
  },
  strict,
);

function gate({ purpose }: SchemaStyle) {
  const checks = Type.Array(GateCheck, { default: [], description: 'Checks beside those of the preset.' });
  const map = Type.Object(
    {
      preset: Type.Optional(
        Type.Unsafe<string>({
          type: 'string',
          enum: gatePresets.map(({ name }) => name),
          description: gatePresets.map(({ name, summary }) => `${name}: ${summary}`).join(' '),
        }),
      ),
      checks,
    },
    strict,
  );
  const extra = {
    default: EMPTY,
    description: 'Thresholds that the run must meet: a list of checks, or a preset and checks.',
  };
  if (purpose === 'check') return Type.Unsafe<Static<typeof map>>({ ...map, ...extra });
  return Type.Unsafe<Static<typeof map>>({ ...extra, anyOf: [Type.Array(GateCheck), map] });
}

/**
 * The JSON Schema of an experiment, composed from what is registered. Every default is in it.
 */
export function experimentSchema(
  registry: Registry,
  style: SchemaStyle = { purpose: 'editor' },
): TUnsafe<CheckedConfig> {
  return Type.Unsafe<CheckedConfig>(simplified(composed(registry, style)));
}

const INPUTS =
  'Several inputs of the model by name, each with its own `features`, `pool`, `scale` and (if it differs) `frames`; in place of those at the top.';
/** In the check of a config that has none: it is known, and not compiled. */
const NO_INPUTS = Type.Unsafe<unknown>({ type: 'object', description: INPUTS });

function composed(registry: Registry, style: SchemaStyle) {
  const slot = (kind: Kind, description: string) => {
    const fallback = SLOTS.find((each) => each.kind === kind)?.fallback;
    const extra = fallback === undefined ? { description } : { description, default: { use: fallback } };
    return pluginSlot(registry, kind, style, extra, style.purpose === 'editor' ? fallback : undefined);
  };
  const off = (kind: 'scaler' | 'sampler', description: string) =>
    optionalPluginSlot(registry, kind, style, description);

  const features = Type.Array(slot('feature', 'A feature.'), {
    minItems: 1,
    description: 'What is computed of each frame, in the order of the columns.',
  });
  const single = {
    features,
    pool: slot('pooling', "From a clip's frames to the model's input."),
    scale: off('scaler', 'Scaling of the columns, fitted on training rows; null: none.'),
  };
  const inputs = Type.Record(
    Type.String(),
    Type.Object({ ...single, frames: Type.Optional(InputFrames) }, { ...strict, description: 'An input.' }),
    {
      minProperties: 1,
      description: INPUTS,
    },
  );
  const editing = style.purpose === 'editor';

  return Type.Object(
    {
      ...(editing && fileKeys),
      name: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 100,
          description: "Names the run. Default: the config file's name.",
        }),
      ),
      description: Type.Optional(Type.String({ description: 'What the experiment is for.' })),
      seed: Type.Integer({
        default: 42,
        minimum: 0,
        maximum: 4294967295,
        description: 'Fixes everything that is drawn at random.',
      }),
      data: slot('dataset', 'The corpus.'),
      badClips: oneOf(['stop', 'skip'], {
        default: 'stop',
        description: 'What clips that cannot be used do: stop the run, or be skipped, aloud.',
      }),
      split: slot('split', 'Which clips train, validate and test.'),
      audio: slot('audio', 'From files to samples.'),
      frames: Frames,
      ...((editing || style.inputs !== true) &&
        (editing ? Type.Partial(Type.Object(single)).properties : single)),
      inputs: style.inputs === true ? inputs : Type.Optional(editing ? inputs : NO_INPUTS),
      sample: off('sampler', 'Balances the classes of the training rows; null: nothing is changed.'),
      augment: Type.Array(slot('augmenter', 'An augmenter.'), {
        default: [],
        description: 'What changes the rows of each training batch, in this order.',
      }),
      model: slot('model', 'The network.'),
      loss: slot('loss', 'What training makes smaller.'),
      train: Type.Object(
        {
          epochs: Type.Integer({
            default: 100,
            minimum: 1,
            description: 'Passes over the training rows, at most.',
          }),
          batchSize: Type.Integer({ default: 32, minimum: 1, description: 'Rows of one step.' }),
          optimizer: slot('optimizer', 'How weights are changed.'),
          schedule: Type.Unsafe<Static<typeof TrainingSchedule> | null>({
            ...TrainingSchedule,
            ...nullable,
            default: null,
            description: "Changes the learning rate at every step; null: the optimizer's throughout.",
          }),
          clipNorm: Type.Unsafe<number | null>({
            type: ['number', 'null'],
            exclusiveMinimum: 0,
            default: null,
            description:
              'Scales the gradients of a step so that their norm, over all weights, is at most this (Pascanu et al. 2013); null: as they are.',
          }),
          averageWeights: Type.Unsafe<number | null>({
            type: ['number', 'null'],
            minimum: 0,
            exclusiveMaximum: 1,
            default: null,
            description:
              'Share that a running average of the weights keeps of itself at each step, e.g. 0.995; the average is scored and kept as the model. null: no average.',
          }),
          stopEarly: Type.Unsafe<Static<typeof StopEarly> | null>({
            ...StopEarly,
            ...nullable,
            default: null,
            description:
              'Stops when the validation part no longer improves and keeps the best epoch; null: all epochs, the last one kept.',
          }),
          fitOn: oneOf(['train', 'train+validation'], {
            default: 'train',
            description:
              "Parts that the scaler, the sampler and the network are fitted on. With 'train+validation' there is no stopEarly, and no validation result.",
          }),
          classWeights: ClassWeights,
        },
        { ...strict, default: EMPTY, description: 'The training.' },
      ),
      evaluate: Type.Array(slot('evaluator', 'An evaluator.'), {
        minItems: 1,
        default: DEFAULT_EVALUATORS.map((use) => ({ use })),
        description: 'What is measured.',
      }),
      intervals: Type.Unsafe<{ resamples: number; level: number } | null>({
        ...Type.Object(
          {
            resamples: Type.Integer({
              default: 1000,
              minimum: 100,
              maximum: 100000,
              description: 'Bootstrap resamples.',
            }),
            level: Type.Number({
              default: 0.95,
              exclusiveMinimum: 0.5,
              exclusiveMaximum: 1,
              description: 'Confidence level.',
            }),
          },
          strict,
        ),
        ...nullable,
        default: EMPTY,
        description: 'Bootstrap intervals of all metrics; null: none.',
      }),
      baselines: Type.Boolean({
        default: true,
        description:
          'Baselines beside the result: the most frequent class, one drawn at random, a linear model (lda).',
      }),
      gate: gate(style),
      backend: slot('backend', 'What computes the training.'),
    },
    {
      ...strict,
      ...(editing && {
        $schema: 'http://json-schema.org/draft-07/schema#',
        oneOf: [{ required: ['features'] }, { required: ['inputs'] }],
      }),
      title: 'An intone experiment',
    },
  );
}

/** Keys that are used up when the files are read. */
const fileKeys = {
  extends: Type.Optional(
    Type.Unsafe<string | string[]>({
      anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
      description:
        'Configs that this one starts from, relative to this file; later ones win over earlier ones.',
    }),
  ),
  plugins: Type.Optional(
    Type.Unsafe<string[]>({
      type: 'array',
      items: { type: 'string' },
      description: 'Plugins of your own: paths (./my-feature.ts, relative to this file) and npm packages.',
    }),
  ),
  sweep: Type.Optional(Type.Unsafe<Record<string, unknown[]>>(SWEEP_SCHEMA)),
};

/** What a checked config says of one input. */
export interface CheckedInput {
  readonly features: readonly WrittenUse[];
  readonly pool: WrittenUse;
  readonly scale: WrittenUse | null;
  readonly frames?: Framing;
}

/** A config that was checked and completed: `features`, `pool` and `scale` at the top, or `inputs`. */
export type CheckedConfig = Omit<Static<ReturnType<typeof composed>>, 'inputs' | keyof CheckedInput> & {
  readonly frames: Framing;
} & (
    | (CheckedInput & { readonly inputs?: undefined })
    | { readonly inputs: Readonly<Record<string, CheckedInput>> }
  );
