import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';
import { trackPitch, type PitchTrack } from '../../core/signal/pitch.js';

export default definePlugin({
  kind: 'feature',
  name: 'pitch',
  summary:
    'Fundamental frequency by autocorrelation (Boersma 1993): how strongly a frame is voiced, log2 of its frequency in Hz, and whether it is voiced.',
  options: Type.Object(
    {
      minimumFrequency: Type.Number({
        default: 60,
        minimum: 10,
        description: 'Lowest fundamental frequency, in Hz.',
      }),
      maximumFrequency: Type.Number({
        default: 800,
        exclusiveMinimum: 10,
        description: 'Highest fundamental frequency, in Hz; at most a quarter of the sample rate.',
      }),
      frameLength: Type.Integer({
        default: 1024,
        minimum: 64,
        maximum: 65536,
        multipleOf: 4,
        description:
          'Samples of its own frames, which are centred as those of `frames` are; at least two periods of the lowest fundamental.',
      }),
      octaveCost: Type.Number({
        default: 0.05,
        minimum: 0,
        maximum: 1,
        description:
          'What a candidate loses for each octave that it is lower, in units of the strength: keeps a period from being taken for two.',
      }),
      voicing: Type.Number({
        default: 0.45,
        minimum: 0,
        maximum: 1,
        description: 'Strength from which on a frame is voiced (no unit).',
      }),
      range: Type.Number({
        default: 40,
        exclusiveMinimum: 0,
        description: "A frame further than this below the clip's loudest is not voiced, in dB.",
      }),
    },
    { additionalProperties: false },
  ),
  /**
   * Columns: `pitch_strength`, from 0 to 1; `pitch_log2`, of an unvoiced frame the straight line between the voiced ones
   * before and after it, or the nearest one's; `pitch_voiced`, 1 or 0. A clip without a voiced frame has the
   * middle of the range, in octaves, throughout.
   */
  create(search) {
    const middle = Math.log2(search.minimumFrequency * search.maximumFrequency) / 2;
    return {
      names: ['pitch_strength', 'pitch_log2', 'pitch_voiced'],
      extract(analysis) {
        const track = analysis.once(`pitch/${JSON.stringify(search)}`, () => trackPitch(analysis, search));
        const contour = interpolated(track, middle);
        return Float32Array.from({ length: 3 * contour.length }, (_, index) => {
          const frame = Math.floor(index / 3);
          if (index % 3 === 0) return track.strength[frame];
          return index % 3 === 1 ? contour[frame] : Number(track.voiced[frame]);
        });
      },
    };
  },
});

function interpolated({ frequency, voiced }: PitchTrack, middle: number): Float64Array {
  const contour = new Float64Array(frequency.length).fill(middle);
  let last = -1;
  voiced.forEach((isVoiced, frame) => {
    if (!isVoiced) return;
    contour[frame] = Math.log2(frequency[frame]);
    if (last < 0) contour.fill(contour[frame], 0, frame);
    for (let between = last + 1; last >= 0 && between < frame; between++) {
      contour[between] =
        contour[last] + ((contour[frame] - contour[last]) * (between - last)) / (frame - last);
    }
    last = frame;
  });
  if (last >= 0) contour.fill(contour[last], last);
  return contour;
}
