import type { EventSink } from '../events.js';
import type { Clip, Part } from './clips.js';

/** Fewer speakers than this make a rough interval. */
const ENOUGH_SPEAKERS = 5;

/** The speaker of each row of a part that the model is judged on; absent where training heard one of them. */
export type UnheardSpeakers = Readonly<Partial<Record<'validation' | 'test', readonly string[]>>>;

/**
 * The parts whose speakers the model does not know: for the validation part none of them is in training, for the test
 * part none is in training or validation, which the model was chosen by.
 */
export function unheardSpeakers(clips: readonly Clip[], parts: readonly Part[]): UnheardSpeakers {
  const speakersOf = (part: Part): readonly string[] =>
    clips.flatMap(({ speaker }, row) => (parts[row] === part ? [speaker] : []));
  const [train, validation, test] = [speakersOf('train'), speakersOf('validation'), speakersOf('test')];
  const apart = (some: readonly string[], others: readonly string[]): boolean => {
    const known = new Set(others);
    return !some.some((speaker) => known.has(speaker));
  };
  return {
    ...(apart(validation, train) && { validation }),
    ...(apart(test, [...train, ...validation]) && { test }),
  };
}

/** Says where the held-out part has too few speakers for its intervals to be taken at their word. */
export function warnOfFewSpeakers({ test }: UnheardSpeakers, emit: EventSink): void {
  if (test === undefined) return;
  const count = new Set(test).size;
  if (count >= ENOUGH_SPEAKERS) return;
  const message =
    count === 1
      ? 'The held-out part has one speaker: its intervals are made by drawing clips, and say nothing of other speakers.'
      : `The intervals of the held-out part are made by drawing its ${count} speakers: with fewer than ${ENOUGH_SPEAKERS} they are rough, and mostly too narrow.`;
  emit({ type: 'warning', stage: 'evaluate', message });
}
