import { describe, expect, it } from 'vitest';
import { mcnemar } from '../../../src/core/compare/mcnemar.js';
import { golden } from './golden.js';

describe('mcnemar', () => {
  it('agrees with scipy for every split of fewer than 25 discordant clips, and for greater counts', () => {
    for (const { onlyFirst, onlySecond, statistic, p } of golden.mcnemar) {
      const test = mcnemar(onlyFirst, onlySecond);
      expect(Math.abs(test.p - p), `${onlyFirst} against ${onlySecond}`).toBeLessThanOrEqual(1e-12 * p);
      if (statistic === null) expect(test.statistic).toBeNull();
      else expect(test.statistic).toBeCloseTo(statistic, 12);
    }
  });

  it('is exact below 25 discordant clips and says which test it was', () => {
    expect(mcnemar(0, 24)).toMatchObject({ method: 'exact binomial', p: 2 ** -23 });
    expect(mcnemar(0, 25).method).toBe('chi-squared with continuity correction');
  });

  it('does not favour one side, and finds nothing where the counts are equal', () => {
    expect(mcnemar(3, 14).p).toBe(mcnemar(14, 3).p);
    expect([mcnemar(0, 0), mcnemar(4, 4), mcnemar(40, 40)].map(({ p }) => p)).toEqual([1, 1, 1]);
  });
});
