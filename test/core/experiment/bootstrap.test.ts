import { describe, expect, it } from 'vitest';
import { bootstrapIntervals, quantile } from '../../../src/core/experiment/bootstrap.js';
import type { Predictions } from '../../../src/core/experiment/predictions.js';
import { Random } from '../../../src/core/random.js';
import { certainPredictions } from '../../support/predictions.js';

const classes = ['calm', 'sad'];
const settings = { resamples: 2000, level: 0.95 };

/** 300 rows, 210 of them right. */
const predictions = certainPredictions(
  classes,
  new Array<number>(300).fill(0),
  Array.from({ length: 300 }, (_, row) => (row < 210 ? 0 : 1)),
);

function shareOfCalm({ truth, probabilities }: Predictions): number {
  return truth.reduce((sum, _, row) => sum + probabilities[row * 2], 0) / truth.length;
}

describe('quantile', () => {
  it('interpolates between order statistics as numpy.quantile does', () => {
    const sorted = Float64Array.of(1, 2, 4, 8);
    expect([0, 0.25, 0.5, 0.9, 1].map((fraction) => quantile(sorted, fraction))).toEqual([
      1, 1.75, 3, 6.800000000000001, 8,
    ]);
  });
});

describe('bootstrapIntervals', () => {
  it('is as wide as the binomial distribution of a share says', () => {
    const [interval] = bootstrapIntervals(
      predictions,
      (resample) => [shareOfCalm(resample)],
      settings,
      new Random(1),
    );
    const deviation = Math.sqrt((0.7 * 0.3) / 300);
    expect(interval?.low).toBeCloseTo(0.7 - 1.96 * deviation, 2);
    expect(interval?.high).toBeCloseTo(0.7 + 1.96 * deviation, 2);
  });

  it('keeps a row whole: its truth stays with its probabilities', () => {
    const mixed = certainPredictions(classes, [0, 1, 1, 0], [0, 1, 1, 0]);
    const agreement = ({ truth, probabilities }: Predictions): number =>
      truth.reduce((sum, label, row) => sum + probabilities[row * 2 + label], 0) / truth.length;
    const [interval] = bootstrapIntervals(
      mixed,
      (resample) => [agreement(resample)],
      settings,
      new Random(1),
    );
    expect(interval).toEqual({ low: 1, high: 1 });
  });

  it('is narrower at a lower level', () => {
    const at = (level: number): number => {
      const [interval] = bootstrapIntervals(
        predictions,
        (resample) => [shareOfCalm(resample)],
        { resamples: 500, level },
        new Random(1),
      );
      return (interval?.high ?? NaN) - (interval?.low ?? NaN);
    };
    expect(at(0.5)).toBeLessThan(at(0.9));
  });

  it('leaves out the resamples in which a metric is not defined, and has none where it never is', () => {
    let calls = 0;
    const [sometimes, never] = bootstrapIntervals(
      predictions,
      () => [calls++ % 2 === 0 ? 3 : NaN, NaN],
      settings,
      new Random(1),
    );
    expect(sometimes).toEqual({ low: 3, high: 3 });
    expect(never).toBeNull();
  });
});
