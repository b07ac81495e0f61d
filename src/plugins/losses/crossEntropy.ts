import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';
import { weightedMean } from '../../core/training/rowLosses.js';

export default definePlugin({
  kind: 'loss',
  name: 'cross-entropy',
  summary: 'Categorical cross-entropy of the softmax, with label smoothing (Szegedy et al. 2016).',
  options: Type.Object(
    {
      labelSmoothing: Type.Number({
        default: 0,
        minimum: 0,
        exclusiveMaximum: 1,
        description: 'Share of each label that is spread evenly over all classes (no unit).',
      }),
    },
    { additionalProperties: false },
  ),
  /**
   * Of a row: −Σ y′ log p, with y′ = (1 − s) y + s / classes; y may be shares of several classes. From the logits' log-softmax, so that
   * p = 0 is finite.
   */
  create: ({ labelSmoothing }) => ({
    loss(tf, logits, labels, weights, classes) {
      const smoothed = tf.add(tf.mul(labels, 1 - labelSmoothing), labelSmoothing / classes.length);
      const rowLosses = tf.neg(tf.sum(tf.mul(smoothed, tf.logSoftmax(logits)), 1));
      return weightedMean(tf, rowLosses, weights);
    },
  }),
});
