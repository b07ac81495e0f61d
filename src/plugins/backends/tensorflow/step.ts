import type { KernelConfig } from '@tensorflow/tfjs-core';
import type { Tf } from '../../../core/training/tf.js';
import type { NodeBackend } from './session.js';

/**
 * The step function, which the gradient of ReLU is made with, in two operations where the stock kernel takes eight. It
 * is 0 up to 0, 1 above, and not a number where x is none; with a slope of its own below 0 the stock kernel goes on.
 */
export function stepKernel(tf: Tf, stock: KernelConfig, backend: NodeBackend): KernelConfig {
  return {
    ...stock,
    kernelFunc: (call) => {
      const { x } = call.inputs;
      if (x?.dtype !== 'float32' || call.attrs?.alpha !== 0) return stock.kernelFunc(call);
      const positive = backend.executeSingleInput('Relu', x);
      const made = backend.executeSingleInput('Sign', positive);
      tf.dispose(positive);
      return made;
    },
  };
}
