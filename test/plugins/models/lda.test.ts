import { describe, expect, it } from 'vitest';
import lda from '../../../src/plugins/models/lda/index.js';
import { pooledTable, trainingRows } from '../../support/trainingRows.js';
import { classical, fittingOf, golden, largestDifference, trainingOf } from './classical.js';

describe('lda gives the probabilities of scikit-learn', () => {
  const cases = golden.cases.map(
    (each) => [`${each.training.length} rows, ${each.classes} classes`, each] as const,
  );

  it.each(cases)('%s', async (_, each) => {
    const probabilities = async (options: object): Promise<Float64Array> => {
      const fitted = await classical(lda, options).fit(trainingOf(each), fittingOf(each.classes));
      return fitted.predict(pooledTable(each.test));
    };
    expect(largestDifference(await probabilities({}), each.lda.auto)).toBeLessThan(1e-6);
    expect(largestDifference(await probabilities({ shrinkage: 0.2 }), each.lda.fixed)).toBeLessThan(1e-6);
    expect(largestDifference(await probabilities({ priors: 'equal' }), each.lda.equal)).toBeLessThan(1e-6);
  });
});

describe('lda', () => {
  const [each] = golden.cases;

  it('gives a class without rows no probability, and rows of the others what they had', async () => {
    const rows = trainingOf(each);
    const more = { ...rows, classes: each.classes + 1 };
    const fitted = await classical(lda).fit(more, fittingOf(each.classes + 1));
    const probabilities = fitted.predict(pooledTable(each.test));
    const expected = each.lda.auto.map((row) => [...row, 0]);
    expect(largestDifference(probabilities, expected)).toBeLessThan(1e-6);
  });

  it('takes up what it kept, to the bit', async () => {
    const model = classical(lda);
    const fitted = await model.fit(trainingOf(each), fittingOf(each.classes));
    const table = pooledTable(each.test);
    expect(model.restore(fitted.state).predict(table)).toEqual(fitted.predict(table));
    expect(() => model.restore({ settings: {}, arrays: {} })).toThrow('it lacks coefficients');
  });

  it('refuses rows that do not differ', async () => {
    const rows = trainingRows(
      pooledTable([
        [1, 2],
        [1, 2],
        [1, 2],
      ]),
      [0, 0, 1],
      2,
    );
    await expect(classical(lda).fit(rows, fittingOf(2))).rejects.toMatchObject({ code: 'MODEL_SINGULAR' });
  });
});
