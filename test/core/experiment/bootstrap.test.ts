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

describe('bootstrapIntervals of groups', () => {
  /** 10 speakers of 30 clips; the model is right on all clips of seven of them, and wrong on those of three. */
  const speakers = Array.from({ length: 300 }, (_, row) => `speaker ${Math.floor(row / 30)}`);
  const interval = (groups?: readonly string[]): { low: number; high: number } => {
    const measure = (resample: Predictions): readonly number[] => [shareOfCalm(resample)];
    const [found] = bootstrapIntervals(predictions, measure, settings, new Random(1), groups);
    if (found === null) throw new Error('There is an interval.');
    return found;
  };

  it('draws whole groups: it is as wide as the binomial distribution of ten speakers says', () => {
    const found = interval(speakers);
    // Of 10 speakers, 7 of whom are right: the 2.5 % and 97.5 % points of the binomial distribution.
    expect(found).toEqual({ low: 0.4, high: 1 });
    const byClip = interval();
    expect(found.high - found.low).toBeGreaterThan(4 * (byClip.high - byClip.low));
  });

  it('draws as by clip where each clip is a group of its own', () => {
    expect(interval(speakers.map((_, row) => String(row)))).toEqual(interval());
  });

  it('measures resamples of as many clips as their groups have', () => {
    const uneven = certainPredictions(classes, [0, 0, 0, 1], [0, 0, 0, 1]);
    const sizes = new Set<number>();
    const measure = ({ truth, probabilities }: Predictions): readonly number[] => {
      expect(probabilities).toHaveLength(truth.length * 2);
      sizes.add(truth.length);
      return [1];
    };
    bootstrapIntervals(uneven, measure, { resamples: 50, level: 0.95 }, new Random(1), ['a', 'a', 'a', 'b']);
    expect([...sizes].sort()).toEqual([2, 4, 6]);
  });
});
