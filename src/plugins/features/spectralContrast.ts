import { Type } from '@sinclair/typebox';
import { FEATURE_CONTRAST_BANDS } from '../../core/errors/audio.js';
import { definePlugin } from '../../core/registry/plugin.js';
import { powerToDecibels } from '../../core/signal/decibels.js';
import type { Analysis, Spectrogram } from '../../core/signal/analysis.js';

export default definePlugin({
  kind: 'feature',
  name: 'spectral-contrast',
  summary:
    'Peaks over valleys of octave bands, in dB (Jiang et al. 2002; librosa.feature.spectral_contrast).',
  options: Type.Object(
    {
      bands: Type.Integer({
        default: 6,
        minimum: 1,
        maximum: 16,
        description: 'Octave bands above the lowest one; there is one number more than bands.',
      }),
      minimumFrequency: Type.Number({
        default: 200,
        exclusiveMinimum: 0,
        description: 'Upper edge of the lowest band, in Hz; each further band is an octave.',
      }),
      quantile: Type.Number({
        default: 0.02,
        exclusiveMinimum: 0,
        maximum: 0.5,
        description: "Share of a band's bins that its peak and its valley are the mean of.",
      }),
    },
    { additionalProperties: false },
  ),
  create({ bands, minimumFrequency, quantile }) {
    return {
      names: Array.from({ length: bands + 1 }, (_, band) => `spectral_contrast_${band + 1}`),
      extract: (analysis) => contrast(analysis, bandsOf(analysis, bands, minimumFrequency, quantile)),
    };
  },
});

/** Bins `from` to before `to`, of which the `extremes` highest and lowest are taken. */
interface Band {
  readonly from: number;
  readonly to: number;
  readonly extremes: number;
}

/**
 * The bins of each band as librosa takes them: a band starts one bin below its lower edge and, but for the last,
 * leaves out its topmost bin, which still counts for the quantile. The last one goes up to half the sample rate.
 */
function bandsOf(
  { waveform: { sampleRate }, framing: { fftSize } }: Analysis,
  bands: number,
  minimumFrequency: number,
  quantile: number,
): Band[] {
  const bins = fftSize / 2 + 1;
  const below = (edge: number): number => Math.ceil((edge * fftSize) / sampleRate);
  const upTo = (edge: number): number => Math.min(bins, Math.floor((edge * fftSize) / sampleRate) + 1);
  return Array.from({ length: bands + 1 }, (_, band) => {
    const low = band === 0 ? 0 : minimumFrequency * 2 ** (band - 1);
    const from = band === 0 ? 0 : below(low) - 1;
    const last = band === bands;
    const end = last ? bins : upTo(minimumFrequency * 2 ** band);
    const to = last ? end : end - 1;
    if (low >= sampleRate / 2 || to <= from) {
      throw FEATURE_CONTRAST_BANDS({ bands, minimumFrequency, sampleRate, fftSize });
    }
    const extremes = Math.min(to - from, Math.max(1, roundHalfToEven(quantile * (end - from))));
    return { from, to, extremes };
  });
}

function contrast(analysis: Analysis, bands: readonly Band[]): Float32Array {
  const magnitude = analysis.magnitude();
  const peaks = new Float64Array(magnitude.frames * bands.length);
  const valleys = new Float64Array(magnitude.frames * bands.length);
  bands.forEach((band, column) => {
    const extremes = new Extremes(band.extremes);
    for (let frame = 0; frame < magnitude.frames; frame++) {
      extremes.collect(magnitude, frame, band);
      peaks[frame * bands.length + column] = extremes.meanHighest();
      valleys[frame * bands.length + column] = extremes.meanLowest();
    }
  });
  const peakDecibels = powerToDecibels(peaks);
  const valleyDecibels = powerToDecibels(valleys);
  return Float32Array.from(peakDecibels, (peak, index) => peak - valleyDecibels[index]);
}

/** The few highest and lowest numbers of a run, kept in order as they come. */
class Extremes {
  readonly #highest: Float64Array;
  readonly #lowest: Float64Array;

  constructor(count: number) {
    this.#highest = new Float64Array(count);
    this.#lowest = new Float64Array(count);
  }

  collect({ bins, values }: Spectrogram, frame: number, { from, to }: Band): void {
    const highest = this.#highest.fill(-Infinity);
    const lowest = this.#lowest.fill(Infinity);
    const last = highest.length - 1;
    const end = frame * bins + to;
    for (let index = frame * bins + from; index < end; index++) {
      const value = values[index];
      if (value > highest[last]) {
        let place = last;
        for (; place > 0 && highest[place - 1] < value; place--) highest[place] = highest[place - 1];
        highest[place] = value;
      }
      if (value < lowest[last]) {
        let place = last;
        for (; place > 0 && lowest[place - 1] > value; place--) lowest[place] = lowest[place - 1];
        lowest[place] = value;
      }
    }
  }

  meanHighest(): number {
    return mean(this.#highest);
  }

  meanLowest(): number {
    return mean(this.#lowest);
  }
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return value % 1 === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
