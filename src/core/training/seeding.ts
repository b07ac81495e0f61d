import { MODEL_NOT_SEEDABLE } from '../errors/training.js';
import type { Random } from '../random.js';
import { drawInitial, readInitializer, SEEDABLE_INITIALIZERS } from './initializers.js';
import type { Layer, LayersModel, Tf } from './tf.js';

/**
 * tf.layers draws initial weights and dropout masks from `Math.random`, or, with a `seed`, the same mask at every
 * call. So the framework draws both itself, for the standard layers as a model plugin declares them.
 */

type Config = ReturnType<Layer['getConfig']>;

/** Where a weight's initializer stands in its layer's config, by the weight's own name. */
const INITIALIZER_KEYS: Readonly<Record<string, string>> = {
  kernel: 'kernelInitializer',
  recurrent_kernel: 'recurrentInitializer',
  bias: 'biasInitializer',
  depthwise_kernel: 'depthwiseInitializer',
  pointwise_kernel: 'pointwiseInitializer',
  embeddings: 'embeddingsInitializer',
  alpha: 'alphaInitializer',
  gamma: 'gammaInitializer',
  beta: 'betaInitializer',
  moving_mean: 'movingMeanInitializer',
  moving_variance: 'movingVarianceInitializer',
};

const RESEEDED = new Set(['Dropout', 'SpatialDropout1D']);
const UNSEEDABLE = new Set(['GaussianNoise', 'GaussianDropout', 'AlphaDropout', 'RandomWidth']);

/**
 * Draws every weight of a network by the initializer that its layer declares, each from a stream of its own (named
 * as the weight), so that a layer more does not change the others' weights.
 *
 * @throws MODEL_NOT_SEEDABLE where a layer draws in a way that no seed determines
 */
export function seedWeights(tf: Tf, model: LayersModel, random: Random): void {
  for (const layer of leafLayers(tf, model)) {
    const config = innerConfig(layer.getConfig());
    refuseUnseedable(layer, config);
    for (const weight of layer.weights) {
      const name = weight.originalName.slice(weight.originalName.lastIndexOf('/') + 1);
      const initializer = readInitializer(config[INITIALIZER_KEYS[name] ?? name]);
      if (initializer === null) {
        throw MODEL_NOT_SEEDABLE({
          layer: layer.name,
          what: `an initializer of its own for the weight '${name}'`,
          instead: SEEDABLE_INITIALIZERS,
        });
      }
      const shape = weight.shape.map((length) => length ?? 1);
      const values = drawInitial(initializer, shape, random.fork(weight.originalName));
      if (name === 'bias' && config['unitForgetBias'] === true) {
        // The gates stand in the order input, forget, cell, output (Jozefowicz et al. 2015 on the forget gate's 1).
        values.fill(1, values.length / 4, values.length / 2);
      }
      const initial = tf.tensor(values, shape);
      weight.write(initial);
      initial.dispose();
    }
  }
}

/** Gives the dropout layers new seeds for the next batch; each batch draws its masks anew. */
export function reseedDropout(tf: Tf, model: LayersModel, random: Random): void {
  for (const layer of dropoutLayers(tf, model)) {
    Object.assign(layer, { seed: 1 + random.integer(0x7fffffff) });
  }
}

/** Takes the seeds off again: a saved model holds none, as in Keras. */
export function unseedDropout(tf: Tf, model: LayersModel): void {
  for (const layer of dropoutLayers(tf, model)) {
    Object.assign(layer, { seed: undefined });
  }
}

function dropoutLayers(tf: Tf, model: LayersModel): Layer[] {
  return leafLayers(tf, model)
    .map((layer) => ('layer' in layer && layer.layer instanceof tf.layers.Layer ? layer.layer : layer))
    .filter((layer) => RESEEDED.has(layer.getClassName()));
}

/** The layers, those of nested models too. */
function leafLayers(tf: Tf, model: LayersModel): Layer[] {
  return model.layers.flatMap((layer) => (layer instanceof tf.LayersModel ? leafLayers(tf, layer) : [layer]));
}

/** The config of the wrapped layer where there is one (Bidirectional, TimeDistributed), or the layer's own. */
function innerConfig(config: Config): Config {
  const wrapped = config['layer'];
  const inner = isConfig(wrapped) ? wrapped['config'] : null;
  return isConfig(inner) ? inner : config;
}

function isConfig(value: Config[string]): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuseUnseedable(layer: Layer, config: Config): void {
  const kind = layer.getClassName();
  if (UNSEEDABLE.has(kind)) {
    throw MODEL_NOT_SEEDABLE({ layer: layer.name, what: kind, instead: [...RESEEDED].join(', ') });
  }
  for (const key of ['dropout', 'recurrentDropout']) {
    const rate = config[key];
    if (typeof rate === 'number' && rate > 0) {
      throw MODEL_NOT_SEEDABLE({
        layer: layer.name,
        what: `its own ${key} of ${rate}`,
        instead: 'a dropout layer before it',
      });
    }
  }
}
