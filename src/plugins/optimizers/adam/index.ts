import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../../core/registry/plugin.js';
import { createAdam, setLearningRate, type AdamRule } from './optimizer.js';

export default definePlugin({
  kind: 'optimizer',
  name: 'adam',
  summary: "Adam (Kingma & Ba 2015) as Keras computes it, with Keras's defaults.",
  options: Type.Object(
    {
      learningRate: Type.Number({
        default: 0.001,
        exclusiveMinimum: 0,
        description: 'Step size (no unit).',
      }),
      beta1: Type.Number({
        default: 0.9,
        minimum: 0,
        exclusiveMaximum: 1,
        description: "Decay of the gradients' running mean, a batch (no unit).",
      }),
      beta2: Type.Number({
        default: 0.999,
        minimum: 0,
        exclusiveMaximum: 1,
        description: "Decay of the squared gradients' running mean, a batch (no unit).",
      }),
      epsilon: Type.Number({
        default: 1e-7,
        exclusiveMinimum: 0,
        description: "Added to the root of the squared gradients' mean, against division by zero (no unit).",
      }),
    },
    { additionalProperties: false },
  ),
  create: (options) => ({
    learningRate: options.learningRate,
    create: (tf) => createAdam(tf, options, kerasStep),
    setLearningRate,
  }),
});

/**
 * Keras's and TensorFlow's: w ← w − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε).
 *
 * tf.train.adam adds ε to the root of the bias-corrected v instead, which makes the first steps of small gradients
 * larger.
 */
const kerasStep: AdamRule = ({ learningRate, correction1, correction2 }) => ({
  kept: 1,
  rate: (learningRate * Math.sqrt(correction2)) / correction1,
  scale: 1,
});
