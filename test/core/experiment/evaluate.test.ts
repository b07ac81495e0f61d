import { describe, expect, it } from 'vitest';
import { evaluatePart, metricsOf, type NamedEvaluator } from '../../../src/core/experiment/evaluate.js';
import type { MetricValues, Predictions } from '../../../src/core/experiment/predictions.js';
import { Random } from '../../../src/core/random.js';
import { evaluatorPlugins } from '../../../src/plugins/evaluators/index.js';
import { caughtError } from '../../support/caughtError.js';
import { pluginContext } from '../../support/pluginContext.js';
import { certainPredictions } from '../../support/predictions.js';

const classes = ['calm', 'happy', 'sad'];
const evaluators: readonly NamedEvaluator[] = evaluatorPlugins.map((plugin) => ({
  name: plugin.name,
  evaluator: plugin.create({}, pluginContext()),
}));
const intervals = { resamples: 200, level: 0.95 };
const predictions = certainPredictions(classes, [0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 1, 1, 1, 0, 0]);

/** An evaluator of one metric, however it misbehaves. */
function evaluatorOf(metric: string, per: 'overall' | 'class', made: MetricValues): NamedEvaluator {
  const metrics = [{ name: metric, per, better: 'higher', summary: 'For this test.' } as const];
  return { name: `makes ${metric}`, evaluator: { metrics, evaluate: () => made } };
}

describe('evaluatePart', () => {
  const metrics = evaluatePart(predictions, evaluators, intervals, new Random(1));

  it('gives each metric its value with an interval around it', () => {
    expect(metrics.rows).toBe(8);
    const { value, low, high } = metrics.overall.accuracy;
    expect(value).toBe(5 / 8);
    expect(low).toBeLessThan(5 / 8);
    expect(high).toBeGreaterThan(5 / 8);
    expect(metrics.perClass.recall.calm.value).toBe(0.75);
  });

  it('counts rows and predictions of each class', () => {
    expect(metrics.counts).toEqual({
      calm: { rows: 4, predicted: 5 },
      happy: { rows: 4, predicted: 3 },
      sad: { rows: 0, predicted: 0 },
    });
  });

  it('says null where a metric is not defined, without an interval', () => {
    expect(metrics.perClass.recall.sad).toEqual({ value: null });
  });

  it('gives no interval to a metric that resampling biases, and one to every other', () => {
    expect(Object.keys(metrics.overall.ece)).toEqual(['value']);
    expect(Object.keys(metrics.overall['log-loss'])).toEqual(['value', 'low', 'high']);
  });

  it('keeps what evaluators show beside, by their names', () => {
    expect(Object.keys(metrics.details)).toEqual(['confusion-matrix', 'calibration']);
  });

  it('gives the same JSON for the same stream and other intervals for another', () => {
    const again = (seed: number): string =>
      JSON.stringify(evaluatePart(predictions, evaluators, intervals, new Random(seed)));
    expect(again(1)).toBe(JSON.stringify(metrics));
    expect(again(2)).not.toBe(JSON.stringify(metrics));
  });

  it('has no intervals where none are asked for', () => {
    const bare = evaluatePart(predictions, evaluators, null, new Random(1));
    expect(bare.overall.accuracy).toEqual({ value: 5 / 8 });
  });

  it('measures a part without rows as undefined throughout', () => {
    const empty = evaluatePart(certainPredictions(classes, [], []), evaluators, intervals, new Random(1));
    expect(empty.overall.accuracy).toEqual({ value: null });
    expect(empty.perClass.f1.calm).toEqual({ value: null });
  });

  it('refuses probabilities that are no numbers, naming row and class', () => {
    const broken: Predictions = { ...predictions, probabilities: predictions.probabilities.slice() };
    broken.probabilities[4] = NaN;
    const error = caughtError(() => evaluatePart(broken, evaluators, null, new Random(1)));
    expect(error.code).toBe('PREDICTION_NOT_FINITE');
    expect(error.message).toBe("The model's probability of 'happy' for row 2 is NaN.");
  });
});

describe('evaluators that do not fit together', () => {
  it('may not make a metric of the same name', () => {
    const other = evaluatorOf('accuracy', 'overall', { overall: { accuracy: 1 }, perClass: {} });
    const error = caughtError(() => metricsOf([...evaluators, other]));
    expect(error.code).toBe('METRIC_NAME_TAKEN');
    expect(error.message).toBe(
      "The evaluators 'classification-report' and 'makes accuracy' both make the metric 'accuracy'.",
    );
  });

  it.each([
    ['nothing', evaluatorOf('spread', 'overall', { overall: {}, perClass: {} }), 'returns nothing'],
    [
      'too few classes',
      evaluatorOf('spread', 'class', { overall: {}, perClass: { spread: [1, 2] } }),
      '2 numbers',
    ],
  ])('must return what they declare, not %s', (_, named, message) => {
    const error = caughtError(() => evaluatePart(predictions, [named], null, new Random(1)));
    expect(error.code).toBe('METRIC_NOT_MADE');
    expect(error.message).toContain(message);
  });
});
