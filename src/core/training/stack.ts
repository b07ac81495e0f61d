import type { RowShape } from '../registry/contracts.js';
import type { Layer, LayersModel, Tf } from './tf.js';

/**
 * A network of one layer after the other.
 *
 * The layers are not asked for initial weights: the framework draws them, and tf.layers would take seconds for a
 * large orthogonal matrix.
 */
export function stack(tf: Tf, name: string, shape: RowShape, layers: readonly Layer[]): LayersModel {
  const model = tf.sequential({ name });
  model.add(tf.layers.inputLayer({ inputShape: [...shape], name: 'input' }));
  for (const layer of layers) {
    layer.setFastWeightInitDuringBuild(true);
    model.add(layer);
  }
  return model;
}
