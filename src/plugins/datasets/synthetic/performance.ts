import { EXPRESSIONS, STRENGTH, VARIATION } from './emotions.js';
import type { Random } from '../../../core/random.js';
import type { Emotion, Expression, Intensity } from './emotions.js';
import type { Speaker } from './speaker.js';

/**
 * How one clip is spoken: the emotion's profile, away from neutral as far as intensity and speaker go, and no two
 * clips alike.
 *
 * @param variation factor of the differences between clips of one emotion; 0: none
 */
export function perform(
  emotion: Emotion,
  intensity: Intensity,
  speaker: Speaker,
  variation: number,
  random: Random,
): Expression {
  const neutral = EXPRESSIONS.neutral;
  const profile = EXPRESSIONS[emotion];
  const strength = STRENGTH[intensity] * speaker.expressiveness;
  const add = (key: keyof Expression): number =>
    neutral[key] + strength * (profile[key] - neutral[key]) + variation * VARIATION[key] * random.normal();
  const multiply = (key: keyof Expression): number =>
    neutral[key] *
    (profile[key] / neutral[key]) ** strength *
    Math.exp(variation * VARIATION[key] * random.normal());
  return {
    pitch: add('pitch'),
    range: multiply('range'),
    contour: add('contour'),
    energy: add('energy'),
    tempo: multiply('tempo'),
    jitter: multiply('jitter'),
    shimmer: multiply('shimmer'),
    highs: add('highs'),
    breath: add('breath'),
    formants: multiply('formants'),
  };
}
