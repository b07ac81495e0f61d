import { describe, expect, it } from 'vitest';
import { joinInputs, splitInputs } from '../../../src/core/experiment/joinInputs.js';
import { sampleRows } from '../../../src/core/experiment/sample.js';
import smote from '../../../src/plugins/samplers/smote/smote.js';
import { pluginContext } from '../../support/pluginContext.js';
import { pooledTable, sequenceTable, trainingInputs } from '../../support/trainingRows.js';

const sequence = sequenceTable([[[1], [2]], [[3], [4], [5]], [[6]], [[7], [8], [9]], [[10], [0], [0]]]);
const statistics = pooledTable([
  [10, 20],
  [30, 40],
  [60, 0],
  [70, 80],
  [1, 2],
]);
const training = trainingInputs(
  [
    { name: 'sequence', table: sequence },
    { name: 'statistics', table: statistics },
  ],
  [0, 0, 1, 1, 1],
  2,
);
const named = { name: 'smote', sampler: smote.create({ neighbors: 1 }, pluginContext()) };

describe('the rows of several inputs', () => {
  it('are one long vector each for a sampler, with names for its columns', () => {
    const { table, ids } = joinInputs(training);
    expect(table.shape).toEqual([5, 5]);
    expect([...table.values.subarray(0, 10)]).toEqual([1, 2, 0, 10, 20, 3, 4, 5, 30, 40]);
    expect(table.columns.slice(1)).toEqual([
      'sequence.c0[1]',
      'sequence.c0[2]',
      'statistics.c0',
      'statistics.c1',
    ]);
    expect(ids).toEqual(training.ids);
  });

  it('are as they were when they are taken apart again, zero steps at the end of a clip too', () => {
    const again = splitInputs(joinInputs(training), training);
    expect(again.inputs).toEqual(training.inputs);
    expect(again.labels).toEqual(training.labels);
  });

  it('are one table as it is where there is one input', () => {
    const alone = trainingInputs([{ name: 'sequence', table: sequence }], [0, 0, 1, 1, 1], 2);
    expect(joinInputs(alone).table).toEqual(sequence);
    expect(splitInputs(joinInputs(alone), alone).inputs).toEqual(alone.inputs);
  });

  it('are synthesised in all inputs at the same step, as long as the longer of two sequences', () => {
    const sampled = sampleRows(named, training, ['calm', 'sad'], () => undefined);
    expect(sampled.ids[5]).toMatch(/^clip-[01]~smote-1$/);
    const [steps, columns] = sampled.inputs.map(({ table }) => table);
    expect([...(steps.lengths ?? [])]).toEqual([2, 3, 1, 3, 3, 3]);
    const [first, second, third] = steps.values.subarray(15);
    const share = (first - 1) / 2;
    expect(share).toBeGreaterThan(0);
    expect(second).toBeCloseTo(2 + 2 * share, 5);
    expect(third).toBeCloseTo(5 * share, 5);
    const [c0, c1] = columns.values.subarray(10);
    expect(c0).toBeCloseTo(10 + 20 * share, 4);
    expect(c1).toBeCloseTo(20 + 20 * share, 4);
  });
});
