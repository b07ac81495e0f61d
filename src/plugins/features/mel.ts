import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';
import { floorOption, melOptions, melSpectrogram } from '../../core/signal/mel.js';
import { logLevels } from '../../kernels/spectra/levels.js';

export default definePlugin({
  kind: 'feature',
  name: 'mel',
  summary: 'Power in mel bands, or its logarithm (librosa.feature.melspectrogram).',
  options: Type.Object(
    {
      bands: Type.Integer({ default: 128, minimum: 1, maximum: 1024, description: 'Number of mel bands.' }),
      ...melOptions,
      level: Type.Union([Type.Literal('power'), Type.Literal('log')], {
        default: 'power',
        description: "'power': as it is; 'log': the natural logarithm of power plus `floor`.",
      }),
      floor: floorOption,
    },
    { additionalProperties: false },
  ),
  create(options) {
    return {
      names: Array.from({ length: options.bands }, (_, band) => `mel_${band + 1}`),
      extract(analysis) {
        const powers = melSpectrogram(analysis, options, 'mel');
        return options.level === 'log' ? logLevels(powers, options.floor) : powers.slice();
      },
    };
  },
});
