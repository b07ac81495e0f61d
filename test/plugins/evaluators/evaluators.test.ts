import { describe, expect, it } from 'vitest';
import { evaluatorPlugins } from '../../../src/plugins/evaluators/index.js';
import calibration from '../../../src/plugins/evaluators/calibration.js';
import classificationReport from '../../../src/plugins/evaluators/classificationReport.js';
import confusionMatrix from '../../../src/plugins/evaluators/confusionMatrix.js';
import { pluginContext } from '../../support/pluginContext.js';
import { certainPredictions } from '../../support/predictions.js';

const classes = ['calm', 'happy', 'sad'];

describe.each(evaluatorPlugins.map((plugin) => ({ name: plugin.name, plugin })))('$name', ({ plugin }) => {
  const evaluator = plugin.create({}, pluginContext());

  it('returns what it declares, with a summary that names its source', () => {
    const { overall, perClass } = evaluator.evaluate(certainPredictions(classes, [0, 1, 2], [0, 1, 1]));
    const declared = (per: string): string[] =>
      evaluator.metrics.filter((metric) => metric.per === per).map(({ name }) => name);
    expect(Object.keys(overall).sort()).toEqual(declared('overall').sort());
    expect(Object.keys(perClass).sort()).toEqual(declared('class').sort());
    for (const { summary } of evaluator.metrics) expect(summary).toMatch(/scikit-learn|\d{4}|the rest/);
  });

  it('calls every metric undefined on no rows', () => {
    const { overall } = evaluator.evaluate(certainPredictions(classes, [], []));
    for (const value of Object.values(overall)) expect(value).toBeNaN();
  });

  it('has details that go through JSON unchanged', () => {
    const details = evaluator.details?.(certainPredictions(classes, [0, 0, 2], [0, 1, 1])) ?? null;
    expect(JSON.parse(JSON.stringify(details))).toEqual(details);
  });
});

describe('confusion-matrix', () => {
  it('has the truth in rows, each row also as shares, null for a class without rows', () => {
    const evaluator = confusionMatrix.create({}, pluginContext());
    expect(evaluator.details?.(certainPredictions(classes, [0, 0, 0, 0, 2], [0, 1, 1, 2, 2]))).toEqual({
      classes,
      matrix: [
        [1, 2, 1],
        [0, 0, 0],
        [0, 0, 1],
      ],
      normalized: [
        [0.25, 0.5, 0.25],
        [null, null, null],
        [0, 0, 1],
      ],
    });
  });
});

describe('classification-report', () => {
  const report = classificationReport.create({}, pluginContext());

  it('keeps recall and one-vs-rest accuracy apart: a class never found is right for all others', () => {
    const truth = [...new Array<number>(8).fill(0), 1, 2];
    const { perClass } = report.evaluate(certainPredictions(classes, truth, new Array<number>(10).fill(0)));
    expect(perClass.recall).toEqual([1, 0, 0]);
    expect(perClass['one-vs-rest-accuracy']).toEqual([0.8, 0.9, 0.9]);
  });

  it('takes the first of equally probable classes', () => {
    const { overall } = report.evaluate({
      classes: ['calm', 'sad'],
      truth: Int32Array.of(0, 1),
      probabilities: Float64Array.of(0.5, 0.5, 0.5, 0.5),
    });
    expect(overall.accuracy).toBe(0.5);
  });
});

describe('calibration', () => {
  const predictions = {
    classes: ['calm', 'sad'],
    truth: Int32Array.of(0, 1, 0, 1),
    probabilities: Float64Array.of(0.75, 0.25, 0.75, 0.25, 1, 0, 0.5, 0.5),
  };

  it('agrees with the definitions, worked out by hand', () => {
    const { overall } = calibration.create({ bins: 4 }, pluginContext()).evaluate(predictions);
    expect(overall.ece).toBeCloseTo((1 * 0.5 + 2 * 0.25 + 1 * 0) / 4, 15);
    expect(overall.brier).toBeCloseTo((2 * 0.0625 + 2 * 0.5625 + 0 + 2 * 0.25) / 4, 15);
    expect(overall['log-loss']).toBeCloseTo((-Math.log(0.75) - Math.log(0.25) - Math.log(0.5)) / 4, 12);
  });

  it('shows the bins of the reliability diagram, each with its upper edge', () => {
    const evaluator = calibration.create({ bins: 4 }, pluginContext());
    expect(evaluator.details?.(predictions)).toEqual({
      bins: [
        { low: 0, high: 0.25, rows: 0, confidence: null, accuracy: null },
        { low: 0.25, high: 0.5, rows: 1, confidence: 0.5, accuracy: 0 },
        { low: 0.5, high: 0.75, rows: 2, confidence: 0.75, accuracy: 0.5 },
        { low: 0.75, high: 1, rows: 1, confidence: 1, accuracy: 1 },
      ],
    });
  });
});
