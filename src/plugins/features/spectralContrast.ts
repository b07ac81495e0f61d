import { Type } from '@sinclair/typebox';
import { FEATURE_CONTRAST_BANDS } from '../../core/errors/audio.js';
import { definePlugin } from '../../core/registry/plugin.js';
import { framesOf } from '../../core/signal/frames.js';
import { powerToDecibels } from '../../kernels/spectra/levels.js';
import { bandExtremes, type ExtremesBand } from '../../kernels/spectra/spectral.js';
import type { Analysis } from '../../core/signal/analysis.js';

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

/**
 * The bins of each band as librosa takes them: a band starts one bin below its lower edge and, but for the last,
 * leaves out its topmost bin, which still counts for the quantile. The last one goes up to half the sample rate.
 */
function bandsOf(
  { waveform: { sampleRate }, framing: { fftSize } }: Analysis,
  bands: number,
  minimumFrequency: number,
  quantile: number,
): ExtremesBand[] {
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

/** librosa's default for levels: none more than so many dB below the loudest of the clip. */
const RANGE = 80;

function contrast(analysis: Analysis, bands: readonly ExtremesBand[]): Float32Array {
  const { peaks, valleys } = bandExtremes(framesOf(analysis), bands);
  const levels = powerToDecibels(peaks, RANGE);
  powerToDecibels(valleys, RANGE).forEach((valley, index) => {
    levels[index] -= valley;
  });
  return levels;
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return value % 1 === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
