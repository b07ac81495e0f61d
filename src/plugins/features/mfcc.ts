import { Type } from '@sinclair/typebox';
import { FEATURE_MFCC_COEFFICIENTS } from '../../core/errors/audio.js';
import { definePlugin } from '../../core/registry/plugin.js';
import { powerToDecibels } from '../../core/signal/decibels.js';
import { melSpectrogram } from '../../core/signal/mel.js';

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
      extract(analysis) {
        const decibels = powerToDecibels(melSpectrogram(analysis, options, 'mfcc').values, range);
        return cosineTransform(decibels, cosines, analysis.frameCount, bands);
      },
    };
  },
});

/** The first rows of the orthonormal DCT-II matrix (scipy.fft.dct with type 2 and norm 'ortho'). */
function orthonormalCosines(coefficients: number, bands: number): Float64Array[] {
  return Array.from({ length: coefficients }, (_, k) => {
    const scale = Math.sqrt((k === 0 ? 1 : 2) / bands);
    return Float64Array.from(
      { length: bands },
      (_, n) => scale * Math.cos((Math.PI * k * (2 * n + 1)) / (2 * bands)),
    );
  });
}

function cosineTransform(
  decibels: Float64Array,
  cosines: readonly Float64Array[],
  frames: number,
  bands: number,
): Float32Array {
  const values = new Float32Array(frames * cosines.length);
  cosines.forEach((cosine, coefficient) => {
    for (let frame = 0; frame < frames; frame++) {
      const offset = frame * bands;
      let sum = 0;
      for (let band = 0; band < bands; band++) sum += cosine[band] * decibels[offset + band];
      values[frame * cosines.length + coefficient] = sum;
    }
  });
  return values;
}
