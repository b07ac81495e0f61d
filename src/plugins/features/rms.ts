import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';
import { framesOf } from '../../core/signal/frames.js';
import { rootMeanSquares } from '../../kernels/spectra/waveform.js';

export default definePlugin({
  kind: 'feature',
  name: 'rms',
  summary: 'Root mean square of the samples of each frame (librosa.feature.rms).',
  options: Type.Object({}, { additionalProperties: false }),
  create() {
    return {
      names: ['rms'],
      extract: (analysis) => rootMeanSquares(framesOf(analysis)),
    };
  },
});
