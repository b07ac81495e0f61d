import { describe, expect, it } from 'vitest';
import { fitScalers, scaleRows } from '../../../src/core/experiment/scale.js';
import { partition } from '../../../src/core/experiment/rows.js';
import standard from '../../../src/plugins/scalers/standard.js';
import { pluginContext } from '../../support/pluginContext.js';
import { oneInput, pooledTable, trainingInputs } from '../../support/trainingRows.js';

const scalers = [{ name: 'standard', scaler: standard.create({}, pluginContext()) }];

describe('scaling the parts', () => {
  it('scales every part by the training rows and keeps labels and ids', () => {
    const parts = partition(
      {
        inputs: oneInput(pooledTable([[1], [3], [100]])),
        labels: Int32Array.of(0, 1, 1),
        ids: ['a', 'b', 'c'],
        classes: 2,
      },
      ['train', 'train', 'test'],
    );
    const fitted = fitScalers(scalers, parts.train);
    expect([...scaleRows(fitted, parts.train).inputs[0].table.values]).toEqual([-1, 1]);
    const test = scaleRows(fitted, parts.test);
    expect([...test.inputs[0].table.values]).toEqual([98]);
    expect(test.ids).toEqual(['c']);
    expect([...test.labels]).toEqual([1]);
  });

  it('refuses an empty training part', () => {
    expect(() => fitScalers(scalers, trainingInputs(oneInput(pooledTable([])), [], 2))).toThrow(
      expect.objectContaining({ code: 'SCALER_WITHOUT_ROWS' }),
    );
  });
});
