import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../tf.js';
import { DIRECTIONS_KERNEL, lstmDirections } from './directions.js';
import {
  isAvailable,
  isCovered,
  startsFromState,
  stepMask,
  weightsOf,
  type CallArguments,
  type LstmLayer,
} from './covered.js';

type BidirectionalCall = (
  this: object,
  inputs: Tensor | Tensor[],
  kwargs: CallArguments,
) => Tensor | Tensor[];

/**
 * Puts both directions of an LSTM in one operation under the standard `tf.layers.bidirectional`, on backends that take
 * them in one call. What the operation does not cover goes the layer's own way.
 */
export function installBidirectional(tf: Tf, lstmPrototype: object): void {
  const probe = tf.layers.lstm({ units: 1, name: 'intone_probe' });
  const prototype = Reflect.getPrototypeOf(
    tf.layers.bidirectional({ layer: probe, mergeMode: 'concat', name: 'intone_probes' }),
  );
  if (prototype === null) return;
  const standard: unknown = Reflect.get(prototype, 'call');
  if (!isCall(standard)) throw new TypeError('tf.layers.bidirectional has no method `call`.');

  const isLstm = (value: unknown): value is LstmLayer =>
    value instanceof tf.layers.Layer && Reflect.getPrototypeOf(value) === lstmPrototype;

  const call: BidirectionalCall = function (inputs, kwargs) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const forward: unknown = Reflect.get(this, 'forwardLayer');
    const backward: unknown = Reflect.get(this, 'backwardLayer');
    const mergeMode: unknown = Reflect.get(this, 'mergeMode');
    if (
      !isAvailable(tf, DIRECTIONS_KERNEL) ||
      mergeMode !== 'concat' ||
      !isLstm(forward) ||
      !isLstm(backward) ||
      ![forward, backward].every(isCovered) ||
      forward.goBackwards ||
      !backward.goBackwards ||
      startsFromState(kwargs) ||
      x.dtype !== 'float32'
    ) {
      return standard.call(this, inputs, kwargs);
    }
    return tf.tidy(() =>
      lstmDirections(tf, {
        x,
        weights: [weightsOf(tf, forward), weightsOf(tf, backward)],
        mask: stepMask(tf, kwargs?.mask),
        direction: 'both',
        everyStep: forward.returnSequences,
      }),
    );
  };
  Object.defineProperty(prototype, 'call', { value: call, configurable: true, writable: true });
}

function isCall(value: unknown): value is BidirectionalCall {
  return typeof value === 'function';
}
