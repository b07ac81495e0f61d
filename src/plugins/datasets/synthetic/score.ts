import type { Random } from '../../../core/random.js';
import type { Expression } from './emotions.js';
import type { Speaker } from './speaker.js';
import type { Phone } from './statements.js';

/** Time between two points of a score, in seconds. */
export const STEP = 0.005;
/** Half the time that the articulators take from one target to the next, in steps. */
const GLIDE = 5;
/** Half the time that the voice takes to come and go, in steps. */
const ONSET = 2;
/** Height of a pitch accent in neutral speech, in semitones, and half its width as a part of the utterance. */
const ACCENT = { height: 3, width: 0.06 };

/** What the voice is to do, one value a step. */
export interface Score {
  readonly steps: number;
  /** In Hz. */
  readonly pitch: Float64Array;
  /** Amplitude of the voice. */
  readonly voice: Float64Array;
  /** Amplitude of the noise in the mouth, and where it is strongest, in Hz. */
  readonly noise: Float64Array;
  readonly noiseCentre: Float64Array;
  /** First, second and third formant, in Hz. */
  readonly formants: readonly [Float64Array, Float64Array, Float64Array];
}

/**
 * Lays a statement out in time: lengths by tempo, formants that glide from target to target, and a pitch that follows
 * the contour with an accent on each stressed sound.
 *
 * @param seconds how long the statement takes at a tempo of 1
 */
export function writeScore(
  statement: readonly Phone[],
  expression: Expression,
  speaker: Speaker,
  seconds: number,
  random: Random,
): Score {
  const whole = statement.reduce((total, { length }) => total + length, 0);
  const pace = seconds / whole / (expression.tempo * speaker.tempo);
  const spoken = statement.map((phone) => ({
    phone,
    steps: Math.max(2, Math.round((phone.length * pace * random.uniform(0.9, 1.1)) / STEP)),
    accent: phone.stressed === undefined ? 0 : ACCENT.height * expression.range * random.uniform(0.7, 1.3),
  }));
  const steps = spoken.reduce((total, phone) => total + phone.steps, 0);
  const track = (value: (phone: Phone) => number): Float64Array =>
    Float64Array.from(spoken.flatMap((each) => new Array<number>(each.steps).fill(value(each.phone))));

  const semitones = Float64Array.from({ length: steps }, (_, step) => {
    return expression.pitch + expression.contour * (step / steps - 0.5);
  });
  let start = 0;
  for (const { steps: length, accent } of spoken) {
    const centre = (start + length / 2) / steps;
    if (accent > 0) {
      semitones.forEach((value, step) => {
        semitones[step] = value + accent * Math.exp(-0.5 * ((step / steps - centre) / ACCENT.width) ** 2);
      });
    }
    start += length;
  }
  const scale = speaker.formants * expression.formants;
  const formant = (index: 0 | 1 | 2): Float64Array =>
    smooth(
      track(({ formants }) => formants[index] * scale),
      GLIDE,
    );
  return {
    steps,
    pitch: semitones.map((value) => speaker.pitch * 2 ** (value / 12)),
    voice: smooth(
      track(({ voice }) => voice),
      ONSET,
    ),
    noise: smooth(
      track(({ noise }) => noise?.level ?? 0),
      1,
    ),
    noiseCentre: track(({ noise }) => noise?.centre ?? 3000),
    formants: [formant(0), formant(1), formant(2)],
  };
}

/** Mean over the steps up to `reach` to either side. */
function smooth(values: Float64Array, reach: number): Float64Array {
  return values.map((_, step) => {
    const near = values.subarray(Math.max(0, step - reach), step + reach + 1);
    return near.reduce((total, value) => total + value, 0) / near.length;
  });
}
