import { Type } from '@sinclair/typebox';
import { LOSS_CLASSES_MISMATCH } from '../../core/errors/training.js';
import { definePlugin } from '../../core/registry/plugin.js';
import { weightedMean } from '../../core/training/rowLosses.js';

type Alpha = number | Readonly<Record<string, number>>;

/** 1 − p is held above this, where a power below 1 would have an endless slope. */
const SMALLEST_MISS = 1e-7;

export default definePlugin({
  kind: 'loss',
  name: 'focal',
  summary:
    'Focal loss of the softmax: rows that are already right count less (Lin et al. 2017, over all classes).',
  options: Type.Object(
    {
      gamma: Type.Number({
        default: 2,
        minimum: 0,
        description: 'Focusing exponent (no unit); 0 gives cross-entropy times alpha.',
      }),
      alpha: Type.Union(
        [
          Type.Number({ exclusiveMinimum: 0 }),
          Type.Record(Type.String(), Type.Number({ exclusiveMinimum: 0 })),
        ],
        {
          default: 0.25,
          description:
            'Balance (no unit): one factor for every class, or one each by class name, all classes named. ' +
            "The default is Lin et al.'s; the published recipe uses 0.75.",
        },
      ),
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
   * Of a row: −Σ y′ α (1 − p)^γ log p, with p the softmax of the logits and y′ = (1 − s) y + s / classes. Of a row with shares of
   * several classes, each class's term counts by its share (Keras's CategoricalFocalCrossentropy).
   */
  create: ({ gamma, alpha, labelSmoothing }) => ({
    check: (classes) => {
      checkNames(alpha, classes);
    },
    loss(tf, logits, labels, weights, classes) {
      const logP = tf.logSoftmax(logits);
      const miss = tf.maximum(tf.sub(1, tf.exp(logP)), SMALLEST_MISS);
      const factors = classes.map((name) => (typeof alpha === 'number' ? alpha : alpha[name]));
      const smoothed =
        labelSmoothing === 0
          ? labels
          : tf.add(tf.mul(labels, 1 - labelSmoothing), labelSmoothing / classes.length);
      const terms = tf.mul(tf.mul(smoothed, factors), tf.mul(tf.pow(miss, gamma), logP));
      return weightedMean(tf, tf.neg(tf.sum(terms, 1)), weights);
    },
  }),
});

function checkNames(alpha: Alpha, classes: readonly string[]): void {
  if (typeof alpha === 'number') {
    return;
  }
  const missing = classes.filter((name) => !(name in alpha));
  const unknown = Object.keys(alpha).filter((name) => !classes.includes(name));
  if (missing.length > 0 || unknown.length > 0) {
    throw LOSS_CLASSES_MISMATCH({ missing, unknown, classes });
  }
}
