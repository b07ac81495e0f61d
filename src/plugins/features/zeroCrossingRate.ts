import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';

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
      extract({ waveform: { samples }, framing: { fftSize, hopLength }, frameCount }) {
        const before = crossingsBefore(samples, threshold);
        return Float32Array.from({ length: frameCount }, (_, frame) => {
          // A frame's own first sample is not compared; the clip goes on at its ends as its first and last sample.
          const start = frame * hopLength - fftSize / 2;
          const from = Math.min(samples.length, Math.max(0, start + 1));
          const to = Math.min(samples.length, Math.max(0, start + fftSize));
          return (before[to] - before[from]) / fftSize;
        });
      },
    };
  },
});

/** How many samples before each index differ in sign from the one before them; one longer than the samples. */
function crossingsBefore(samples: Float32Array, threshold: number): Int32Array {
  const before = new Int32Array(samples.length + 1);
  let negative = samples[0] < -threshold;
  for (let index = 1; index < samples.length; index++) {
    const isNegative = samples[index] < -threshold;
    before[index + 1] = before[index] + (isNegative === negative ? 0 : 1);
    negative = isNegative;
  }
  return before;
}
