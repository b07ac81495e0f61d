import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../../core/registry/plugin.js';
import { createAdam, setLearningRate, type AdamRule } from './optimizer.js';

export default definePlugin({
  kind: 'optimizer',
  name: 'adamw',
  summary: "Adam with decoupled weight decay (Loshchilov & Hutter 2019), PyTorch's AdamW.",
  options: Type.Object(
    {
      learningRate: Type.Number({
        default: 0.001,
        exclusiveMinimum: 0,
        description: 'Step size (no unit).',
      }),
      weightDecay: Type.Number({
        default: 0.01,
        minimum: 0,
        description: 'Share of a weight, times the learning rate, that each step takes off it (no unit).',
      }),
      decayed: Type.Union([Type.Literal('all'), Type.Literal('kernels')], {
        default: 'all',
        description:
          "Which weights decay: 'all', as in PyTorch, or 'kernels', those of two axes and more, so that biases and batch norm's do not (timm's rule).",
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
        default: 1e-8,
        exclusiveMinimum: 0,
        description:
          "Added to the root of the squared gradients' bias-corrected mean, against division by zero (no unit).",
      }),
    },
    { additionalProperties: false },
  ),
  create: (options) => ({
    learningRate: options.learningRate,
    create: (tf) => createAdam(tf, options, decoupled(options)),
    setLearningRate,
  }),
});

/** PyTorch's, with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ): w ← w − η λ w − η m̂ / (√v̂ + ε). */
function decoupled(options: { weightDecay: number; decayed: 'all' | 'kernels' }): AdamRule {
  return ({ weight, learningRate, correction1, correction2 }) => {
    const decays = options.decayed === 'all' || weight.rank > 1;
    return {
      kept: decays ? 1 - learningRate * options.weightDecay : 1,
      rate: learningRate / correction1,
      scale: Math.sqrt(correction2),
    };
  };
}
