import type { Random } from '../../../core/random.js';

/** One voice. */
export interface Speaker {
  readonly sex: 'male' | 'female';
  /** Mean pitch of neutral speech, in Hz. */
  readonly pitch: number;
  /** Formant frequencies against a man's of average size: the inverse of the vocal tract's length. */
  readonly formants: number;
  /** Speech rate, as a factor. */
  readonly tempo: number;
  /** Level, in dB. */
  readonly level: number;
  /** How strongly this voice expresses emotions, as a factor. */
  readonly expressiveness: number;
}

/**
 * Draws a speaker; odd numbers are men and even ones women, as in RAVDESS. Pitch and formants are those of adults
 * (Peterson & Barney 1952, J. Acoust. Soc. Am. 24(2): 175–184: means of 132 and 223 Hz, and formants that are about a
 * sixth higher in women).
 */
export function drawSpeaker(number: number, random: Random): Speaker {
  const sex = number % 2 === 1 ? 'male' : 'female';
  return {
    sex,
    pitch: sex === 'male' ? random.uniform(100, 138) : random.uniform(180, 232),
    formants: sex === 'male' ? random.uniform(0.96, 1.04) : random.uniform(1.11, 1.2),
    tempo: random.uniform(0.93, 1.07),
    level: random.uniform(-1.5, 1.5),
    expressiveness: random.uniform(0.85, 1.15),
  };
}
