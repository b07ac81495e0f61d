import { Type } from '@sinclair/typebox';
import { FEATURE_MFCC_COEFFICIENTS } from '../../core/errors/audio.js';
import { definePlugin } from '../../core/registry/plugin.js';
import { melSpectrogram } from '../../core/signal/mel.js';
import { cepstra, orthonormalCosines } from '../../kernels/spectra/levels.js';

export default definePlugin({
  kind: 'feature',
  name: 'mfcc',
  summary: 'Mel-frequency cepstral coefficients of the mel bands in dB (librosa.feature.mfcc).',
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
      minimumFrequency: Type.Number({
        default: 0,
        minimum: 0,
        description: 'Lower edge of the first mel band, in Hz.',
      }),
      maximumFrequency: Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Null()], {
        default: null,
        description: 'Upper edge of the last mel band, in Hz; null: half the sample rate.',
      }),
      range: Type.Number({
        default: 80,
        exclusiveMinimum: 0,
        description: "Mel bands are cut off this far below the clip's loudest, in dB (librosa's top_db).",
      }),
    },
    { additionalProperties: false },
  ),
  create(options) {
    const { coefficients, bands, range } = options;
    if (coefficients > bands) throw FEATURE_MFCC_COEFFICIENTS({ coefficients, bands });
    const cosines = orthonormalCosines(coefficients, bands);
    return {
      names: Array.from({ length: coefficients }, (_, index) => `mfcc_${index + 1}`),
      extract: (analysis) => cepstra(melSpectrogram(analysis, options, 'mfcc'), range, cosines),
    };
  },
});
