import { describe, expect, it } from 'vitest';
import { lcg, sine } from '../../core/signal/signals.js';
import { analyse, column, feature } from './support.js';

describe('meyda', () => {
  it('finds the centroid of a sine at its bin and the roll-off at its frequency', () => {
    const meyda = feature('meyda', { extractors: ['spectralCentroid', 'spectralRolloff'] });
    const found = meyda.extract(analyse(sine(2000, 22050, 22050)));
    expect(meyda.names).toEqual(['meyda_spectralCentroid', 'meyda_spectralRolloff']);
    expect(Math.abs(column(found, 0, 2)[20] - (2000 * 2048) / 22050)).toBeLessThan(1);
    expect(Math.abs(column(found, 1, 2)[20] - 2000)).toBeLessThan(30);
  });

  it('goes by the clip’s sample rate, whichever one came before', () => {
    const extract = (rate: number): Float32Array =>
      feature('meyda', { extractors: ['mfcc', 'chroma', 'melBands'] }).extract(
        analyse(sine(500, 8000, rate), rate, { fftSize: 1024, hopLength: 512 }),
      );
    const first = extract(8000);
    expect([...extract(22050)]).not.toEqual([...first]);
    expect([...extract(8000)]).toEqual([...first]);
  });

  it('gives a number for each column of each frame, with every extractor, for noise and for silence', () => {
    const every = [
      ...['rms', 'energy', 'zcr', 'spectralSlope', 'spectralCentroid', 'spectralRolloff', 'spectralFlatness'],
      ...['spectralSpread', 'spectralSkewness', 'spectralKurtosis', 'spectralCrest', 'perceptualSpread'],
      ...['perceptualSharpness', 'loudness', 'mfcc', 'chroma', 'melBands'],
    ];
    const meyda = feature('meyda', { extractors: every });
    const { names } = meyda;
    expect(new Set(names).size).toBe(13 + 24 + 13 + 12 + 26);
    const noise = meyda.extract(analyse(Float32Array.from(lcg(3000, 1))));
    expect(noise).toHaveLength(6 * names.length);
    expect(noise.every(Number.isFinite)).toBe(true);
    names.forEach((name, index) => {
      expect(
        column(noise, index, names.length).some((value) => value !== 0),
        name,
      ).toBe(true);
    });
    expect(meyda.extract(analyse(new Float32Array(3000))).every(Number.isFinite)).toBe(true);
  });

  it('multiplies by the window that was asked for', () => {
    const energy = (window: string): number =>
      feature('meyda', { extractors: ['energy'], window }).extract(
        analyse(new Float32Array(8000).fill(1)),
      )[8];
    expect(energy('rect')).toBe(2048);
    expect(Math.abs(energy('hanning') - (2048 * 3) / 8)).toBeLessThan(1);
  });
});
