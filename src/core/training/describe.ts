import type { Layer, LayersModel, Tf } from './tf.js';

/** A layer of a network, as `run --dry-run` shows it. */
export interface LayerDescription {
  readonly name: string;
  /** tf.layers' class, e.g. `Conv1D`; of a wrapped layer both: `Bidirectional(LSTM)`. */
  readonly kind: string;
  /** Without the batch. */
  readonly outputShape: readonly number[];
  readonly parameters: number;
  /** Two a multiply-add of the matrix products, for one row; what is done element by element is not counted. */
  readonly flops: number;
}

export interface NetworkDescription {
  readonly layers: readonly LayerDescription[];
  readonly parameters: number;
  readonly flops: number;
}

/** Describes a network layer by layer: shapes, parameters and the work for one row. */
export function describeNetwork(tf: Tf, model: LayersModel): NetworkDescription {
  const layers = model.layers
    .filter((layer) => layer.getClassName() !== 'InputLayer')
    .map((layer) => describeLayer(tf, layer));
  const total = (of: 'parameters' | 'flops'): number => layers.reduce((sum, layer) => sum + layer[of], 0);
  return { layers, parameters: total('parameters'), flops: total('flops') };
}

function describeLayer(tf: Tf, layer: Layer): LayerDescription {
  const { name } = layer;
  const outputShape = sizes(layer.outputShape);
  const parameters = layer.countParams();
  if (layer instanceof tf.LayersModel) {
    return { name, kind: 'Model', outputShape, parameters, flops: describeNetwork(tf, layer).flops };
  }
  const inner =
    'layer' in layer && layer.layer instanceof tf.layers.Layer ? layer.layer.getClassName() : null;
  const kind = inner === null ? layer.getClassName() : `${layer.getClassName()}(${inner})`;
  return { name, kind, outputShape, parameters, flops: 2 * multiplyAdds(layer, inner, outputShape) };
}

/** Every weight of a matrix or kernel is used once a position: each step, or each place that the kernel goes to. */
function multiplyAdds(layer: Layer, inner: string | null, outputShape: readonly number[]): number {
  const matrices = layer.weights
    .filter((weight) => weight.originalName.endsWith('kernel'))
    .reduce((sum, weight) => sum + weight.shape.reduce<number>((size, length) => size * (length ?? 1), 1), 0);
  const isRecurrent = /LSTM|GRU|RNN/.test(inner ?? layer.getClassName());
  const positions = isRecurrent ? sizes(inputShape(layer)).slice(0, 1) : outputShape.slice(0, -1);
  return positions.reduce((product, length) => product * length, matrices);
}

function inputShape(layer: Layer): Layer['outputShape'] {
  return Array.isArray(layer.input) ? layer.input[0].shape : layer.input.shape;
}

/** The sizes of the first output's axes, without the batch. */
function sizes(shape: Layer['outputShape']): number[] {
  const [first] = shape;
  const axes = Array.isArray(first) ? first : shape;
  return axes.slice(1).map((length) => (typeof length === 'number' ? length : 0));
}
