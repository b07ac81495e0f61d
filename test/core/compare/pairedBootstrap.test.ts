import { describe, expect, it } from 'vitest';
import { pairedBootstrap } from '../../../src/core/compare/pairedBootstrap.js';
import type { PairedPredictions } from '../../../src/core/compare/pairing.js';
import type { Predictions } from '../../../src/core/experiment/predictions.js';
import { Random } from '../../../src/core/random.js';
import classificationReport from '../../../src/plugins/evaluators/classificationReport.js';
import { pluginContext } from '../../support/pluginContext.js';
import { certainPredictions } from '../../support/predictions.js';
import { golden } from './golden.js';

const report = classificationReport.create({}, pluginContext());
const settings = { resamples: 4000, level: 0.95 };

function measure(predictions: Predictions): readonly number[] {
  const { overall } = report.evaluate(predictions);
  return [overall['accuracy'], overall['f1.macro']];
}

function pairOf(
  classes: readonly string[],
  truth: readonly number[],
  first: readonly number[],
  second: readonly number[],
): PairedPredictions {
  const clips = truth.map((_, row) => `clip ${row}`);
  return {
    clips,
    first: certainPredictions(classes, truth, first),
    second: certainPredictions(classes, truth, second),
  };
}

describe('pairedBootstrap', () => {
  it.each(golden.paired)(
    'agrees with scipy.stats.bootstrap, paired, to the noise of the resamples',
    (example) => {
      const { truth, first, second, differences } = example;
      const classes = Array.from({ length: example.classes }, (_, index) => `class ${index}`);
      const pair = pairOf(classes, truth, first, second);
      const [one, other] = [measure(pair.first), measure(pair.second)];
      const intervals = pairedBootstrap(pair, measure, settings, new Random(1));
      [differences.accuracy, differences['f1.macro']].forEach(
        ({ value, low, high, standardError }, metric) => {
          expect(other[metric] - one[metric]).toBeCloseTo(value, 12);
          // 4,000 draws leave a tenth of the standard error as noise, and accuracy goes in steps of a clip.
          const tolerance = 0.12 * standardError + 1 / truth.length;
          const interval = intervals[metric];
          expect(Math.abs((interval?.low ?? NaN) - low)).toBeLessThan(tolerance);
          expect(Math.abs((interval?.high ?? NaN) - high)).toBeLessThan(tolerance);
        },
      );
    },
  );

  it('gives the same interval for the same seed, and another one for another', () => {
    const [example] = golden.paired;
    const classes = Array.from({ length: example.classes }, (_, index) => `class ${index}`);
    const pair = pairOf(classes, example.truth, example.first, example.second);
    const intervals = [1, 1, 2].map((seed) =>
      pairedBootstrap(pair, measure, { resamples: 200, level: 0.95 }, new Random(seed)),
    );
    expect(intervals[1]).toEqual(intervals[0]);
    expect(intervals[2]).not.toEqual(intervals[0]);
  });

  it('is as wide as the discordant clips say, not as the clips that both have right or wrong', () => {
    // 1,000 clips, 600 right in both, 40 right in the second only: the variance of the mean of the difference is
    // (0.04 - 0.04²) / 1000, far below that of either accuracy.
    const truth = new Array<number>(1000).fill(0);
    const pair = pairOf(
      ['calm', 'sad'],
      truth,
      truth.map((_, row) => (row < 600 ? 0 : 1)),
      truth.map((_, row) => (row < 640 ? 0 : 1)),
    );
    const [interval] = pairedBootstrap(pair, measure, settings, new Random(3));
    const deviation = Math.sqrt((0.04 - 0.04 ** 2) / 1000);
    expect(interval?.low).toBeCloseTo(0.04 - 1.96 * deviation, 2);
    expect(interval?.high).toBeCloseTo(0.04 + 1.96 * deviation, 2);
  });

  it('finds no difference between a model and itself', () => {
    const [{ truth, first }] = golden.paired;
    const classes = Array.from({ length: 8 }, (_, index) => `class ${index}`);
    const [interval] = pairedBootstrap(
      pairOf(classes, truth, first, first),
      measure,
      settings,
      new Random(1),
    );
    expect(interval).toEqual({ low: 0, high: 0 });
  });

  it('has no interval for a metric that is defined in no resample', () => {
    const pair = pairOf(['calm', 'sad'], [0, 0], [0, 0], [0, 1]);
    const [interval] = pairedBootstrap(pair, () => [NaN], settings, new Random(1));
    expect(interval).toBeNull();
  });
});
