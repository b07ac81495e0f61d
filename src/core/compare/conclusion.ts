import { listed } from '../text/words.js';
import type { MetricDifference, MetricDifferences } from './metricDifference.js';
import type { RightAnswers } from './rightAnswers.js';

/** What can be said: `first` or `second` is better, nothing is, or two ways of asking disagree. */
export type Finding = 'first' | 'second' | 'noise' | 'unsettled';

/** What a comparison comes to. */
export interface Conclusion {
  readonly finding: Finding;
  /** For a person, one to three sentences. */
  readonly text: string;
}

/** Overall metrics that are worth a word beside the accuracy. */
const HEADLINES = ['f1.macro', 'uar'];

/**
 * Says what can be said of two runs: one is better in accuracy where the interval leaves out 0 and McNemar's test
 * agrees. Then which of macro F1 and UAR go the other way, and which classes' recall moved beyond the noise, by both too.
 *
 * @param names how the runs are called
 * @param clips how many clips both held out
 * @param level of the intervals, e.g. 0.95: McNemar's test speaks against chance where its p is below 1 − level
 */
export function conclude(
  differences: MetricDifferences,
  answers: RightAnswers,
  names: { readonly first: string; readonly second: string },
  clips: number,
  level: number,
): Conclusion {
  const significant = 1 - level;
  const { accuracy } = differences;
  const test = answers.mcnemar;
  const finding = findingOf(accuracy, test.p, significant);
  const p = `McNemar p ${test.p < 0.0005 ? '< 0.001' : `= ${test.p.toFixed(3)}`}`;
  const where = `on the same ${clips} held-out clips, ${p}`;
  const better = (winner: string, loser: string): string =>
    `${winner} is better than ${loser}: its accuracy is higher by ${size(accuracy)} ${where}.`;
  const text = {
    first: better(names.first, names.second),
    second: better(names.second, names.first),
    noise: `The difference in accuracy is within the noise: ${withInterval(accuracy)} ${where}.`,
    unsettled: `Nothing is settled, for the interval and McNemar's test disagree: accuracy ${withInterval(accuracy)} ${where}.`,
  }[finding];
  return {
    finding,
    text: [text, ...contrary(differences, finding), ...moved(differences, answers, names, significant)].join(
      ' ',
    ),
  };
}

function findingOf(accuracy: MetricDifference, p: number, significant: number): Finding {
  const way = wayOf(accuracy);
  if (way === null && p >= significant) return 'noise';
  if (way === null || p >= significant) return 'unsettled';
  return way;
}

/** Which run a difference favours beyond its interval, or null. */
export function wayOf({ better, low, high }: MetricDifference): 'first' | 'second' | null {
  if (low === null || high === null || (low <= 0 && high >= 0)) return null;
  return low > 0 === (better === 'higher') ? 'second' : 'first';
}

function contrary({ overall }: MetricDifferences, finding: Finding): readonly string[] {
  const others = overall.filter((each) => {
    const way = wayOf(each);
    return HEADLINES.includes(each.metric) && way !== null && way !== finding;
  });
  return others.length === 0
    ? []
    : [`But ${listed(others.map((each) => `${each.metric} differs by ${withInterval(each)}`))}.`];
}

function moved(
  { perClass }: MetricDifferences,
  { byClass }: RightAnswers,
  names: { readonly second: string },
  significant: number,
): readonly string[] {
  const recalls = perClass.flatMap((each) => {
    const { metric, class: name } = each;
    const settled = metric === 'recall' && name !== undefined && byClass[name].mcnemar.p < significant;
    return settled && wayOf(each) !== null ? [`${name} ${withInterval(each)}`] : [];
  });
  return recalls.length === 0 ? [] : [`Recall of ${names.second} beyond the noise: ${listed(recalls)}.`];
}

/** `+0.030 [0.010, 0.050]`. */
function withInterval({ difference, low, high }: MetricDifference): string {
  if (difference === null || low === null || high === null) return 'undefined';
  return `${signed(difference)} [${signed(low)}, ${signed(high)}]`;
}

/** How great a difference is, whichever way it goes: `0.030 [0.010, 0.050]`. */
function size({ difference, low, high }: MetricDifference): string {
  const ends = [low ?? 0, high ?? 0].map(Math.abs).sort((a, b) => a - b);
  return `${Math.abs(difference ?? 0).toFixed(3)} [${ends.map((end) => end.toFixed(3)).join(', ')}]`;
}

/** A number with its sign and three decimals. */
export function signed(value: number): string {
  const rounded = value.toFixed(3);
  return value > 0 ? `+${rounded}` : rounded.replace(/^-0\.000$/, '0.000');
}
