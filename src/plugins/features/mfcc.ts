import { Type } from '@sinclair/typebox';
import { FEATURE_MFCC_COEFFICIENTS } from '../../core/errors/audio.js';
import { definePlugin } from '../../core/registry/plugin.js';
import { floorOption, melOptions, melSpectrogram } from '../../core/signal/mel.js';
import { cepstra, logCepstra, orthonormalCosines } from '../../kernels/spectra/levels.js';

export default definePlugin({
  kind: 'feature',
  name: 'mfcc',
  summary:
    'Mel-frequency cepstral coefficients: orthonormal DCT of the mel bands in dB (librosa.feature.mfcc) or of their logarithms.',
  options: Type.Object(
    {
      coefficients: Type.Integer({
        default: 20,
        minimum: 1,
        maximum: 1024,
        description: 'Number of coefficients, the 0th (loudness) among them; at most `bands`.',
      }),
      bands: Type.Integer({
        default: 128,
        minimum: 1,
        maximum: 1024,
        description: 'Number of mel bands that the coefficients are made of.',
      }),
      ...melOptions,
      level: Type.Union([Type.Literal('decibels'), Type.Literal('log')], {
        default: 'decibels',
        description:
          "Of the mel bands: 'decibels', cut off by `range` (librosa's); 'log': the natural logarithm of power plus `floor`.",
      }),
      range: Type.Number({
        default: 80,
        exclusiveMinimum: 0,
        description:
          "With decibels: mel bands are cut off this far below the clip's loudest, in dB (librosa's top_db).",
      }),
      floor: floorOption,
    },
    { additionalProperties: false },
  ),
  create(options) {
    const { coefficients, bands, level, range, floor } = options;
    if (coefficients > bands) throw FEATURE_MFCC_COEFFICIENTS({ coefficients, bands });
    const cosines = orthonormalCosines(coefficients, bands);
    return {
      names: Array.from({ length: coefficients }, (_, index) => `mfcc_${index + 1}`),
      extract(analysis) {
        const powers = melSpectrogram(analysis, options, 'mfcc');
        return level === 'log' ? logCepstra(powers, floor, cosines) : cepstra(powers, range, cosines);
      },
    };
  },
});
