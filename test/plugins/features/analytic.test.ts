import { describe, expect, it } from 'vitest';
import { caughtError } from '../../support/caughtError.js';
import { lcg, sine } from '../../core/signal/signals.js';
import { analyse, column, feature } from './support.js';

const SECOND = 22050;

describe('rms', () => {
  it('of a sine is its height over √2, of the half-filled first frame less by √2', () => {
    const found = feature('rms').extract(analyse(sine(441, SECOND, 22050)));
    expect(found[20]).toBeCloseTo(Math.SQRT1_2, 3);
    expect(found[0]).toBeCloseTo(0.5, 2);
  });

  it('of silence is 0', () => {
    expect([...feature('rms').extract(analyse(new Float32Array(1000)))]).toEqual([0, 0]);
  });
});

describe('zero-crossing-rate', () => {
  it('of a sine is twice its frequency over the sample rate', () => {
    const found = feature('zero-crossing-rate').extract(analyse(sine(1000.5, SECOND, 22050)));
    expect(Math.abs(found[20] - 2001 / 22050)).toBeLessThan(1 / 2048);
  });

  it('counts no crossing within the threshold', () => {
    const quiet = sine(1000.5, SECOND, 22050).map((value) => value * 0.01);
    expect(Math.max(...feature('zero-crossing-rate', { threshold: 0.02 }).extract(analyse(quiet)))).toBe(0);
    expect(
      Math.max(...feature('zero-crossing-rate', { threshold: 0.001 }).extract(analyse(quiet))),
    ).toBeGreaterThan(0.08);
  });
});

describe('chroma', () => {
  it.each([
    [261.626, 0],
    [440, 9],
    [987.767, 11],
  ])('of %d Hz is highest in its pitch class', (frequency, pitchClass) => {
    const found = feature('chroma').extract(analyse(sine(frequency, SECOND, 22050)));
    const frame = [...found.subarray(20 * 12, 21 * 12)];
    expect(frame.indexOf(1)).toBe(pitchClass);
    expect(frame.filter((value) => value > 0.5)).toHaveLength(1);
  });

  it('of silence is 0 and not undefined', () => {
    expect([...feature('chroma').extract(analyse(new Float32Array(1000)))]).toEqual(new Array(24).fill(0));
  });
});

describe('mel', () => {
  it('of a sine is highest in the band around its frequency', () => {
    const found = feature('mel', { bands: 40 }).extract(analyse(sine(500, SECOND, 22050)));
    const frame = [...found.subarray(20 * 40, 21 * 40)];
    // Slaney's scale is linear to 1 kHz: 500 Hz are 7.5 of its 50.2 mels to 11,025 Hz, in bands 1/41 of that apart.
    expect(frame.indexOf(Math.max(...frame))).toBe(5);
  });
});

describe('mfcc', () => {
  it('has only its first coefficient where all mel bands are alike', () => {
    const found = feature('mfcc').extract(analyse(new Float32Array(1000)));
    expect(found[0]).toBeCloseTo(-100 * Math.sqrt(128), 2);
    expect(Math.max(...found.subarray(1, 20).map(Math.abs))).toBeLessThan(1e-4);
  });

  it('changes with loudness in its first coefficient alone', () => {
    const noise = Float32Array.from(lcg(4000, 3), (value) => 0.1 * value);
    const mfcc = feature('mfcc');
    const [quiet, loud] = [noise, noise.map((value) => 10 * value)].map((samples) =>
      mfcc.extract(analyse(samples)),
    );
    expect(loud[60] - quiet[60]).toBeCloseTo(20 * Math.sqrt(128), 2);
    expect(loud[61]).toBeCloseTo(quiet[61], 3);
  });
});

describe('spectral-contrast', () => {
  it('is high for a tone in noise and low for noise alone, in the band of the tone', () => {
    const noise = Float32Array.from(lcg(SECOND, 5), (value) => 0.01 * value);
    const tone = sine(1000, SECOND, 22050).map((value, index) => value + noise[index]);
    const contrast = feature('spectral-contrast');
    const [ofTone, ofNoise] = [tone, noise].map(
      (samples) => column(contrast.extract(analyse(samples)), 3, 7)[20],
    );
    expect(ofTone - ofNoise).toBeGreaterThan(15);
  });
});

describe('column names', () => {
  it.each([
    ['mfcc', { coefficients: 2 }, ['mfcc_1', 'mfcc_2']],
    ['mel', { bands: 2 }, ['mel_1', 'mel_2']],
    ['chroma', { bins: 2 }, ['chroma_1', 'chroma_2']],
    ['spectral-contrast', { bands: 1 }, ['spectral_contrast_1', 'spectral_contrast_2']],
    ['rms', {}, ['rms']],
    ['zero-crossing-rate', {}, ['zero_crossing_rate']],
  ])('of %s %j', (name, options, names) => {
    expect(feature(name, options).names).toEqual(names);
  });
});

describe('what does not fit is refused', () => {
  const noise = analyse(Float32Array.from(lcg(2000, 1)), 8000);

  it.each([
    ['mel', { minimumFrequency: 3000, maximumFrequency: 2000 }, 'FEATURE_FREQUENCY_RANGE', '3000 to 2000 Hz'],
    ['mfcc', { maximumFrequency: 8000 }, 'FEATURE_FREQUENCY_RANGE', "'mfcc' asks for 0 to 8000 Hz"],
    ['spectral-contrast', {}, 'FEATURE_CONTRAST_BANDS', '8000 Hz'],
    ['spectral-contrast', { bands: 2, minimumFrequency: 1 }, 'FEATURE_CONTRAST_BANDS', 'from 1 Hz'],
  ])('%s %j', (name, options, code, said) => {
    const error = caughtError(() => feature(name, options).extract(noise));
    expect(error.code).toBe(code);
    expect(error.message).toContain(said);
  });

  it('more coefficients than bands', () => {
    const error = caughtError(() => feature('mfcc', { coefficients: 30, bands: 20 }));
    expect(error.code).toBe('FEATURE_MFCC_COEFFICIENTS');
  });
});

it('features of one clip share its mel spectrogram and not its settings', () => {
  const analysis = analyse(sine(500, 4000, 22050));
  const [narrow, wide] = [20, 40].map((bands) => feature('mel', { bands }).extract(analysis));
  expect([narrow.length, wide.length]).toEqual([20 * 8, 40 * 8]);
  expect([...feature('mel', { bands: 20 }).extract(analysis)]).toEqual([...narrow]);
});
