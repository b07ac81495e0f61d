import { DEFAULT_INPUT, type Experiment, type InputFeatures, type PluginUse } from '../config/experiment.js';
import { Random } from '../random.js';
import type {
  Augmenter,
  Backend,
  ClassicalModel,
  Contracts,
  Dataset,
  Kind,
  Loss,
  Model,
  OptimizerFactory,
  Scaler,
  Split,
} from '../registry/contracts.js';
import type { PluginContext } from '../registry/plugin.js';
import type { Registry } from '../registry/registry.js';
import { LINEAR_BASELINE } from './baselines.js';
import type { InputPath, WatchedPath } from './clipFeatures.js';
import type { NamedEvaluator } from './evaluate.js';
import type { NamedSampler } from './sample.js';
import type { NamedScaler } from './scale.js';
import { SideEffects } from './sideEffects.js';

/** What an experiment's plugins made, each with its own stream of the seed. */
export interface ExperimentPlugins {
  readonly dataset: Dataset;
  readonly split: Split;
  readonly path: WatchedPath;
  /** One an input; null where it is taken as it is. */
  readonly scalers: readonly (NamedScaler | null)[];
  readonly sampler: NamedSampler | null;
  readonly augmenters: readonly Augmenter[];
  readonly model: Model;
  readonly loss: Loss;
  readonly optimizer: OptimizerFactory;
  readonly evaluators: readonly NamedEvaluator[];
  readonly backend: Backend;
  /** The linear model that the result is held against; null: none is asked for, or the registry has none. */
  readonly linear: ClassicalModel | null;
}

/** What of an experiment makes a clip's row. */
export type FeaturePathUses = Pick<Experiment, 'seed' | 'audio'> & {
  readonly inputs: readonly InputFeatures[];
};

type Warn = PluginContext['warn'];

/**
 * Makes all that an experiment names.
 *
 * @throws what the registry throws for a plugin that is unknown or refuses its options
 */
export function createPlugins(experiment: Experiment, registry: Registry, warn: Warn): ExperimentPlugins {
  const create = creator(experiment.seed, registry, warn);
  const { inputs, sample, train } = experiment;
  return {
    dataset: create('dataset', experiment.data),
    split: create('split', experiment.split),
    path: createFeaturePath(experiment, registry, warn),
    scalers: inputs.map(({ name, scale }) => {
      return scale && { name: scale.use, scaler: createScaler(experiment.seed, name, scale, registry, warn) };
    }),
    sampler: sample && { name: sample.use, sampler: create('sampler', sample) },
    augmenters: experiment.augment.map((use, index) => create('augmenter', use, `augmenter/${index}`)),
    model: create('model', experiment.model),
    loss: create('loss', experiment.loss),
    optimizer: create('optimizer', train.optimizer),
    evaluators: experiment.evaluate.map((use, index) => ({
      name: use.use,
      evaluator: create('evaluator', use, `evaluator/${index}`),
    })),
    backend: create('backend', experiment.backend),
    linear: linearBaseline(experiment, registry, warn),
  };
}

function linearBaseline(
  { seed, baselines }: Experiment,
  registry: Registry,
  warn: Warn,
): ClassicalModel | null {
  if (baselines === false || !registry.has('model', LINEAR_BASELINE)) return null;
  const model = creator(seed, registry, warn)('model', { use: LINEAR_BASELINE, options: {} }, 'baseline');
  return model.type === 'classical' ? model : null;
}

/** Makes the way from a clip to its row alone: for `features` and `predict`, the same as in training. */
export function createFeaturePath(uses: FeaturePathUses, registry: Registry, warn: Warn): WatchedPath {
  const sideEffects = new SideEffects();
  const create = creator(uses.seed, registry, sideEffects.watchWarn(warn), (random) =>
    sideEffects.watchRandom(random),
  );
  return {
    sideEffects,
    audio: create('audio', uses.audio),
    inputs: uses.inputs.map(({ name, frames, features, pool }): InputPath => {
      const own = inputStream(name);
      return {
        name,
        framing: frames,
        features: features.map((use, index) => create('feature', use, `${own}feature/${index}`)),
        pooling: create('pooling', pool, `${own}pooling`),
        featureNames: features.map(({ use }) => use),
      };
    }),
  };
}

/** Makes the scaler of one input, with the stream that it has in training. */
export function createScaler(
  seed: number,
  input: string,
  use: PluginUse,
  registry: Registry,
  warn: Warn,
): Scaler {
  return creator(seed, registry, warn)('scaler', use, `${inputStream(input)}scaler`);
}

/** Makes the model alone, with the stream that it has in training. */
export function createModel(seed: number, use: PluginUse, registry: Registry, warn: Warn): Model {
  return creator(seed, registry, warn)('model', use);
}

/** What the streams of an input's plugins begin with; those of the usual one have no prefix. */
function inputStream(name: string): string {
  return name === DEFAULT_INPUT ? '' : `inputs/${name}/`;
}

/** Makes plugins by the registry; each draws from a stream that its kind (with its place in a list) names. */
function creator(seed: number, registry: Registry, warn: Warn, watch = (random: Random): Random => random) {
  const random = new Random(seed).fork('plugins');
  return <K extends Kind>(kind: K, use: PluginUse, stream: string = kind): Contracts[K] =>
    registry.create(kind, use, { random: watch(random.fork(stream)), warn });
}
