import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../../core/registry/plugin.js';
import type { TrainingBatch } from '../../../core/training/augmentation.js';
import { drawBeta } from './beta.js';

export default definePlugin({
  kind: 'augmenter',
  name: 'mixup',
  summary:
    'Mixes each row, and its label, with another row of the batch, in shares of Beta(α, α) (Zhang et al. 2018).',
  options: Type.Object(
    {
      alpha: Type.Number({
        default: 0.2,
        exclusiveMinimum: 0,
        description:
          "The Beta distribution's α (no unit): near 0, rows stay nearly as they are; 1 draws every share alike. Zhang et al. take 0.2 for ImageNet.",
      }),
      per: Type.Union([Type.Literal('batch'), Type.Literal('row')], {
        default: 'batch',
        description: "One share for the whole batch, as in the authors' code, or one a row.",
      }),
    },
    { additionalProperties: false },
  ),
  /**
   * λ xᵢ + (1 − λ) xⱼ and λ yᵢ + (1 − λ) yⱼ, with one partner j and one λ for all inputs of a row. A mixed sequence is as long as the longer
   * one of the two; the shorter one is zero (the training rows' mean, where they are scaled) after its end.
   */
  create: ({ alpha, per }) => ({
    augment(batch, random) {
      const partners = random.shuffle(Array.from({ length: batch.rows }, (_, row) => row));
      const shared = drawBeta(alpha, random);
      const shares = Float64Array.from(partners, () => (per === 'batch' ? shared : drawBeta(alpha, random)));
      mix(batch, partners, shares);
    },
  }),
});

function mix({ inputs, labels, classes }: TrainingBatch, partners: number[], shares: Float64Array): void {
  mixRows(labels, classes, partners, shares);
  for (const { values, steps, columns, lengths } of inputs) {
    mixRows(values, steps * columns, partners, shares);
    const before = lengths.slice();
    partners.forEach((partner, row) => {
      lengths[row] = Math.max(before[row], before[partner]);
    });
  }
}

function mixRows(values: Float32Array, width: number, partners: number[], shares: Float64Array): void {
  const before = values.slice();
  partners.forEach((partner, row) => {
    const share = shares[row];
    const own = row * width;
    const other = partner * width;
    for (let index = 0; index < width; index++) {
      values[own + index] = share * before[own + index] + (1 - share) * before[other + index];
    }
  });
}
