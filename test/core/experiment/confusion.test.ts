import { describe, expect, it } from 'vitest';
import { mostProbable } from '../../../src/core/experiment/confusion.js';

describe('mostProbable', () => {
  it('takes the first of equal ones', () => {
    const rows = Float64Array.of(0.2, 0.4, 0.4, 0, 0, 1);
    expect([mostProbable(rows, 0, 3), mostProbable(rows, 1, 3)]).toEqual([1, 2]);
    expect(mostProbable(Float64Array.of(1), 0, 1)).toBe(0);
  });
});
