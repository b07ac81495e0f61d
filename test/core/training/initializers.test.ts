import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.js';
import { drawInitial, readInitializer } from '../../../src/core/training/initializers.js';

function draw(className: string, config: object, shape: readonly number[], seed = 1): Float32Array {
  const initializer = readInitializer({ className, config });
  if (initializer === null) throw new Error(`${className} is not seedable`);
  return drawInitial(initializer, shape, new Random(seed));
}

const glorot = { scale: 1, mode: 'fanAvg', distribution: 'uniform', seed: null };

describe('drawInitial', () => {
  it('draws glorotUniform between ±√(6 / (fan in + fan out)), a convolution’s kernel counted in', () => {
    for (const [shape, limit] of [
      [[128, 512], Math.sqrt(6 / 640)],
      [[5, 40, 128], Math.sqrt(6 / (5 * 168))],
    ] as const) {
      const values = draw('VarianceScaling', glorot, shape);
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
      expect(largest).toBeLessThanOrEqual(Math.fround(limit));
      expect(largest).toBeGreaterThan(0.999 * limit);
      expect(variance / (limit ** 2 / 3)).toBeCloseTo(1, 1);
    }
  });

  it('draws heNormal with the variance 2 / fan in, cut at two deviations of the uncut normal', () => {
    const values = draw('VarianceScaling', { scale: 2, mode: 'fanIn', distribution: 'normal' }, [200, 300]);
    const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(variance / (2 / 200)).toBeCloseTo(1, 1);
    const cut = (2 * Math.sqrt(2 / 200)) / 0.87962566103423978;
    expect(values.every((value) => Math.abs(value) <= Math.fround(cut))).toBe(true);
  });

  it.each([
    [64, 256],
    [256, 64],
    [32, 32],
  ])('draws orthonormal rows or columns of a %i × %i matrix', (rows, columns) => {
    const values = draw('Orthogonal', { gain: 2, seed: null }, [rows, columns]);
    const count = Math.min(rows, columns);
    const at = (vector: number, index: number): number =>
      rows < columns ? values[vector * columns + index] : values[index * columns + vector];
    for (let left = 0; left < count; left++) {
      for (let right = 0; right <= left; right++) {
        let product = 0;
        for (let index = 0; index < Math.max(rows, columns); index++) {
          product += at(left, index) * at(right, index);
        }
        expect(Math.abs(product - (left === right ? 4 : 0))).toBeLessThan(1e-5);
      }
    }
  });

  it('draws the same again from the same seed, and others from another', () => {
    expect(draw('VarianceScaling', glorot, [4, 4], 3)).toEqual(draw('VarianceScaling', glorot, [4, 4], 3));
    expect(draw('VarianceScaling', glorot, [4, 4], 3)).not.toEqual(
      draw('VarianceScaling', glorot, [4, 4], 4),
    );
  });

  it('fills what is not random', () => {
    expect([...draw('Zeros', {}, [3])]).toEqual([0, 0, 0]);
    expect([...draw('Ones', {}, [3])]).toEqual([1, 1, 1]);
    expect([...draw('Constant', { value: 0.5 }, [2])]).toEqual([0.5, 0.5]);
  });

  it('draws randomNormal and randomUniform with the given bounds', () => {
    const normal = draw('RandomNormal', { mean: 3, stddev: 0.1 }, [100, 100]);
    expect(normal.reduce((sum, value) => sum + value, 0) / normal.length).toBeCloseTo(3, 2);
    const uniform = draw('RandomUniform', { minval: -1, maxval: 2 }, [100, 100]);
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...uniform)).toBeLessThanOrEqual(2);
    expect(uniform.reduce((sum, value) => sum + value, 0) / uniform.length).toBeCloseTo(0.5, 1);
  });

  it('does not know an initializer that tf.layers lacks', () => {
    expect(readInitializer({ className: 'Mine', config: {} })).toBeNull();
  });
});
