import type { Tensor, Tf } from './tf.js';

/**
 * Lets `tf.layers.masking` be trained through: tfjs has no gradients for the two comparisons that it makes its mask
 * with. A mask has jumps and no slope, so they are zero.
 */
export function registerMaskGradients(tf: Tf): void {
  const flat = (tensor: Tensor) => () => tf.zeros(tensor.shape);
  tf.registerGradient({
    kernelName: 'NotEqual',
    inputsToSave: ['a', 'b'],
    gradFunc: (_, [a, b]) => ({ a: flat(a), b: flat(b) }),
  });
  tf.registerGradient({
    kernelName: 'Any',
    inputsToSave: ['x'],
    gradFunc: (_, [x]) => ({ x: flat(x) }),
  });
}
