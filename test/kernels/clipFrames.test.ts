import { describe, expect, it } from 'vitest';
import { ClipFrames } from '../../src/kernels/spectra/frames.js';
import { spectralPeaks } from '../../src/kernels/spectra/peaks.js';
import { bandExtremes, bandPowers, magnitudeRows, pitchClasses } from '../../src/kernels/spectra/spectral.js';
import { rootMeanSquares, zeroCrossingRates } from '../../src/kernels/spectra/waveform.js';
import { largestDifference, normals } from './numbers.js';

const SIZE = 256;
const HOP = 100;
const samples = normals(9_950, 3, 0.2);

const makers: Readonly<Record<string, (frames: ClipFrames) => ArrayLike<number>>> = {
  magnitudes: magnitudeRows,
  bands: (frames) =>
    bandPowers(frames, { runs: Uint32Array.of(0, 5, 3, 100), weights: normals(105, 4).map(Math.abs) }),
  'pitch classes': (frames) => pitchClasses(frames, normals(129 * 20, 6).map(Math.abs), 18),
  peaks: (frames) => bandExtremes(frames, [{ from: 4, to: 101, extremes: 5 }]).peaks,
  valleys: (frames) => bandExtremes(frames, [{ from: 4, to: 101, extremes: 5 }]).valleys,
  frequencies: (frames) => spectralPeaks(frames, 2, 120, 8000).frequencies,
  rms: rootMeanSquares,
  crossings: (frames) => zeroCrossingRates(frames, 0.01),
};

describe.each(Object.entries(makers))('%s', (_, make) => {
  const whole = make(new ClipFrames(samples, SIZE, HOP));

  it.each([1, 5000, 20_000])('of a clip taken in blocks of %i bytes are the same bytes', (bytes) => {
    expect(make(new ClipFrames(samples, SIZE, HOP, bytes))).toEqual(whole);
  });

  it('are the same after another clip was looked at', () => {
    const frames = new ClipFrames(samples, SIZE, HOP);
    make(frames);
    make(new ClipFrames(normals(50_000, 9), 512, 64));
    expect(make(frames)).toEqual(whole);
  });
});

describe.each([
  [1, 16],
  [2, 33],
  [5, 97],
  [9, 98],
  [40, 97],
])('the %i highest and lowest of %i bins', (extremes, bins) => {
  it('are those of the bins in order', () => {
    const frames = new ClipFrames(samples, SIZE, HOP);
    const { peaks, valleys } = bandExtremes(frames, [{ from: 3, to: 3 + bins, extremes }]);
    const magnitudes = magnitudeRows(frames);
    const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / extremes;
    const rows = Array.from({ length: frames.count }, (_, frame) =>
      magnitudes.slice(frame * frames.bins + 3, frame * frames.bins + 3 + bins).sort(),
    );
    const highest = rows.map((row) => mean(row.slice(-extremes)));
    const lowest = rows.map((row) => mean(row.slice(0, extremes)));
    expect(largestDifference(peaks, highest)).toBeLessThan(1e-7);
    expect(largestDifference(valleys, lowest)).toBeLessThan(1e-7);
  });
});

it('band powers are sums of weighted squares', () => {
  const frames = new ClipFrames(samples, SIZE, HOP);
  const weights = normals(107, 8);
  const found = bandPowers(frames, { runs: Uint32Array.of(2, 7, 20, 100), weights });
  const magnitudes = magnitudeRows(frames);
  const sum = (frame: number, first: number, count: number, from: number): number => {
    let power = 0;
    for (let bin = 0; bin < count; bin++) {
      power += weights[from + bin] * magnitudes[frame * frames.bins + first + bin] ** 2;
    }
    return power;
  };
  const expected = Array.from({ length: frames.count }, (_, frame) => [
    sum(frame, 2, 7, 0),
    sum(frame, 20, 100, 7),
  ]).flat();
  expect(largestDifference(found, expected)).toBeLessThan(1e-6);
});
