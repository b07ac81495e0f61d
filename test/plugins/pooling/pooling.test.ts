import { describe, expect, it } from 'vitest';
import { poolingPlugins } from '../../../src/plugins/pooling/index.js';
import { pluginContext } from '../../support/pluginContext.js';
import type { Pooling } from '../../../src/core/registry/contracts.js';

function pooling(name: string, options: unknown = {}): Pooling {
  const plugin = poolingPlugins.find((candidate) => candidate.name === name);
  if (!plugin) throw new Error(`There is no pooling ${name}.`);
  return plugin.create(options, pluginContext());
}

const features = { frames: 4, names: ['a', 'b'], values: Float32Array.of(1, 10, 2, 10, 4, 10, 5, 14) };

describe('mean', () => {
  it('is that of each column, under its name', () => {
    const mean = pooling('mean');
    expect(mean.output).toBe('vector');
    expect(mean.names(features.names)).toEqual(['a', 'b']);
    expect([...mean.pool(features)]).toEqual([3, 11]);
  });
});

describe('functionals', () => {
  it('are the mean, deviation, percentiles and slope of each column', () => {
    const functionals = pooling('functionals', { percentiles: [0, 25, 50] });
    const names = ['a_mean', 'a_deviation', 'a_p0', 'a_p25', 'a_p50', 'a_slope'];
    expect(functionals.names(['a'])).toEqual(names);
    const found = functionals.pool(features);
    // numpy: mean, std, percentile [0, 25, 50] and polyfit's slope of [1, 2, 4, 5] and [10, 10, 10, 14].
    const expected = [3, Math.sqrt(2.5), 1, 1.75, 3, 1.4, 11, Math.sqrt(3), 10, 10, 10, 1.2];
    expect(found).toHaveLength(expected.length);
    expected.forEach((value, index) => {
      expect(found[index]).toBeCloseTo(value, 6);
    });
  });

  it('are only those that are asked for', () => {
    const functionals = pooling('functionals', {
      mean: false,
      deviation: false,
      percentiles: [99.5],
      slope: false,
    });
    expect(functionals.names(['a', 'b'])).toEqual(['a_p99.5', 'b_p99.5']);
    expect([...functionals.pool(features)]).toEqual([4.985, 13.94].map(Math.fround));
  });

  it('of a single frame have no deviation and no slope', () => {
    const one = { frames: 1, names: ['a'], values: Float32Array.of(7) };
    expect([...pooling('functionals', { percentiles: [50] }).pool(one)]).toEqual([7, 0, 7, 0]);
  });
});

describe('none', () => {
  it('leaves the frames as they are', () => {
    const none = pooling('none');
    expect(none.output).toBe('sequence');
    expect(none.names(features.names)).toEqual(['a', 'b']);
    expect([...none.pool(features)]).toEqual([...features.values]);
  });

  it('cuts what is longer than allowed', () => {
    expect([...pooling('none', { maximumSteps: 2 }).pool(features)]).toEqual([1, 10, 2, 10]);
    expect(pooling('none', { maximumSteps: 9 }).pool(features)).toHaveLength(8);
  });

  it('averages frames into steps, the rest into a last one', () => {
    expect([...pooling('none', { every: 3 }).pool(features)]).toEqual([7 / 3, 10, 5, 14].map(Math.fround));
    expect([...pooling('none', { every: 3, maximumSteps: 1 }).pool(features)]).toEqual(
      [7 / 3, 10].map(Math.fround),
    );
  });
});
