import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../tf.js';
import { lstmSequence } from './operation.js';
import { LSTM_KERNEL } from './register.js';

type LstmLayer = ReturnType<Tf['layers']['lstm']>;
type CallArguments = Readonly<Record<string, unknown>> | null | undefined;
type LstmCall = (this: LstmLayer, inputs: Tensor | Tensor[], kwargs: CallArguments) => Tensor | Tensor[];

const replaced = new WeakSet();
const coverage = new WeakMap<LstmLayer, boolean>();

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
    const available: unknown = tf.getKernel(LSTM_KERNEL, tf.getBackend());
    const startsFromState = (kwargs?.initialState ?? null) !== null;
    if (available === undefined || !isCovered(this) || startsFromState || x.dtype !== 'float32') {
      return standard.call(this, inputs, kwargs);
    }
    return tf.tidy(() => {
      const [kernel, recurrentKernel, bias] = this.getWeights();
      const mask: unknown = kwargs?.mask;
      return lstmSequence(tf, {
        x,
        kernel,
        recurrentKernel,
        bias,
        mask: isTensor(tf, mask) ? stepMask(tf, mask) : null,
        backwards: this.goBackwards,
        everyStep: this.returnSequences,
      });
    });
  };
  Object.defineProperty(prototype, 'call', { value: call, configurable: true, writable: true });
  replaced.add(prototype);
}

function isLstmCall(value: unknown): value is LstmCall {
  return typeof value === 'function';
}

function isTensor(tf: Tf, value: unknown): value is Tensor {
  return value instanceof tf.Tensor;
}

function isCovered(layer: LstmLayer): boolean {
  const known = coverage.get(layer);
  if (known !== undefined) return known;
  const config = layer.getConfig();
  const covered =
    config.activation === 'tanh' &&
    config.recurrentActivation === 'sigmoid' &&
    config.useBias === true &&
    config.dropout === 0 &&
    config.recurrentDropout === 0 &&
    config.stateful !== true &&
    config.returnState !== true;
  coverage.set(layer, covered);
  return covered;
}

/** [batch, steps] or [batch, steps, 1] of any type to 32-bit 0 or 1, [batch, steps], as `rnn` in tfjs-layers reads it. */
function stepMask(tf: Tf, mask: Tensor): Tensor {
  return tf.reshape(tf.cast(tf.cast(mask, 'bool'), 'float32'), mask.shape.slice(0, 2));
}
