import { mostProbable } from '../experiment/confusion.js';
import type { Predictions } from '../experiment/predictions.js';
import { mcnemar, type McNemar } from './mcnemar.js';
import type { PairedPredictions } from './pairing.js';

/** McNemar's tests of two models' right answers: on all clips, and on those of each class, which is its recall. */
export interface RightAnswers {
  readonly mcnemar: McNemar;
  /** By class, in the order of the classes. */
  readonly byClass: Readonly<Record<string, { readonly clips: number; readonly mcnemar: McNemar }>>;
}

/** Tests who is right more often, on the same clips. */
export function testRightAnswers({ first, second }: PairedPredictions): RightAnswers {
  const [right, rightToo] = [rightRows(first), rightRows(second)];
  const test = (within: (label: number) => boolean): McNemar => {
    const rows = [...first.truth.keys()].filter((row) => within(first.truth[row]));
    const onlyFirst = rows.filter((row) => right[row] && !rightToo[row]).length;
    const onlySecond = rows.filter((row) => rightToo[row] && !right[row]).length;
    return mcnemar(onlyFirst, onlySecond);
  };
  const byClass = first.classes.map((name, index) => {
    const clips = first.truth.filter((label) => label === index).length;
    return [name, { clips, mcnemar: test((label) => label === index) }] as const;
  });
  return { mcnemar: test(() => true), byClass: Object.fromEntries(byClass) };
}

/** Which rows are right. */
export function rightRows({ classes, truth, probabilities }: Predictions): readonly boolean[] {
  return Array.from(truth, (label, row) => mostProbable(probabilities, row, classes.length) === label);
}
