import { Type } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import type { Predictions } from '../../../src/core/experiment/predictions.js';
import calibration from '../../../src/plugins/evaluators/calibration.js';
import classificationReport from '../../../src/plugins/evaluators/classificationReport.js';
import confusionMatrix from '../../../src/plugins/evaluators/confusionMatrix.js';
import { pluginContext } from '../../support/pluginContext.js';
import { readJson } from '../../support/readJson.js';

const NumberOrNull = Type.Union([Type.Number(), Type.Null()]);
const golden = readJson(
  Type.Array(
    Type.Object({
      name: Type.String(),
      truth: Type.Array(Type.Integer()),
      probabilities: Type.Array(Type.Array(Type.Number())),
      overall: Type.Record(Type.String(), NumberOrNull),
      perClass: Type.Record(Type.String(), Type.Array(NumberOrNull)),
      matrix: Type.Array(Type.Array(Type.Integer())),
    }),
  ),
  new URL('../../golden/metrics.json', import.meta.url),
);
type Example = (typeof golden)[number];

const report = classificationReport.create({}, pluginContext());
const calibrated = calibration.create({}, pluginContext());

function predictionsOf({ truth, probabilities }: Example): Predictions {
  return {
    classes: probabilities[0].map((_, label) => `class ${label}`),
    truth: Int32Array.from(truth),
    probabilities: Float64Array.from(probabilities.flat()),
  };
}

/** Undefined where the reference is, and within 1e-12 of it elsewhere. */
function expectSame(found: number, expected: number | null): void {
  if (expected === null) expect(found).toBeNaN();
  else expect(Math.abs(found - expected)).toBeLessThan(1e-12);
}

describe.each(golden)('on predictions: $name', (example) => {
  const predictions = predictionsOf(example);
  const { overall, perClass } = report.evaluate(predictions);
  const all = { ...overall, ...calibrated.evaluate(predictions).overall };

  it.each(Object.entries(example.overall))('%s is as scikit-learn has it', (metric, expected) => {
    expectSame(all[metric], expected);
  });

  it.each(Object.entries(example.perClass))('%s per class is as scikit-learn has it', (metric, expected) => {
    expect(perClass[metric]).toHaveLength(expected.length);
    perClass[metric].forEach((value, label) => {
      expectSame(value, expected[label]);
    });
  });

  it('counts the same confusions', () => {
    const evaluator = confusionMatrix.create({}, pluginContext());
    expect(evaluator.details?.(predictions)).toMatchObject({ matrix: example.matrix });
  });

  it('makes exactly the metrics that the reference has', () => {
    expect(Object.keys(all).sort()).toEqual(Object.keys(example.overall).sort());
    expect(Object.keys(perClass).sort()).toEqual(Object.keys(example.perClass).sort());
  });
});
