import type { ModelInput } from '../registry/contracts.js';
import type { Layer, LayersModel, SymbolicTensor, Tf } from './tf.js';

/**
 * A network of one layer after the other, of one input.
 *
 * The layers are not asked for initial weights: the framework draws them, and tf.layers would take seconds for a
 * large orthogonal matrix.
 */
export function stack(tf: Tf, name: string, input: ModelInput, layers: readonly Layer[]): LayersModel {
  const model = tf.sequential({ name });
  model.add(tf.layers.inputLayer({ inputShape: [...input.shape], name: 'input' }));
  for (const layer of layers) {
    layer.setFastWeightInitDuringBuild(true);
    model.add(layer);
  }
  return model;
}

/** Lays layers onto a tensor of a network that is no mere stack, one after the other; their weights are left to the framework. */
export function chain(
  tf: Tf,
  from: SymbolicTensor | SymbolicTensor[],
  layers: readonly Layer[],
): SymbolicTensor {
  const [first, ...rest] = layers;
  const start = laid(tf, from, first);
  return rest.reduce((tensor, layer) => laid(tf, tensor, layer), start);
}

function laid(tf: Tf, from: SymbolicTensor | SymbolicTensor[], layer: Layer): SymbolicTensor {
  layer.setFastWeightInitDuringBuild(true);
  const made = layer.apply(from);
  if (made instanceof tf.SymbolicTensor) return made;
  throw new TypeError(`The layer '${layer.name}' did not give one symbolic tensor.`);
}
