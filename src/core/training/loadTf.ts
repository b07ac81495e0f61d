import type * as core from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import { requirePackage } from './requirePackage.js';
import type { Tensor, Tf } from './tf.js';

type Core = Omit<typeof core, 'default'>;
type Layers = Omit<typeof layers, 'default'>;

/**
 * Loads TensorFlow.js: the core and the layers (which bring the gradients), in their CommonJS builds, so that the
 * backends' packages get the very same core.
 */
export function loadTf(): Tf {
  const core = requirePackage('@tensorflow/tfjs-core', isCore);
  // Production mode is what silences the greeting and the warnings about kernels registered twice.
  core.env().set('PROD', true);
  addChainedMethods(core);
  const layers = requirePackage('@tensorflow/tfjs-layers', isLayers);
  return { ...core, ...layers };
}

const isCore = (exported: object): exported is Core => 'Tensor' in exported;
const isLayers = (exported: object): exported is Layers => 'loadLayersModel' in exported;

/** The methods of a tensor that tfjs-layers' orthogonal initializer calls, and the core's Node build leaves out. */
function addChainedMethods(tf: Core): void {
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
