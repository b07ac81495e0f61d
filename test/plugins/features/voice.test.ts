import { Type } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { caughtError } from '../../support/caughtError.js';
import { readJson } from '../../support/readJson.js';
import { lcg, sine } from '../../core/signal/signals.js';
import { analyse, column, feature } from './support.js';
import { RATE, trueFrequency, voice, voiceSignal } from './voiceSignals.js';
import type { Analysis } from '../../../src/core/signal/analysis.js';

const Golden = Type.Object({
  librosa: Type.String(),
  praat: Type.String(),
  samples: Type.Number(),
  every: Type.Number(),
  cases: Type.Array(
    Type.Object({
      signal: Type.String(),
      features: Type.Array(
        Type.Object({
          use: Type.String(),
          options: Type.Record(Type.String(), Type.Union([Type.Number(), Type.String()])),
          values: Type.Array(Type.Number()),
        }),
      ),
      praat: Type.Array(Type.Number()),
    }),
  ),
});
const golden = readJson(Golden, new URL('../../golden/voice-features.json', import.meta.url));
const HOP = 256;

function analysed(samples: Float32Array): Analysis {
  return analyse(samples, RATE, { fftSize: 512, hopLength: HOP });
}

function pitchOf(
  samples: Float32Array,
  options: unknown = {},
): Record<'strength' | 'log2' | 'voiced', number[]> {
  const found = feature('pitch', options).extract(analysed(samples));
  const [strength, log2, voiced] = [0, 1, 2].map((index) => column(found, index, 3));
  return { strength, log2, voiced };
}

/** Of the largest absolute value of the feature, or of its column where the columns differ in unit. */
const TOLERANCE = 1e-5;

describe.each(golden.cases)(`of $signal, librosa ${golden.librosa} and numpy`, ({ signal, features }) => {
  const analysis = analysed(voiceSignal(signal, golden.samples));

  it.each(features)('agree on $use $options', ({ use, options, values }) => {
    const made = feature(use, options);
    const found = made.extract(analysis);
    const width = made.names.length;
    expect(found).toHaveLength(analysis.frameCount * width);
    made.names.forEach((name, index) => {
      const own = column(found, index, width).filter((_, frame) => frame % golden.every === 0);
      const expected = column(Float32Array.from(values), index, width);
      expect(own).toHaveLength(expected.length);
      const alike = use === 'spectral-shape' ? expected : values;
      const largest = Math.max(...alike.map(Math.abs));
      const worst = Math.max(...own.map((value, frame) => Math.abs(value - expected[frame])));
      expect(worst, name).toBeLessThanOrEqual(TOLERANCE * largest);
    });
  });
});

describe('pitch', () => {
  const voiced = golden.cases.filter(({ signal }) => signal !== 'noise');
  /** Frames that lie whole within the signal. */
  const inside = (frame: number): boolean => frame * HOP >= 512 && frame * HOP + 512 <= golden.samples;

  it.each(voiced)(`of $signal is the true one, and Praat ${golden.praat}'s`, ({ signal, praat }) => {
    const found = pitchOf(voiceSignal(signal, golden.samples));
    let compared = 0;
    praat.forEach((frequency, frame) => {
      if (!inside(frame)) return;
      const own = 2 ** found.log2[frame];
      expect(found.voiced[frame], `frame ${frame}`).toBe(1);
      expect(Math.abs(own / trueFrequency(signal, (frame * HOP) / RATE) - 1), `frame ${frame}`).toBeLessThan(
        0.01,
      );
      if (frequency === 0) return;
      expect(Math.abs(own / frequency - 1), `frame ${frame}`).toBeLessThan(0.01);
      compared++;
    });
    expect(compared).toBeGreaterThan(35);
  });

  it('of noise and of silence is unvoiced', () => {
    const noise = pitchOf(voiceSignal('noise', golden.samples));
    expect(noise.voiced.filter((value) => value === 1)).toEqual([]);
    const silence = pitchOf(new Float32Array(golden.samples));
    expect(new Set(silence.strength)).toEqual(new Set([0]));
    expect(new Set(silence.voiced)).toEqual(new Set([0]));
    // The middle of 60 to 800 Hz, in octaves.
    expect(silence.log2[7]).toBeCloseTo(Math.log2(60 * 800) / 2, 5);
  });

  it('is strong in a clean tone and weaker the more noise there is', () => {
    const strengths = [0, 0.1, 0.4].map(
      (noise) => pitchOf(voice({ frequency: () => 150, noise }, 8000)).strength[15],
    );
    expect(strengths[0]).toBeGreaterThan(0.98);
    expect(strengths[1]).toBeLessThan(strengths[0] - 0.02);
    expect(strengths[2]).toBeLessThan(strengths[1] - 0.1);
  });

  it('goes straight, in octaves, over unvoiced frames, and stays at the ends', () => {
    const [low, high] = [100, 400].map((frequency) => voice({ frequency: () => frequency }, 6000));
    const samples = new Float32Array(24000);
    samples.set(low, 5000);
    samples.set(high, 16000);
    const { log2, voiced } = pitchOf(samples);
    const [first, last] = [voiced.indexOf(1), voiced.lastIndexOf(1)];
    expect(new Set(log2.slice(0, first))).toEqual(new Set([log2[first]]));
    expect(new Set(log2.slice(last))).toEqual(new Set([log2[last]]));
    const from = voiced.indexOf(0, first) - 1;
    const to = voiced.indexOf(1, from + 1);
    expect(to - from).toBeGreaterThan(10);
    const middle = log2[from] + (log2[to] - log2[from]) * (5 / (to - from));
    expect(log2[from + 5]).toBeCloseTo(middle, 5);
  });

  it('is not voiced far below the loudest frame', () => {
    const samples = voice({ frequency: () => 200 }, 16000).map((value, n) =>
      n < 8000 ? value : value / 300,
    );
    expect(pitchOf(samples).voiced[45]).toBe(0);
    expect(pitchOf(samples, { range: 60 }).voiced[45]).toBe(1);
  });

  it('takes a whole period, not two, by the octave cost', () => {
    const samples = voice({ frequency: () => 500, noise: 0.1 }, 16000);
    const octaves = (octaveCost: number): number[] =>
      pitchOf(samples, { octaveCost }).log2.map((value) => value - Math.log2(500));
    expect(Math.max(...octaves(0.05).slice(3, -3).map(Math.abs))).toBeLessThan(0.02);
    expect(Math.min(...octaves(0).slice(3, -3))).toBeLessThan(-0.9);
  });

  it('does not depend on what was analysed before, or on the length of the clip', () => {
    const long = voice({ frequency: (time) => 120 + 5 * time }, 1100 * HOP);
    const short = long.slice(0, 40 * HOP);
    const once = pitchOf(short).log2.slice(0, 30);
    expect(pitchOf(long).log2.slice(0, 30)).toEqual(once);
    expect(pitchOf(short).log2.slice(0, 30)).toEqual(once);
    // The block of frames that lie in memory together ends in between.
    expect(2 ** pitchOf(long).log2[1024]).toBeCloseTo(120 + (5 * 1024 * HOP) / RATE, 0);
  });

  it.each([
    [{ minimumFrequency: 20 }, 'FEATURE_PITCH_FRAME', '1600 samples'],
    [{ minimumFrequency: 300, maximumFrequency: 200 }, 'FEATURE_FREQUENCY_RANGE', '300 to 200 Hz'],
    [{ maximumFrequency: 5000 }, 'FEATURE_FREQUENCY_RANGE', 'a quarter of the sample rate: 4000 Hz'],
  ])('refuses %j', (options, code, said) => {
    const error = caughtError(() => pitchOf(sine(200, 4000, RATE), options));
    expect(error.code).toBe(code);
    expect(`${error.message} ${String(error.allowed)}`).toContain(said);
  });
});

describe('spectral-shape', () => {
  it('of silence is finite', () => {
    const found = feature('spectral-shape').extract(analysed(new Float32Array(2000)));
    expect([...found.subarray(0, 8)].every(Number.isFinite)).toBe(true);
    expect(found[4]).toBeCloseTo(1, 6);
  });

  it('of one frame has a flux too', () => {
    const found = feature('spectral-shape').extract(analysed(Float32Array.from(lcg(200, 1))));
    expect(found).toHaveLength(8);
    expect(found[5]).toBeCloseTo(Math.log(1e-6), 5);
  });

  it('refuses a spectrum without a bin in its bands', () => {
    const coarse = analyse(Float32Array.from(lcg(2000, 1)), 192000, { fftSize: 16, hopLength: 8 });
    const error = caughtError(() => feature('spectral-shape').extract(coarse));
    expect(error.code).toBe('FEATURE_SHAPE_BANDS');
  });
});
