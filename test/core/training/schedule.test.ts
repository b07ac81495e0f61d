import { describe, expect, it } from 'vitest';
import { learningRateAt } from '../../../src/core/training/schedule.js';
import { loopGolden } from './loopGolden.js';

describe.each(loopGolden.schedules)('warm-up of $warm steps and a cosine over $steps', (golden) => {
  const { base, warm, steps, to, rates } = golden;
  // In epochs of two steps each.
  const length = { epochs: steps / 2, stepsPerEpoch: 2 };
  const schedule = { warmup: warm / 2, decay: 'cosine', to } as const;

  it("is PyTorch's LinearLR and CosineAnnealingLR", () => {
    rates.forEach((rate, step) => {
      expect(learningRateAt(base, schedule, step, length)).toBeCloseTo(rate, 12);
    });
  });
});

describe('learningRateAt', () => {
  const length = { epochs: 4, stepsPerEpoch: 5 };
  const rates = (schedule: Parameters<typeof learningRateAt>[1]): number[] =>
    Array.from({ length: 20 }, (_, step) => learningRateAt(2, schedule, step, length));

  it('falls linearly', () => {
    const found = rates({ warmup: 0, decay: 'linear', to: 0.5 });
    found.forEach((rate, step) => {
      expect(rate).toBeCloseTo(2 - step / 20, 12);
    });
  });

  it('stays after the warm-up where it does not decay', () => {
    expect(rates({ warmup: 0.4, decay: 'none', to: 0 })).toEqual([1, ...Array<number>(19).fill(2)]);
  });

  it('may be a warm-up alone', () => {
    const found = rates({ warmup: 4, decay: 'cosine', to: 0 });
    found.forEach((rate, step) => {
      expect(rate).toBeCloseTo((step + 1) / 10, 12);
    });
  });
});
