import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../tf.js';
import type { LstmWeightTensors } from './directions.js';

export type LstmLayer = ReturnType<Tf['layers']['lstm']>;
/** A layer whose call an operation may take over: an LSTM or a GRU. */
export type RecurrentLayer = LstmLayer | ReturnType<Tf['layers']['gru']>;
export type CallArguments = Readonly<Record<string, unknown>> | null | undefined;

const coverage = new WeakMap<RecurrentLayer, boolean>();

export function isAvailable(tf: Tf, kernel: string): boolean {
  const found: unknown = tf.getKernel(kernel, tf.getBackend());
  return found !== undefined;
}

export function startsFromState(kwargs: CallArguments): boolean {
  return (kwargs?.initialState ?? null) !== null;
}

/** A layer without biases has biases of zero. To be called within a `tf.tidy`. */
export function weightsOf(tf: Tf, layer: RecurrentLayer): LstmWeightTensors {
  const weights = layer.getWeights();
  const [kernel, recurrentKernel] = weights;
  const bias = weights.length === 3 ? weights[2] : tf.zeros([recurrentKernel.shape[1] ?? 0]);
  return [kernel, recurrentKernel, bias];
}

/** Whether the operation computes what the layer does. */
export function isCovered(layer: RecurrentLayer): boolean {
  const known = coverage.get(layer);
  if (known !== undefined) return known;
  const config = layer.getConfig();
  const covered =
    config.activation === 'tanh' &&
    config.recurrentActivation === 'sigmoid' &&
    config.dropout === 0 &&
    config.recurrentDropout === 0 &&
    config.stateful !== true &&
    config.returnState !== true;
  coverage.set(layer, covered);
  return covered;
}

/** [batch, steps] or [batch, steps, 1] of any type to 32-bit 0 or 1, [batch, steps], as `rnn` in tfjs-layers reads it. */
export function stepMask(tf: Tf, mask: unknown): Tensor | null {
  if (!isTensor(tf, mask)) return null;
  return tf.reshape(tf.cast(tf.cast(mask, 'bool'), 'float32'), mask.shape.slice(0, 2));
}

function isTensor(tf: Tf, value: unknown): value is Tensor {
  return value instanceof tf.Tensor;
}
