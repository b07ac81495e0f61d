import type * as core from '@tensorflow/tfjs-core';
import type { Tensor, Tf } from './tf.js';

/**
 * Loads TensorFlow.js: the core and the layers (which bring the gradients). Their CommonJS builds come as the default
 * export, so that the backends' packages get the very same core.
 */
export async function loadTf(): Promise<Tf> {
  const { default: core } = await import('@tensorflow/tfjs-core');
  // Production mode is what silences the greeting and the warnings about kernels registered twice.
  core.env().set('PROD', true);
  addChainedMethods(core);
  const { default: layers } = await import('@tensorflow/tfjs-layers');
  return { ...core, ...layers };
}

/** The methods of a tensor that tfjs-layers' orthogonal initializer calls, and the core's Node build leaves out. */
function addChainedMethods(tf: Omit<typeof core, 'default'>): void {
  const methods = {
    flatten(this: Tensor) {
      return tf.reshape(this, [this.size]);
    },
    reshape(this: Tensor, shape: number[]) {
      return tf.reshape(this, shape);
    },
    sign(this: Tensor) {
      return tf.sign(this);
    },
    stridedSlice(this: Tensor, begin: number[], end: number[], strides: number[]) {
      return tf.stridedSlice(this, begin, end, strides);
    },
    transpose(this: Tensor, permutation?: number[]) {
      return tf.transpose(this, permutation);
    },
  };
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(tf.Tensor.prototype, name, { value, configurable: true, writable: true });
  }
}
