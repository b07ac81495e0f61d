import type { Experiment, PluginUse } from '../config/experiment.js';
import { Random } from '../random.js';
import type {
  Backend,
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
import type { WatchedPath } from './clipFeatures.js';
import type { NamedEvaluator } from './evaluate.js';
import type { NamedSampler } from './sample.js';
import { SideEffects } from './sideEffects.js';

/** What an experiment's plugins made, each with its own stream of the seed. */
export interface ExperimentPlugins {
  readonly dataset: Dataset;
  readonly split: Split;
  readonly path: WatchedPath;
  readonly scaler: Scaler | null;
  readonly sampler: NamedSampler | null;
  readonly model: Model;
  readonly loss: Loss;
  readonly optimizer: OptimizerFactory;
  readonly evaluators: readonly NamedEvaluator[];
  readonly backend: Backend;
}

/** What of an experiment makes a clip's row. */
export type FeaturePathUses = Pick<Experiment, 'seed' | 'audio' | 'frames' | 'features' | 'pool'>;

type Warn = PluginContext['warn'];

/**
 * Makes all that an experiment names.
 *
 * @throws what the registry throws for a plugin that is unknown or refuses its options
 */
export function createPlugins(experiment: Experiment, registry: Registry, warn: Warn): ExperimentPlugins {
  const create = creator(experiment.seed, registry, warn);
  const { scale, sample, train } = experiment;
  return {
    dataset: create('dataset', experiment.data),
    split: create('split', experiment.split),
    path: createFeaturePath(experiment, registry, warn),
    scaler: scale && create('scaler', scale),
    sampler: sample && { name: sample.use, sampler: create('sampler', sample) },
    model: create('model', experiment.model),
    loss: create('loss', experiment.loss),
    optimizer: create('optimizer', train.optimizer),
    evaluators: experiment.evaluate.map((use, index) => ({
      name: use.use,
      evaluator: create('evaluator', use, index),
    })),
    backend: create('backend', experiment.backend),
  };
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
    framing: uses.frames,
    features: uses.features.map((use, index) => create('feature', use, index)),
    pooling: create('pooling', uses.pool),
    featureNames: uses.features.map(({ use }) => use),
  };
}

/** Makes plugins by the registry; each draws from a stream that its kind (and place in a list) determines. */
function creator(seed: number, registry: Registry, warn: Warn, watch = (random: Random): Random => random) {
  const random = new Random(seed).fork('plugins');
  return <K extends Kind>(kind: K, use: PluginUse, index?: number): Contracts[K] =>
    registry.create(kind, use, {
      random: watch(random.fork(index === undefined ? kind : `${kind}/${index}`)),
      warn,
    });
}
