import type { Scalar, Tensor, Tensor1D, Tf } from './tf.js';

/** Mean over the batch of each row's loss times its weight, as Keras's `sum_over_batch_size` with sample weights. */
export function weightedMean(tf: Tf, rowLosses: Tensor, weights: Tensor1D): Scalar {
  return tf.mean<Scalar>(tf.mul(rowLosses, weights));
}
