import { expect, test } from 'vitest';
import { chiSquareSurvival } from '../../../src/core/compare/chiSquare.js';
import { golden } from './golden.js';

test.each(golden.chiSquareSurvival)('agrees with scipy.stats.chi2.sf at $statistic', ({ statistic, p }) => {
  expect(Math.abs(chiSquareSurvival(statistic) / p - 1)).toBeLessThan(1e-12);
});

test('falls from 1 to 0, without a step where the method changes', () => {
  expect(chiSquareSurvival(0)).toBe(1);
  expect(chiSquareSurvival(5000)).toBe(0);
  const step = chiSquareSurvival(3 - 1e-9) - chiSquareSurvival(3);
  expect(step).toBeGreaterThan(0);
  expect(step).toBeLessThan(1e-9);
});
