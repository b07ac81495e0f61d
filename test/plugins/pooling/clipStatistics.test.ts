import { Type } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { poolingPlugins } from '../../../src/plugins/pooling/index.js';
import { caughtError } from '../../support/caughtError.js';
import { pluginContext } from '../../support/pluginContext.js';
import { readJson } from '../../support/readJson.js';
import type { Pooling } from '../../../src/core/registry/contracts.js';

const Golden = Type.Object({
  numpy: Type.String(),
  scipy: Type.String(),
  frames: Type.Number(),
  names: Type.Array(Type.String()),
  values: Type.Array(Type.Number()),
  standard: Type.Array(Type.Number()),
  others: Type.Record(Type.String(), Type.Number()),
  sequence: Type.Array(Type.Number()),
});
const golden = readJson(Golden, new URL('../../golden/clip-statistics.json', import.meta.url));
const { frames, names } = golden;
const features = { frames, names, values: Float32Array.from(golden.values) };

function pooling(name: string, options: unknown = {}): Pooling {
  const plugin = poolingPlugins.find((candidate) => candidate.name === name);
  if (!plugin) throw new Error(`There is no pooling ${name}.`);
  return plugin.create(options, pluginContext());
}

const statistics = (options: unknown = {}): Pooling => pooling('clip-statistics', options);

function expectClose(found: Float32Array, expected: readonly number[], columns: readonly string[]): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, index) => {
    const allowed = 2e-6 * Math.max(1, Math.abs(value));
    expect(Math.abs(found[index] - value), columns[index % columns.length]).toBeLessThan(allowed);
  });
}

/** One column of numbers, and its statistic. */
function of(values: readonly number[], statistic: string, more: object = {}): number[] {
  const group = { columns: ['a'], statistics: [statistic], ...more };
  const one = { frames: values.length, names: ['a'], values: Float32Array.from(values) };
  return [...statistics({ groups: [group], voiced: 'a' }).pool(one)];
}

describe('clip-statistics', () => {
  it(`is what numpy ${golden.numpy} and scipy ${golden.scipy} make, in the standard set`, () => {
    const pool = statistics();
    expect(pool.output).toBe('vector');
    expectClose(pool.pool(features), golden.standard, pool.names(names));
  });

  it('is what numpy makes in its other percentiles', () => {
    const asked = Object.keys(golden.others);
    const pool = statistics({ groups: [{ columns: ['mfcc_1'], statistics: asked }] });
    expect(pool.names(names)).toEqual(asked.map((name) => `mfcc_1_${name}`));
    expectClose(pool.pool(features), Object.values(golden.others), asked);
  });

  it('has 906 columns of the features that the standard set is for', () => {
    const numbered = (name: string, count: number): string[] =>
      Array.from({ length: count }, (_, index) => `${name}_${index + 1}`);
    const columns = [
      ...numbered('mfcc', 25),
      ...['log_energy', 'spectral_centroid', 'spectral_bandwidth', 'spectral_rolloff', 'spectral_flatness'],
      ...['log_flux', 'alpha_ratio', 'hammarberg_index', 'pitch_strength', 'pitch_log2', 'pitch_voiced'],
      ...numbered('mel', 64),
    ];
    const found = statistics().names(columns);
    expect(found).toHaveLength(906);
    expect(new Set(found).size).toBe(906);
    expect(found).toContain('mfcc_25_delta2_deviation');
    expect(found).toContain('mel_64_voiced_deviation');
    expect(found).toContain('pitch_log2_mean_3of3');
  });

  it('takes of the standard set what the features have', () => {
    const found = statistics().names(['rms']);
    expect(found).toHaveLength(11 + 3);
    expect(found[0]).toBe('rms_mean');
    expect(statistics().names(['mel_1'])).toEqual([
      ...['mel_1_mean', 'mel_1_deviation', 'mel_1_shape', 'mel_1_delta2_deviation'],
    ]);
  });

  it('names columns by patterns, in their order, less those that are left out', () => {
    const pool = statistics({
      groups: [{ columns: ['pitch*', 'mfcc_*', '!*_2', '!pitch_v*'], statistics: ['mean'] }],
    });
    expect(pool.names(names)).toEqual(['mfcc_1_mean', 'pitch_strength_mean', 'pitch_log2_mean']);
  });

  it('of voiced frames is of all where there is none', () => {
    const group = { columns: ['a'], statistics: ['mean'], voicedOnly: true };
    const pool = statistics({ groups: [group], voiced: 'v' });
    const clip = (voiced: number[]) => ({
      frames: 3,
      names: ['a', 'v'],
      values: Float32Array.from([1, 2, 6].flatMap((value, frame) => [value, voiced[frame]])),
    });
    expect([...pool.pool(clip([0, 1, 1]))]).toEqual([4]);
    expect([...pool.pool(clip([0, 0, 0]))]).toEqual([3]);
  });

  it('of parts is of each, also where there are more parts than frames', () => {
    expect(of([1, 2, 3, 4, 5, 6, 7], 'mean', { parts: 3 })).toEqual([1.5, 3.5, 6]);
    expect(of([1, 2], 'mean', { parts: 3 })).toEqual([1, 1, 2]);
    expect(of([1, 0, 3, 4, 0, 0], 'mean', { parts: 3, voicedOnly: true })).toEqual([1, 3.5, 0]);
  });

  it.each([
    ['skewness', [3, 3, 3, 3], 0],
    ['kurtosis', [0.1, 0.1, 0.1], 0],
    ['deviation', [5], 0],
    ['slope', [5], 0],
    ['delta-deviation', [5], 0],
    ['delta2-deviation', [5, 6], 0],
    ['runs', [0, 0], 0],
    ['run-mean', [0, 0], 0],
    ['gap-mean', [1, 1], 0],
    ['run-deviation', [1, 0, 1, 1, 1], 1],
    ['frames', [4, 4, 4], 3],
  ])('%s of %j is %d', (statistic, values, expected) => {
    expect(of(values, statistic)).toEqual([expected]);
  });

  const group = { columns: ['mfcc_*'], statistics: ['mean'] };

  it.each([
    [[{ ...group, columns: ['mffc_*'] }], 'POOLING_COLUMNS_UNKNOWN', "'mffc_*'"],
    [[{ ...group, columns: ['mfcc_*', '!mfcc_*'] }], 'POOLING_NOTHING_LEFT', '!mfcc_*'],
    [[group, { ...group, columns: ['mfcc_2'] }], 'POOLING_COLUMN_TWICE', "'mfcc_2_mean'"],
    [[{ ...group, voicedOnly: true }], 'POOLING_NO_VOICING', "'pitch_voiced'"],
  ])('refuses %j', (groups, code, said) => {
    const error = caughtError(() => statistics({ groups }).names(['mfcc_1', 'mfcc_2']));
    expect(error.code).toBe(code);
    expect(error.message).toContain(said);
  });

  it('gives the same whatever was pooled before', () => {
    const pool = statistics();
    const first = [...pool.pool(features)];
    pool.pool({ frames: 2, names, values: features.values.slice(0, 2 * names.length) });
    expect([...pool.pool(features)]).toEqual(first);
  });
});

describe('sequence', () => {
  it(`is what numpy ${golden.numpy} makes: centred columns, gradients, means of two frames, cut`, () => {
    const pool = pooling('sequence', { center: ['mfcc_*'], every: 2, maximumSteps: 12 });
    expect(pool.output).toBe('sequence');
    expect(pool.names(names)).toEqual([
      ...names,
      ...['mfcc_1_centered', 'mfcc_2_centered'],
      ...names.map((name) => `${name}_delta`),
    ]);
    expectClose(pool.pool(features), golden.sequence, pool.names(names));
  });

  it('has no deltas where none are asked for, and is the frames as they are without options', () => {
    const pool = pooling('sequence', { deltas: false });
    expect(pool.names(['a', 'b'])).toEqual(['a', 'b']);
    expect([...pool.pool(features)]).toEqual([...features.values]);
  });

  it('of a single frame has deltas of 0', () => {
    const one = { frames: 1, names: ['a'], values: Float32Array.of(7) };
    expect([...pooling('sequence', { center: ['a'] }).pool(one)]).toEqual([7, 0, 0]);
  });

  it('refuses a pattern that fits no column', () => {
    const error = caughtError(() => pooling('sequence', { center: ['mfcc_*'] }).names(['rms']));
    expect(error.code).toBe('POOLING_COLUMNS_UNKNOWN');
    expect(error.message).toContain("'sequence'");
  });
});
