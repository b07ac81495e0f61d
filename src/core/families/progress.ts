import type { MemberNews } from './conduct.js';

/** A family under way, in numbers. */
export interface FamilyCount {
  readonly members: number;
  readonly finished: number;
  readonly failed: number;
  readonly running: number;
  readonly waiting: number;
}

export function countMembers(news: readonly MemberNews[]): FamilyCount {
  const count = (...states: readonly MemberNews['state'][]): number =>
    news.filter(({ state }) => states.includes(state)).length;
  return {
    members: news.length,
    finished: count('finished'),
    failed: count('failed', 'interrupted'),
    running: count('running'),
    waiting: count('waiting'),
  };
}

/** What is known of the time that members take, in seconds. */
export interface Timing {
  /** Of members that this sweep has run from their start to their end. */
  readonly taken: readonly number[];
  /** Of those at work: since they were started, and what they say is left at most; null where they cannot tell. */
  readonly running: readonly { readonly elapsed: number; readonly left: number | null }[];
  /** Members that have not been started. */
  readonly waiting: number;
  readonly jobs: number;
}

/** About how long a family still takes, in seconds; null before anything is known. */
export function secondsLeft({ taken, running, waiting, jobs }: Timing): number | null {
  const expected = running.flatMap(({ elapsed, left }) => (left === null ? [] : [elapsed + left]));
  const known = taken.length > 0 ? taken : expected;
  if (known.length === 0) return null;
  const each = known.reduce((sum, seconds) => sum + seconds, 0) / known.length;
  // A member may stop early, so that what others took says more than what it says is left at most.
  const rest = running.map(({ elapsed, left }) => Math.min(Math.max(0, each - elapsed), left ?? Infinity));
  const work = rest.reduce((sum, seconds) => sum + seconds, 0) + waiting * each;
  return Math.max(work / jobs, ...rest);
}

/** The threads that each member may use where so many run at once. */
export function threadsEach(threads: number, jobs: number): number {
  return Math.max(1, Math.floor(threads / jobs));
}
