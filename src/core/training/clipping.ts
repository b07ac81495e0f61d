import { clippedAtOnce } from './allWeights.js';
import type { NamedTensorMap, Scalar, Tf } from './tf.js';

/**
 * Gradients scaled together so that their norm, over all of them, is at most `most` (Pascanu et al. 2013, as
 * tf.clip_by_global_norm): g · most / max(norm, most). Nothing is read back from the backend.
 *
 * The results are the caller's to dispose of (a tidy does).
 */
export function clipByGlobalNorm(tf: Tf, gradients: NamedTensorMap, most: number): NamedTensorMap {
  const atOnce = clippedAtOnce(tf, gradients, most);
  if (atOnce !== null) return atOnce;
  const norm = globalNorm(tf, gradients);
  const factor = tf.div(most, tf.maximum(norm, most));
  return Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, factor)]),
  );
}

/** The root of the sum of all squares. */
export function globalNorm(tf: Tf, gradients: NamedTensorMap): Scalar {
  return tf.tidy(() => {
    const squares = Object.values(gradients).map((gradient) => tf.sum<Scalar>(tf.square(gradient)));
    return tf.sqrt(tf.addN(squares));
  });
}
