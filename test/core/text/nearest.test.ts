import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../../src/core/text/nearest.js';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['smoet', 'smote', 1],
    ['ca', 'abc', 3],
    ['chorma', 'chroma', 1],
  ])('%s → %s is %i', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
    expect(editDistance(to, from)).toBe(distance);
  });
});

describe('nearest', () => {
  it('finds what was meant, in any way of writing', () => {
    const keys = ['batchSize', 'epochs', 'stopEarly'];
    expect(nearest('batch_size', keys)).toBe('batchSize');
    expect(nearest('epoch', keys)).toBe('epochs');
    expect(nearest('Stop-Early', keys)).toBe('stopEarly');
  });

  it('is silent where nothing is close', () => {
    expect(nearest('xyzzy', ['mean', 'none', 'functionals'])).toBeUndefined();
    expect(nearest('mean', [])).toBeUndefined();
  });
});
