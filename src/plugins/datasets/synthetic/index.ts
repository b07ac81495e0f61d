import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../../core/registry/plugin.js';
import { Random } from '../../../core/random.js';
import { EMOTIONS } from './emotions.js';
import { perform } from './performance.js';
import { planCorpus } from './plan.js';
import { record } from './record.js';
import { writeScore } from './score.js';
import { drawSpeaker } from './speaker.js';
import { STATEMENTS } from './statements.js';
import { speak } from './voice.js';
import { encodeWav } from './wav.js';

/** Of a clip's length, the part that is spoken; the rest is silence before and after. */
const SPOKEN = 0.84;

export default definePlugin({
  kind: 'dataset',
  name: 'synthetic',
  summary:
    'Speaks a small corpus itself: eight emotions, labelled as in RAVDESS, by a source-filter voice (Klatt & Klatt 1990) with the emotional profiles of Banse & Scherer (1996) and Juslin & Laukka (2003).',
  options: Type.Object(
    {
      seed: Type.Integer({
        default: 1,
        minimum: 0,
        description:
          "Which corpus is spoken. It is the data's own seed: the experiment's seed changes the split and the training, not the recordings.",
      }),
      speakers: Type.Integer({
        default: 6,
        minimum: 1,
        maximum: 200,
        description: 'Number of voices, men and women in turn.',
      }),
      repetitions: Type.Integer({
        default: 2,
        minimum: 1,
        maximum: 50,
        description: 'Clips of each speaker, emotion, intensity and statement.',
      }),
      balanced: Type.Boolean({
        default: false,
        description:
          'Whether neutral has as many clips as the others; otherwise half as many, since it has no strong intensity (as in RAVDESS).',
      }),
      variation: Type.Number({
        default: 1,
        minimum: 0,
        maximum: 5,
        description:
          'How much clips of one emotion differ, as a factor: the larger, the harder to tell apart.',
      }),
      seconds: Type.Number({
        default: 1.8,
        minimum: 0.5,
        maximum: 10,
        description: 'Mean length of a neutral clip, in seconds.',
      }),
      sampleRate: Type.Integer({
        default: 16000,
        minimum: 8000,
        maximum: 48000,
        description: 'Sample rate of the recordings, in Hz.',
      }),
    },
    { additionalProperties: false },
  ),
  create({ seed, speakers, repetitions, balanced, variation, seconds, sampleRate }) {
    const random = new Random(seed, 'synthetic');
    const utterances = planCorpus(speakers, repetitions, balanced);
    return {
      classes: EMOTIONS,
      allClasses: EMOTIONS,
      columns: ['sex', 'intensity', 'statement', 'channel', 'repetition'],
      performance: ['intensity', 'statement', 'channel'],
      list: () => Promise.resolve({ clips: [...utterances.values()].map(({ clip }) => clip), defects: [] }),
      read(clip) {
        const utterance = utterances.get(clip.id);
        if (utterance === undefined) return Promise.reject(new Error('this corpus has no such clip'));
        const { emotion, intensity, statement } = utterance;
        const draw = random.fork(clip.id);
        const speaker = drawSpeaker(utterance.speaker, random.fork(clip.speaker));
        const expression = perform(emotion, intensity, speaker, variation, draw);
        const score = writeScore(STATEMENTS[statement], expression, speaker, SPOKEN * seconds, draw);
        const scale = speaker.formants * expression.formants;
        const speech = speak(score, expression, scale, sampleRate, draw);
        const pause = ((1 - SPOKEN) / 2) * seconds * sampleRate;
        const samples = record(speech, expression.energy + speaker.level, pause, draw);
        return Promise.resolve(encodeWav(samples, sampleRate));
      },
    };
  },
});
