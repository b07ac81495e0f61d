import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';
import { framesOf } from '../../core/signal/frames.js';
import { zeroCrossingRates } from '../../kernels/spectra/waveform.js';

export default definePlugin({
  kind: 'feature',
  name: 'zero-crossing-rate',
  summary:
    'Share of the samples of each frame whose sign differs from the one before (librosa.feature.zero_crossing_rate).',
  options: Type.Object(
    {
      threshold: Type.Number({
        default: 1e-10,
        minimum: 0,
        maximum: 1,
        description: 'Samples no further from 0 than this count as 0, which is positive (full scale is 1).',
      }),
    },
    { additionalProperties: false },
  ),
  create({ threshold }) {
    return {
      names: ['zero_crossing_rate'],
      extract: (analysis) => zeroCrossingRates(framesOf(analysis), threshold),
    };
  },
});
