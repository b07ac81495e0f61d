import { Type } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { resample } from '../../../src/core/signal/resample.js';
import { readJson } from '../../support/readJson.js';
import { lcg, sine, sixteenBits } from './signals.js';

const Golden = Type.Object({
  cases: Type.Array(
    Type.Object({
      from: Type.Number(),
      to: Type.Number(),
      samples: Type.Number(),
      values: Type.Array(Type.Number()),
    }),
  ),
});
const golden = readJson(Golden, new URL('../../golden/features-resample.json', import.meta.url));

/** Samples at the ends that are left out: soxr starts its filters a little differently. */
const EDGE = 10;

function decibels(reference: ArrayLike<number>, found: ArrayLike<number>): number {
  let signal = 0;
  let error = 0;
  for (let index = EDGE; index < reference.length - EDGE; index++) {
    signal += reference[index] ** 2;
    error += (reference[index] - found[index]) ** 2;
  }
  return 10 * Math.log10(signal / error);
}

describe('against soxr, on white noise', () => {
  // The rates that share soxr's plan of stages agree to its own 32-bit rounding, the others in all but the
  // transition band.
  const agreement: Readonly<Record<string, number>> = { '22050/16000': 70, '48000/16000': 70 };

  it.each(golden.cases)('brings $from Hz to $to Hz', ({ from, to, samples, values }) => {
    const found = resample(sixteenBits(lcg(samples, 7).map((value) => 0.3 * value)), from, to);
    expect(found).toHaveLength(values.length);
    expect(decibels(values, found)).toBeGreaterThan(agreement[`${from}/${to}`] ?? 88);
  });
});

describe('against the exact answer', () => {
  it.each([
    [48000, 22050],
    [44100, 22050],
    [96000, 22050],
    [8000, 22050],
    [16000, 44100],
    [22050, 16000],
    [11025, 22050],
    [12345, 22050],
  ])('keeps a sine within the band of both rates, from %i Hz to %i Hz', (from, to) => {
    const frequency = 0.3 * Math.min(from, to);
    const found = resample(sine(frequency, from / 5, from), from, to);
    const exact = sine(frequency, found.length, to);
    // Away from the ends, where the sine is cut off.
    const middle = [found, exact].map((samples) => samples.slice(500, -500));
    expect(decibels(middle[1], middle[0])).toBeGreaterThan(80);
  });

  it.each([
    [48000, 22050, 12000],
    [48000, 22050, 20000],
    [44100, 16000, 9000],
    [24000, 22050, 11500],
  ])('lets nothing through, from %i Hz to %i Hz, of a sine of %i Hz', (from, to, frequency) => {
    const found = resample(sine(frequency, from / 5, from), from, to).slice(500, -500);
    const highest = found.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(20 * Math.log10(highest)).toBeLessThan(-110);
  });

  it('mirrors nothing up when the rate rises', () => {
    const found = resample(sine(3000, 1600, 8000), 8000, 22050).slice(500, -500);
    const exact = sine(3000, 22050, 22050).slice(500, 500 + found.length);
    const error = found.map((value, index) => value - exact[index]);
    expect(Math.max(...error.map(Math.abs))).toBeLessThan(2e-4);
  });

  it('keeps a constant', () => {
    const found = resample(new Float32Array(4000).fill(0.5), 48000, 22050).slice(200, -200);
    expect(Math.max(...found.map((value) => Math.abs(value - 0.5)))).toBeLessThan(2e-5);
  });
});

describe('length', () => {
  it.each([
    [1, 48000, 22050, 1],
    [2, 8000, 22050, 6],
    [144000, 48000, 22050, 66150],
    [144001, 48000, 22050, 66151],
    [0, 48000, 22050, 0],
  ])('of %i samples from %i Hz to %i Hz is %i', (samples, from, to, count) => {
    expect(resample(new Float32Array(samples), from, to)).toHaveLength(count);
  });

  it('gives the samples themselves where the rate stays', () => {
    const samples = Float32Array.of(0.1, 0.2);
    expect(resample(samples, 22050, 22050)).toBe(samples);
  });
});

it('does not move a click', () => {
  const samples = new Float32Array(3200);
  samples[1600] = 1;
  const found = resample(samples, 48000, 22050);
  expect(found.indexOf(Math.max(...found))).toBe(735);
});
