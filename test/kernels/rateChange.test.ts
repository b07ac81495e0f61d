import { describe, expect, it } from 'vitest';
import { resample, resampledLength } from '../../src/core/signal/resample.js';
import { normals } from './numbers.js';

describe.each([
  [48000, 22050],
  [22050, 16000],
  [8000, 44100],
  // 823 is prime: the filter and the change of rate are two steps.
  [12345, 22050],
])('a part of a signal brought from %i Hz to %i Hz', (from, to) => {
  const samples = normals(30_000, 5, 0.1);
  const whole = resample(samples, from, to);
  const length = resampledLength(samples.length, from, to);

  it.each([
    [0, 100],
    [1, 1],
    [1234, 5000],
    [5001, length - 5001],
  ])('is what the whole has there, to the byte: from %i on, %i samples', (first, count) => {
    const part = resample(samples, from, to, { first, count });
    expect(part).toEqual(whole.slice(first, first + count));
  });
});

it('does not depend on the clips before', () => {
  const samples = normals(9000, 1, 0.1);
  const first = resample(samples, 48000, 22050);
  resample(normals(200_000, 2, 100), 48000, 22050);
  expect(resample(samples, 48000, 22050)).toEqual(first);
});
