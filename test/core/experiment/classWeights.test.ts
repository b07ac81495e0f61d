import { Type } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { classWeights } from '../../../src/core/experiment/classWeights.js';
import { readJson } from '../../support/readJson.js';

const golden = readJson(
  Type.Array(
    Type.Object({
      name: Type.String(),
      truth: Type.Array(Type.Integer()),
      matrix: Type.Array(Type.Array(Type.Integer())),
      balancedWeights: Type.Record(Type.String(), Type.Number()),
    }),
  ),
  new URL('../../golden/metrics.json', import.meta.url),
);
const labels = Int32Array.of(0, 0, 0, 1);
const classes = ['calm', 'sad'];

describe('classWeights', () => {
  it.each(golden)('are balanced as scikit-learn balances them: $name', (example) => {
    const names = example.matrix.map((_, label) => String(label));
    const weights = classWeights('balanced', Int32Array.from(example.truth), names);
    expect(weights).toEqual(Float32Array.from(names, (name) => example.balancedWeights[name] ?? 1));
  });

  it('are one without a setting', () => {
    expect([...classWeights('none', labels, classes)]).toEqual([1, 1]);
  });

  it('are taken by name, one where no weight is named', () => {
    expect([...classWeights({ sad: 2.5 }, labels, classes)]).toEqual([1, 2.5]);
  });
});
