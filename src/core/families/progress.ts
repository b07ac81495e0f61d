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

/** How the members of a family share the machine. */
export interface Shares {
  /** Members at once. */
  readonly jobs: number;
  /** Of each member. */
  readonly threads: number;
}

/** What there is to share. */
export interface Resources {
  /** Of the machine, for all members together. */
  readonly threads: number;
  /** Whether somebody asked for just so many threads now. */
  readonly threadsAsked: boolean;
  /** Members at once; undefined: as many as there are threads. */
  readonly jobs: number | undefined;
}

/** How a family with so many members shares the machine when it is begun. */
export function sharesOf({ threads, jobs = threads }: Resources, members: number): Shares {
  const atOnce = Math.max(1, Math.min(jobs, members));
  return { jobs: atOnce, threads: Math.max(1, Math.floor(threads / atOnce)) };
}

/**
 * How a family shares the machine when it goes on: each member has the threads that it would have had, because on some
 * backends results depend on them; how many run at once may change.
 */
export function sharesAgain(kept: Shares, { threads, threadsAsked, jobs }: Resources): Shares {
  const fitting = threadsAsked ? Math.max(1, Math.floor(threads / kept.threads)) : kept.jobs;
  return { jobs: jobs ?? fitting, threads: kept.threads };
}
