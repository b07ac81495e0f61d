import { EMOTIONS } from './emotions.js';
import { STATEMENT_NAMES } from './statements.js';
import type { Clip } from '../../../core/experiment/clips.js';
import type { Emotion, Intensity } from './emotions.js';
import type { Statement } from './statements.js';

/** Who says what, and how. */
export interface Utterance {
  readonly clip: Clip;
  /** Counts from 1. */
  readonly speaker: number;
  readonly emotion: Emotion;
  readonly intensity: Intensity;
  readonly statement: Statement;
}

/**
 * Every utterance of the corpus, by clip id: each speaker says each statement in each emotion and intensity, so many
 * times. Neutral has no strong intensity, and so half the clips; balanced, it is said twice as often instead.
 */
export function planCorpus(
  speakers: number,
  repetitions: number,
  balanced: boolean,
): ReadonlyMap<string, Utterance> {
  const utterances = new Map<string, Utterance>();
  for (let speaker = 1; speaker <= speakers; speaker++) {
    for (const emotion of EMOTIONS) {
      for (const intensity of intensitiesOf(emotion)) {
        const times = emotion === 'neutral' && balanced ? 2 * repetitions : repetitions;
        for (const statement of STATEMENT_NAMES) {
          for (let repetition = 1; repetition <= times; repetition++) {
            const clip = describe(speaker, emotion, intensity, statement, repetition);
            utterances.set(clip.id, { clip, speaker, emotion, intensity, statement });
          }
        }
      }
    }
  }
  return utterances;
}

function intensitiesOf(emotion: Emotion): readonly Intensity[] {
  return emotion === 'neutral' ? ['normal'] : ['normal', 'strong'];
}

function describe(
  speaker: number,
  emotion: Emotion,
  intensity: Intensity,
  statement: Statement,
  repetition: number,
): Clip {
  const voice = `Voice_${String(speaker).padStart(2, '0')}`;
  return {
    id: `${voice}/${emotion}-${intensity}-${statement}-${repetition}`,
    label: emotion,
    speaker: voice,
    columns: {
      sex: speaker % 2 === 1 ? 'male' : 'female',
      intensity,
      statement,
      channel: 'speech',
      repetition: String(repetition),
    },
  };
}
