import { describe, expect, it } from 'vitest';
import { apportion } from '../../../src/core/experiment/apportion.js';
import { Random } from '../../../src/core/random.js';

describe('apportion', () => {
  it('rounds by the largest remainder', () => {
    expect(apportion(6, [5, 3, 1], new Random(1))).toEqual([3, 2, 1]);
    expect(apportion(7, [47, 16, 16, 12, 6, 3], new Random(1))).toEqual([3, 1, 1, 1, 1, 0]);
  });

  it('adds up and stays within one of each quota, whatever the sizes', () => {
    const random = new Random(3);
    for (let round = 0; round < 200; round++) {
      const sizes = Array.from({ length: 1 + random.integer(9) }, () => random.integer(20));
      const whole = sizes.reduce((sum, size) => sum + size, 0);
      if (whole === 0) continue;
      const total = random.integer(whole + 1);
      const shares = apportion(total, sizes, random);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
      shares.forEach((share, index) => {
        expect(Math.abs(share - (total * sizes[index]) / whole)).toBeLessThan(1);
        expect(share).toBeLessThanOrEqual(sizes[index]);
      });
    }
  });

  it('breaks ties by the seed', () => {
    const winners = new Set(
      Array.from({ length: 20 }, (_, seed) => apportion(1, [4, 4, 4], new Random(seed)).indexOf(1)),
    );
    expect(winners).toEqual(new Set([0, 1, 2]));
  });

  it('gives nothing of nothing', () => {
    expect(apportion(0, [], new Random(1))).toEqual([]);
    expect(apportion(0, [0, 0], new Random(1))).toEqual([0, 0]);
  });
});
