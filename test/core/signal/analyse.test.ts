import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../src/core/signal/analyse.js';
import { caughtError } from '../../support/caughtError.js';
import { sine } from './signals.js';

const framing = { fftSize: 64, hopLength: 16 };

describe('magnitude', () => {
  it('of a sine on a bin is a quarter of the frame length there, and half of that beside it', () => {
    const samples = sine((8 / 64) * 1000, 640, 1000);
    const { bins, values } = createAnalysis({ samples, sampleRate: 1000 }, framing).magnitude();
    const frame = values.subarray(20 * bins, 21 * bins);
    expect(frame[8]).toBeCloseTo(16, 4);
    expect(frame[7]).toBeCloseTo(8, 4);
    expect(frame[9]).toBeCloseTo(8, 4);
    expect(frame[20]).toBeLessThan(1e-4);
  });

  it('is that of the discrete Fourier transform by its definition, at the padded ends too', () => {
    const samples = Float32Array.from({ length: 50 }, (_, n) => Math.sin(n * n));
    const { frames, bins, values } = createAnalysis({ samples, sampleRate: 1000 }, framing).magnitude();
    expect([frames, bins]).toEqual([4, 33]);
    for (let frame = 0; frame < frames; frame++) {
      for (let bin = 0; bin < bins; bin++) {
        let re = 0;
        let im = 0;
        for (let n = 0; n < 64; n++) {
          const place = frame * 16 - 32 + n;
          const sample = place >= 0 && place < 50 ? samples[place] : 0;
          const windowed = sample * Math.sin((Math.PI * n) / 64) ** 2;
          re += windowed * Math.cos((2 * Math.PI * bin * n) / 64);
          im += windowed * Math.sin((2 * Math.PI * bin * n) / 64);
        }
        expect(values[frame * bins + bin]).toBeCloseTo(Math.hypot(re, im), 5);
      }
    }
  });

  it('squared is the power', () => {
    const analysis = createAnalysis({ samples: sine(100, 200, 1000), sampleRate: 1000 }, framing);
    const magnitude = analysis.magnitude().values;
    analysis.power().values.forEach((power, index) => {
      expect(Math.abs(power - magnitude[index] ** 2)).toBeLessThanOrEqual(1e-7 * power);
    });
  });
});

describe('frames', () => {
  it.each([
    [0, 1],
    [15, 1],
    [16, 2],
    [160, 11],
  ])('of %i samples are %i', (samples, frames) => {
    const analysis = createAnalysis({ samples: new Float32Array(samples), sampleRate: 1000 }, framing);
    expect(analysis.frameCount).toBe(frames);
    expect(analysis.magnitude().frames).toBe(frames);
  });

  it.each([
    [1000, 512],
    [8, 4],
    [0, 4],
    [2048, 0],
    [2048, 1.5],
  ])('of %d samples every %d are refused', (fftSize, hopLength) => {
    const waveform = { samples: new Float32Array(10), sampleRate: 1000 };
    const error = caughtError(() => createAnalysis(waveform, { fftSize, hopLength }));
    expect(error.code).toBe('AUDIO_FRAME_LENGTH');
  });
});

describe('once', () => {
  it('computes a key once, even where the value is undefined, and keys apart', () => {
    const analysis = createAnalysis({ samples: new Float32Array(10), sampleRate: 1000 }, framing);
    let calls = 0;
    const compute = (): void => {
      calls++;
    };
    analysis.once('a', compute);
    analysis.once('a', compute);
    expect(calls).toBe(1);
    analysis.once('b', compute);
    expect(calls).toBe(2);
  });
});
