import { definePlugin, Type } from 'intone';

/** A plugin of your own: everything about it is in this file, and a config names it under `plugins:`. */
export default definePlugin({
  kind: 'feature',
  name: 'crest-factor',
  summary: 'Peak of a frame over its root mean square: how spiky the voice is.',
  options: Type.Object(
    {
      floor: Type.Number({
        default: 1e-4,
        exclusiveMinimum: 0,
        maximum: 1,
        description: 'Least root mean square that counts, in full scale; quieter frames are held to it.',
      }),
    },
    { additionalProperties: false },
  ),
  // The same clip always gives the same numbers, so the feature cache may keep them.
  pure: true,
  create: ({ floor }) => ({
    names: ['crest_factor'],
    extract: ({ waveform, framing, frameCount }) =>
      Float32Array.from({ length: frameCount }, (_, frame) => {
        // Frames are centred, as in librosa: frame 0 has its middle on the first sample.
        const start = frame * framing.hopLength - framing.fftSize / 2;
        const samples = waveform.samples.subarray(Math.max(0, start), start + framing.fftSize);
        const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
        const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
        return peak / Math.max(Math.sqrt(power), floor);
      }),
  }),
});
