/** How a voice departs from its neutral way of speaking. */
export interface Expression {
  /** Mean pitch, in semitones from the speaker's own. */
  readonly pitch: number;
  /** Size of the pitch accents, as a factor. */
  readonly range: number;
  /** Course of the pitch from the first sound to the last, in semitones; negative falls. */
  readonly contour: number;
  /** Level, in dB. */
  readonly energy: number;
  /** Speech rate, as a factor. */
  readonly tempo: number;
  /** Standard deviation of the period from cycle to cycle, in percent of it. */
  readonly jitter: number;
  /** Standard deviation of the amplitude from cycle to cycle, in dB. */
  readonly shimmer: number;
  /** Level of the source at 3 kHz, in dB: the spectral tilt. */
  readonly highs: number;
  /** Level of the breath noise in the source against the voice, in dB. */
  readonly breath: number;
  /** Formant frequencies, as a factor: spread lips shorten the vocal tract. */
  readonly formants: number;
}

export const EMOTIONS = [
  'neutral',
  'calm',
  'happy',
  'sad',
  'angry',
  'fearful',
  'disgust',
  'surprised',
] as const;
export type Emotion = (typeof EMOTIONS)[number];

/**
 * The acoustic profile of each emotion. Directions and order follow the literature; the sizes are within what it
 * reports for acted speech.
 *
 * - Banse & Scherer (1996), Acoustic profiles in vocal emotion expression, J. Pers. Soc. Psychol. 70(3): 614–636:
 *   pitch and energy highest in hot anger and panic, lowest in sadness.
 * - Juslin & Laukka (2003), Communication of emotions in vocal expression and music performance, Psychol. Bull.
 *   129(5): 770–814: anger fast, loud, bright, variable; fear fast, high, little variable, irregular; happiness fast,
 *   high, variable, rising, regular; sadness and tenderness (`calm` here) slow, soft, low, little variable, falling
 *   and dull, sadness irregular and tenderness regular.
 * - Scherer (2003), Vocal communication of emotion: A review of research paradigms, Speech Commun. 40: 227–256.
 * - Murray & Arnott (1993), Toward the simulation of emotion in synthetic speech, J. Acoust. Soc. Am. 93(2):
 *   1097–1108: disgust very much slower and lower, with wide falls; irregular voicing in fear.
 * - Cahn (1990), The generation of affect in synthesized speech, J. Am. Voice I/O Soc. 8: 1–19: surprise with the
 *   widest range and a steep rise.
 * - Tartter (1980), Happy talk, Percept. Psychophys. 27(1): 24–27: smiling raises the formants.
 */
export const EXPRESSIONS: Readonly<Record<Emotion, Expression>> = {
  // prettier-ignore
  neutral:   { pitch: 0,    range: 1,    contour: -2,   energy: 0,    tempo: 1,    jitter: 0.7, shimmer: 0.25, highs: 0,   breath: -30, formants: 1 },
  // prettier-ignore
  calm:      { pitch: -1,   range: 0.7,  contour: -3,   energy: -4,   tempo: 0.88, jitter: 0.5, shimmer: 0.2,  highs: -4,  breath: -23, formants: 1.01 },
  // prettier-ignore
  happy:     { pitch: 4.5,  range: 1.8,  contour: 0.5,  energy: 4.5,  tempo: 1.1,  jitter: 0.6, shimmer: 0.25, highs: 4,   breath: -29, formants: 1.05 },
  // prettier-ignore
  sad:       { pitch: -1.5, range: 0.6,  contour: -4,   energy: -7,   tempo: 0.8,  jitter: 1.3, shimmer: 0.5,  highs: -9,  breath: -18, formants: 0.98 },
  // prettier-ignore
  angry:     { pitch: 4,    range: 1.7,  contour: 0,    energy: 10,   tempo: 1.12, jitter: 1.4, shimmer: 0.5,  highs: 10,  breath: -32, formants: 1 },
  // prettier-ignore
  fearful:   { pitch: 7,    range: 0.8,  contour: 1,    energy: 1.5,  tempo: 1.22, jitter: 1.7, shimmer: 0.55, highs: 1,   breath: -19, formants: 1.02 },
  // prettier-ignore
  disgust:   { pitch: -2.5, range: 1.3,  contour: -5,   energy: -0.5, tempo: 0.75, jitter: 1.6, shimmer: 0.5,  highs: 2.5, breath: -26, formants: 0.95 },
  // prettier-ignore
  surprised: { pitch: 7,    range: 2.2,  contour: 7,    energy: 3.5,  tempo: 0.95, jitter: 0.6, shimmer: 0.25, highs: 2,   breath: -25, formants: 1.01 },
};

/**
 * Standard deviations of how two clips of one emotion differ: in the units of `Expression`, and in natural logarithms
 * where that is a factor or a spread.
 */
export const VARIATION: Expression = {
  pitch: 1.1,
  range: 0.2,
  contour: 1.2,
  energy: 1.5,
  tempo: 0.06,
  jitter: 0.2,
  shimmer: 0.2,
  highs: 1.5,
  breath: 2,
  formants: 0.012,
};

/** How much further from neutral a strong expression is than a normal one. */
export const STRENGTH = { normal: 1, strong: 1.5 } as const;
export type Intensity = keyof typeof STRENGTH;
