import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';
import { melSpectrogram } from '../../core/signal/mel.js';

export default definePlugin({
  kind: 'feature',
  name: 'mel',
  summary: 'Power in mel bands, Slaney scale and area norm (librosa.feature.melspectrogram).',
  options: Type.Object(
    {
      bands: Type.Integer({ default: 128, minimum: 1, maximum: 1024, description: 'Number of mel bands.' }),
      minimumFrequency: Type.Number({
        default: 0,
        minimum: 0,
        description: 'Lower edge of the first band, in Hz.',
      }),
      maximumFrequency: Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Null()], {
        default: null,
        description: 'Upper edge of the last band, in Hz; null: half the sample rate.',
      }),
    },
    { additionalProperties: false },
  ),
  create(options) {
    return {
      names: Array.from({ length: options.bands }, (_, band) => `mel_${band + 1}`),
      extract: (analysis) => melSpectrogram(analysis, options, 'mel').slice(),
    };
  },
});
