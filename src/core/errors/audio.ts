import type { CatalogueEntry } from './entry.js';
import { defineError } from './entry.js';

export const AUDIO_FRAME_LENGTH = defineError(
  'AUDIO_FRAME_LENGTH',
  'The frame length of the spectrogram is not a power of two, or the hop is not a positive whole number.',
  (p: { fftSize: number; hopLength: number }) => ({
    message: `Frames of ${p.fftSize} samples every ${p.hopLength} samples cannot be analysed.`,
    allowed:
      'A frame length that is a power of two from 16 up (512, 1024, 2048, …), and a hop of at least 1.',
    hint: 'Set `frames.fftSize` to the next power of two, e.g. 2048, and `frames.hopLength` to a quarter of it.',
  }),
);

export const FEATURE_FREQUENCY_RANGE = defineError(
  'FEATURE_FREQUENCY_RANGE',
  "A feature's frequency range is empty or reaches above half the sample rate (for pitch: a quarter of it).",
  (p: { feature: string; minimum: number; maximum: number; sampleRate: number; share?: 2 | 4 }) => ({
    message: `The feature '${p.feature}' asks for ${p.minimum} to ${p.maximum} Hz.`,
    allowed: `A lower end below the upper one, which is at most ${p.share === 4 ? 'a quarter of' : 'half'} the sample rate: ${p.sampleRate / (p.share ?? 2)} Hz.`,
    hint: 'Mend `minimumFrequency` and `maximumFrequency`, or raise the sample rate of the audio stage.',
  }),
);

export const FEATURE_CONTRAST_BANDS = defineError(
  'FEATURE_CONTRAST_BANDS',
  'A band of the spectral contrast starts above half the sample rate or holds no frequency bin.',
  (p: { bands: number; minimumFrequency: number; sampleRate: number; fftSize: number }) => ({
    message:
      `${p.bands} octaves of spectral contrast from ${p.minimumFrequency} Hz do not fit ` +
      `clips of ${p.sampleRate} Hz in frames of ${p.fftSize} samples.`,
    allowed: `Each band starts below ${p.sampleRate / 2} Hz and holds at least two of the bins, ${(
      p.sampleRate / p.fftSize
    ).toFixed(1)} Hz apart.`,
    hint: 'Lower `bands` or change `minimumFrequency`; longer frames have finer bins.',
  }),
);

export const FEATURE_MFCC_COEFFICIENTS = defineError(
  'FEATURE_MFCC_COEFFICIENTS',
  'More cepstral coefficients are asked for than there are mel bands.',
  (p: { coefficients: number; bands: number }) => ({
    message: `The feature 'mfcc' asks for ${p.coefficients} coefficients of ${p.bands} mel bands.`,
    allowed: `At most as many coefficients as bands: ${p.bands}.`,
    hint: 'Lower `coefficients` or raise `bands`.',
  }),
);

export const FEATURE_PITCH_FRAME = defineError(
  'FEATURE_PITCH_FRAME',
  'The frames of the pitch are too short for the lowest fundamental frequency that it looks for.',
  (p: { frameLength: number; minimum: number; sampleRate: number; needed: number }) => ({
    message: `Frames of ${p.frameLength} samples at ${p.sampleRate} Hz are too short for the feature 'pitch' to find ${p.minimum} Hz.`,
    allowed: `At least two periods of it: ${p.needed} samples.`,
    hint: `Raise \`frameLength\` to a multiple of four from ${p.needed} up, or raise \`minimumFrequency\`.`,
  }),
);

export const FEATURE_SHAPE_BANDS = defineError(
  'FEATURE_SHAPE_BANDS',
  'The spectrum is too coarse for the bands of spectral-shape, up to 1, 2 and 5 kHz.',
  (p: { sampleRate: number; fftSize: number }) => ({
    message:
      `Frames of ${p.fftSize} samples at ${p.sampleRate} Hz have bins ${(p.sampleRate / p.fftSize).toFixed(1)} Hz apart: ` +
      "a band of the feature 'spectral-shape' holds none.",
    allowed: 'At least one bin from 1 to 5 kHz and one from 2 to 5 kHz.',
    hint: 'Set `frames.fftSize` to a larger power of two, e.g. 512 at 16 kHz.',
  }),
);

export const audioErrors = {
  AUDIO_FRAME_LENGTH,
  FEATURE_FREQUENCY_RANGE,
  FEATURE_CONTRAST_BANDS,
  FEATURE_MFCC_COEFFICIENTS,
  FEATURE_PITCH_FRAME,
  FEATURE_SHAPE_BANDS,
} satisfies Readonly<Record<string, CatalogueEntry>>;
