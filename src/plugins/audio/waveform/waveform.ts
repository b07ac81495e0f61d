import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../../core/registry/plugin.js';
import { peakOf } from '../../../kernels/spectra/samples.js';
import { cropped, croppedLength } from './crop.js';
import { decodeAudio } from './decode.js';
import { fingerprint } from './fingerprint.js';
import { trimmed } from './trim.js';
import type { Recording } from '../../../core/experiment/clips.js';

export default definePlugin({
  kind: 'audio',
  name: 'waveform',
  summary:
    'Decodes WAV, FLAC and other audio files, mixes the channels to one, trims, resamples (like librosa.load) and crops.',
  options: Type.Object(
    {
      sampleRate: Type.Integer({
        default: 22050,
        minimum: 4000,
        maximum: 192000,
        description: 'Rate that all clips are brought to, in Hz.',
      }),
      crop: Type.Union(
        [
          Type.Object(
            {
              seconds: Type.Number({
                exclusiveMinimum: 0,
                maximum: 3600,
                description: 'Length of every clip, in seconds; shorter ones get zeros at their end.',
              }),
              from: Type.Union([Type.Literal('start'), Type.Literal('middle'), Type.Literal('end')], {
                default: 'middle',
                description: 'Which part of a longer clip is kept.',
              }),
            },
            { additionalProperties: false },
          ),
          Type.Null(),
        ],
        { default: null, description: 'Brings all clips to one length; null: clips keep their own.' },
      ),
      trim: Type.Union(
        [
          Type.Object(
            {
              range: Type.Number({
                default: 40,
                exclusiveMinimum: 0,
                description:
                  "Frames of 25 ms that are further than this below the clip's loudest count as silence, in dB.",
              }),
              margin: Type.Number({
                default: 0.05,
                minimum: 0,
                maximum: 60,
                description: 'What stays before the first and after the last frame of sound, in seconds.',
              }),
            },
            { additionalProperties: false },
          ),
          Type.Null(),
        ],
        {
          default: null,
          description: "Cuts silence off a clip's ends, before the crop; null: nothing is cut.",
        },
      ),
      silence: Type.Number({
        default: -80,
        maximum: 0,
        description:
          'A clip whose highest sample stays below this level counts as silent, in dB of full scale.',
      }),
    },
    { additionalProperties: false },
  ),
  create({ sampleRate, trim, crop, silence }) {
    const sampleCount = crop && croppedLength(crop, sampleRate);
    return {
      sampleRate,
      sampleCount,
      async load(bytes): Promise<Recording> {
        const decoded = await decodeAudio(bytes);
        if (!decoded.usable) return decoded;
        const mono = mixDown(decoded.channels);
        const defect = findDefect(mono, silence);
        if (defect) return { usable: false, ...defect };
        const sound = trim ? trimmed(mono, decoded.sampleRate, trim) : mono;
        return {
          usable: true,
          waveform: { samples: cropped(sound, decoded.sampleRate, sampleRate, crop), sampleRate },
          fingerprint: fingerprint(mono, decoded.sampleRate, decoded.codes),
          seconds: mono.length / decoded.sampleRate,
        };
      },
    };
  },
});

/** Mean of the channels, each step rounded to 32 bits (librosa.to_mono). */
function mixDown(channels: readonly Float32Array[]): Float32Array {
  if (channels.length === 1) return channels[0];
  const mono = new Float32Array(channels[0].length);
  for (const channel of channels) {
    for (let index = 0; index < mono.length; index++) mono[index] += channel[index];
  }
  return mono.map((sum) => sum / channels.length);
}

type Defect = Pick<Extract<Recording, { usable: false }>, 'reason' | 'detail'>;

/** What is wrong with samples that did decode. */
function findDefect(samples: Float32Array, silence: number): Defect | null {
  const peak = peakOf(samples);
  if (Number.isNaN(peak)) {
    const index = samples.findIndex((sample) => !Number.isFinite(sample));
    return {
      reason: 'undecodable',
      detail: `sample ${index + 1} of ${samples.length} is not a finite number`,
    };
  }
  if (peak === 0) return { reason: 'silent', detail: 'every sample is 0' };
  const level = 20 * Math.log10(peak);
  if (level >= silence) return null;
  const detail = `the highest sample is at ${level.toFixed(1)} dB, below the ${silence} dB that count as silence`;
  return { reason: 'silent', detail };
}
