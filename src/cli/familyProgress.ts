import type { MemberNews } from '../core/families/conduct.js';
import { memberWords } from '../core/families/members.js';
import { countMembers, secondsLeft } from '../core/families/progress.js';
import { currentStage } from '../core/runs/runView.js';
import { duration } from './figures.js';
import type { Screen } from './progressLines.js';

/** What is known of a family under way; it only listens. */
export class FamilyProgress {
  readonly #jobs: number;
  readonly #news: Map<number, MemberNews>;
  /** When each member was started by this sweep, in ms. */
  readonly #started = new Map<number, number>();
  readonly #taken: number[] = [];

  constructor(news: readonly MemberNews[], jobs: number) {
    this.#jobs = jobs;
    this.#news = new Map(news.map((each) => [each.member.number, each]));
  }

  /** In the order of their numbers. */
  get members(): readonly MemberNews[] {
    return [...this.#news.values()].sort((one, other) => one.member.number - other.member.number);
  }

  /** Takes up news; says whether the member's state is another one now. */
  take(news: MemberNews): boolean {
    const { number } = news.member;
    const before = this.#news.get(number)?.state;
    this.#news.set(number, news);
    const changed = before !== news.state;
    if (changed && news.state === 'running') this.#started.set(number, Date.now());
    if (changed && news.state === 'finished' && !news.resumed) this.#taken.push(this.elapsed(number));
    return changed;
  }

  /** Seconds since this sweep started a member. */
  elapsed(number: number): number {
    return (Date.now() - (this.#started.get(number) ?? Date.now())) / 1000;
  }

  /** `3/10 done, 2 running, about 12 min left`. */
  get summary(): string {
    const { members, finished, failed, running, waiting } = countMembers(this.members);
    const left = secondsLeft({
      taken: this.#taken,
      running: this.members
        .filter(({ state }) => state === 'running')
        .map(({ member, view }) => ({ elapsed: this.elapsed(member.number), left: stageLeft(view) })),
      waiting,
      jobs: this.#jobs,
    });
    return [
      `${finished}/${members} done`,
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...(running > 0 ? [`${running} running`] : []),
      ...(left !== null && running + waiting > 0 ? [`about ${duration(left)} left`] : []),
    ].join(', ');
  }
}

/** What a member says that its training still takes at most. */
function stageLeft(view: MemberNews['view']): number | null {
  const stage = view === null ? null : currentStage(view);
  return stage?.stage === 'train' ? stage.secondsLeft : null;
}

const WORDS = {
  waiting: 'waiting',
  running: 'started',
  finished: 'finished',
  failed: 'FAILED',
  interrupted: 'stopped',
} as const;
const WIDTH = 9;

/** A line for each change of a member's state, for a pipe or a log. */
export class FamilyLines {
  readonly #screen: Pick<Screen, 'write' | 'palette'>;
  readonly #progress: FamilyProgress;

  constructor(screen: Pick<Screen, 'write' | 'palette'>, progress: FamilyProgress) {
    this.#screen = screen;
    this.#progress = progress;
  }

  readonly show = (news: MemberNews): void => {
    if (!this.#progress.take(news)) return;
    const { palette, write } = this.#screen;
    const { member, state, resumed, error, passed } = news;
    const word = state === 'running' && resumed ? 'resumed' : WORDS[state];
    const paint = state === 'failed' ? palette.bad : palette.strong;
    const verdict = state === 'finished' ? (passed === true ? ': gate passed' : ': gate FAILED') : '';
    const reason = state === 'failed' && error !== null ? `: ${error.code}: ${error.message}` : '';
    const who = `${member.number} (${memberWords(member.settings)})`;
    write(`${paint(word.padEnd(WIDTH))} ${who}${verdict}${reason}; ${this.#progress.summary}\n`);
  };
}
