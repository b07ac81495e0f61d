import type { Tensor } from '@tensorflow/tfjs-core';
import {
  isAvailable,
  isCovered,
  startsFromState,
  stepMask,
  weightsOf,
  type CallArguments,
} from '../lstm/covered.js';
import type { Tf } from '../tf.js';
import { gruSequence } from './operation.js';
import { GRU_KERNEL } from './register.js';

type GruLayer = ReturnType<Tf['layers']['gru']>;
type GruCall = (this: GruLayer, inputs: Tensor | Tensor[], kwargs: CallArguments) => Tensor | Tensor[];

const replaced = new WeakSet();

/**
 * Puts the one-operation GRU under the standard `tf.layers.gru` (inside `bidirectional` too), on backends that have it.
 * Models stay standard: only what the layer's class does when it is called changes. What the operation does not cover
 * (other activations, dropout inside the layer, state in or out) goes the layer's own way.
 */
export function installGru(tf: Tf): void {
  const prototype = Reflect.getPrototypeOf(tf.layers.gru({ units: 1, name: 'intone_probe' }));
  if (prototype === null || replaced.has(prototype)) return;
  const standard: unknown = Reflect.get(prototype, 'call');
  if (!isGruCall(standard)) throw new TypeError('tf.layers.gru has no method `call`.');

  const call: GruCall = function (inputs, kwargs) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (
      !isAvailable(tf, GRU_KERNEL) ||
      !isCovered(this) ||
      startsFromState(kwargs) ||
      x.dtype !== 'float32'
    ) {
      return standard.call(this, inputs, kwargs);
    }
    return tf.tidy(() => {
      const [kernel, recurrentKernel, bias] = weightsOf(tf, this);
      const { goBackwards: backwards, returnSequences: everyStep } = this;
      const mask = stepMask(tf, kwargs?.mask);
      return gruSequence(tf, { x, kernel, recurrentKernel, bias, mask, backwards, everyStep });
    });
  };
  Object.defineProperty(prototype, 'call', { value: call, configurable: true, writable: true });
  replaced.add(prototype);
}

function isGruCall(value: unknown): value is GruCall {
  return typeof value === 'function';
}
