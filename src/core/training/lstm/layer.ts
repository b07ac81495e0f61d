import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../tf.js';
import {
  isAvailable,
  isCovered,
  startsFromState,
  stepMask,
  weightsOf,
  type CallArguments,
  type LstmLayer,
} from './covered.js';
import { DIRECTIONS_KERNEL, lstmDirections } from './directions.js';
import { installBidirectional } from './bidirectional.js';
import { lstmSequence } from './operation.js';
import { LSTM_KERNEL } from './register.js';

type LstmCall = (this: LstmLayer, inputs: Tensor | Tensor[], kwargs: CallArguments) => Tensor | Tensor[];

const replaced = new WeakSet();

/**
 * Puts the one-operation LSTM under the standard `tf.layers.lstm` (inside `bidirectional` too), on backends that have
 * it. Models stay standard: only what the layer's class does when it is called changes. What the operation does not
 * cover (other activations, dropout inside the layer, state in or out) goes the layer's own way.
 */
export function installLstm(tf: Tf): void {
  const prototype = Reflect.getPrototypeOf(tf.layers.lstm({ units: 1, name: 'intone_probe' }));
  if (prototype === null || replaced.has(prototype)) return;
  const standard: unknown = Reflect.get(prototype, 'call');
  if (!isLstmCall(standard)) throw new TypeError('tf.layers.lstm has no method `call`.');

  const call: LstmCall = function (inputs, kwargs) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const inDirections = isAvailable(tf, DIRECTIONS_KERNEL);
    if (!(inDirections || isAvailable(tf, LSTM_KERNEL)) || !isCovered(this) || startsFromState(kwargs)) {
      return standard.call(this, inputs, kwargs);
    }
    if (x.dtype !== 'float32') return standard.call(this, inputs, kwargs);
    return tf.tidy(() => {
      const weights = weightsOf(tf, this);
      const { goBackwards: backwards, returnSequences: everyStep } = this;
      const mask = stepMask(tf, kwargs?.mask);
      if (inDirections) {
        const direction = backwards ? 'backwards' : 'forwards';
        return lstmDirections(tf, { x, weights: [weights], mask, direction, everyStep });
      }
      const [kernel, recurrentKernel, bias] = weights;
      return lstmSequence(tf, { x, kernel, recurrentKernel, bias, mask, backwards, everyStep });
    });
  };
  Object.defineProperty(prototype, 'call', { value: call, configurable: true, writable: true });
  replaced.add(prototype);
  installBidirectional(tf, prototype);
}

function isLstmCall(value: unknown): value is LstmCall {
  return typeof value === 'function';
}
