import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';

export default definePlugin({
  kind: 'feature',
  name: 'rms',
  summary: 'Root mean square of the samples of each frame (librosa.feature.rms).',
  options: Type.Object({}, { additionalProperties: false }),
  create() {
    return {
      names: ['rms'],
      extract({ waveform: { samples }, framing: { fftSize, hopLength }, frameCount }) {
        return Float32Array.from({ length: frameCount }, (_, frame) => {
          const start = frame * hopLength - fftSize / 2;
          const end = Math.min(samples.length, start + fftSize);
          let sum = 0;
          for (let index = Math.max(0, start); index < end; index++) sum += samples[index] * samples[index];
          return Math.sqrt(sum / fftSize);
        });
      },
    };
  },
});
