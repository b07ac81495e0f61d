import { basename, join } from 'node:path';
import { EXIT, IntoneErrors, isIntoneError } from '../errors/entry.js';
import { followEvents } from '../runs/followEvents.js';
import { isThere } from '../runs/files.js';
import { applyEvent, emptyView, type RunView } from '../runs/runView.js';
import { messageOf } from '../text/words.js';
import type { FamilyMember } from './document.js';
import type { OpenFamily } from './family.js';

/** A run in a process of its own, as whoever starts it hands it out. */
export interface MemberRun {
  readonly directory: Promise<string>;
  readonly finished: Promise<{ readonly verdict: { readonly passed: boolean } }>;
  /** Lets it finish its batch, save, and end. */
  readonly interrupt: () => void;
  /** Ends it at once. */
  readonly kill: () => void;
}

/** How far a member is, as far as this sweep is concerned. */
export type MemberState = 'waiting' | 'running' | 'finished' | 'failed' | 'interrupted';

/** What there is to tell of a member. */
export interface MemberNews {
  readonly member: FamilyMember;
  readonly state: MemberState;
  /** Finished before this sweep, which kept it as it is. */
  readonly kept: boolean;
  /** It goes on with what it did before. */
  readonly resumed: boolean;
  readonly passed: boolean | null;
  readonly error: FamilyMember['error'];
  /** What its events say so far; null before it has any. */
  readonly view: RunView | null;
}

/** A member that is still to be run, and the run that it is to go on with. */
export interface Task {
  readonly member: FamilyMember;
  /** Directory of its interrupted run; null: from the start. */
  readonly resume: string | null;
}

export interface ConductOptions {
  readonly family: OpenFamily;
  readonly tasks: readonly Task[];
  /** Members that run at once, at most. */
  readonly jobs: number;
  /** Members share a feature cache: of those with the same rows the first one fills it alone. */
  readonly cached: boolean;
  readonly stopOnFailure: boolean;
  readonly start: (task: Task) => MemberRun;
  readonly listen: (news: MemberNews) => void;
  /** Interrupts all members and starts no more. */
  readonly signal: AbortSignal;
  /** Ends all members at once. */
  readonly killed: AbortSignal;
}

/** A member at work. */
interface Working {
  readonly task: Task;
  readonly run: MemberRun;
  /** The rows of its clips are made. */
  warm: boolean;
}

/**
 * Runs members of a family, so many at once, until each has ended: one that fails ends no other, unless that is asked
 * for. What becomes of each is kept in the family's document at once.
 *
 * @returns the news of each task's end; `waiting` for those that were never started
 */
export async function conductFamily(options: ConductOptions): Promise<readonly MemberNews[]> {
  const conductor = new Conductor(options);
  return await conductor.run();
}

class Conductor {
  readonly #options: ConductOptions;
  readonly #waiting: Task[];
  readonly #working = new Map<Task, Working>();
  readonly #news = new Map<Task, MemberNews>();
  /** Hashes of rows that some member has put into the cache. */
  readonly #warm = new Set<string>();
  #stopped = false;
  #fault: Error | null = null;
  #done: () => void = () => undefined;

  constructor(options: ConductOptions) {
    this.#options = options;
    this.#waiting = [...options.tasks];
    for (const task of options.tasks) this.#news.set(task, waiting(task));
  }

  async run(): Promise<readonly MemberNews[]> {
    const { signal, killed, tasks } = this.#options;
    const interrupt = (): void => {
      this.#stop();
    };
    const kill = (): void => {
      this.#stopped = true;
      for (const { run } of this.#working.values()) run.kill();
    };
    signal.addEventListener('abort', interrupt);
    killed.addEventListener('abort', kill);
    this.#stopped = signal.aborted;
    try {
      await new Promise<void>((done) => {
        this.#done = done;
        this.#startSome();
      });
    } finally {
      signal.removeEventListener('abort', interrupt);
      killed.removeEventListener('abort', kill);
    }
    if (this.#fault !== null) throw this.#fault;
    return tasks.map((task) => this.#news.get(task) ?? waiting(task));
  }

  #startSome(): void {
    while (!this.#stopped && this.#working.size < this.#options.jobs) {
      const index = this.#waiting.findIndex((task) => this.#mayStart(task));
      if (index < 0) break;
      const [task] = this.#waiting.splice(index, 1);
      void this.#work(task);
    }
    if (this.#working.size === 0) this.#done();
  }

  /** Of several that need the same rows, which nobody has made yet, one makes them. */
  #mayStart({ member: { rows } }: Task): boolean {
    if (!this.#options.cached || this.#warm.has(rows)) return true;
    return [...this.#working.values()].every(({ task, warm }) => warm || task.member.rows !== rows);
  }

  async #work(task: Task): Promise<void> {
    const { family, start } = this.#options;
    const { number } = task.member;
    try {
      const run = start(task);
      const working: Working = { task, run, warm: false };
      this.#working.set(task, working);
      this.#tell(task, { state: 'running' });
      const following = new AbortController();
      const followed = this.#follow(working, following.signal).catch((fault: unknown) => {
        this.#fail(fault);
      });
      try {
        const { verdict } = await run.finished;
        this.#warmed(working);
        await family.note(number, { error: null });
        this.#tell(task, { state: 'finished', passed: verdict.passed });
      } catch (error) {
        await this.#failed(task, error);
      } finally {
        following.abort();
        await followed;
      }
    } catch (fault) {
      // The family's own document cannot be written, or the like: no member can go on for it.
      this.#fail(fault);
    } finally {
      this.#working.delete(task);
      this.#startSome();
    }
  }

  async #failed(task: Task, thrown: unknown): Promise<void> {
    const { family, stopOnFailure } = this.#options;
    const error = describe(thrown);
    const { number } = task.member;
    // A run that turned out not to be possible has removed its directory.
    const kept = family.runOf(number);
    const gone = kept !== null && !(await isThere(join(family.runsDirectory, kept)));
    await family.note(number, { error, ...(gone && { run: null }) });
    const interrupted = error.exit === EXIT.interrupted;
    this.#tell(task, { state: interrupted ? 'interrupted' : 'failed', error });
    if (!interrupted && stopOnFailure) this.#stop();
  }

  async #follow(working: Working, signal: AbortSignal): Promise<void> {
    const { task, run } = working;
    const directory = await run.directory.catch(() => null);
    if (directory === null) return;
    await this.#options.family.note(task.member.number, { run: basename(directory), error: null });
    let view: RunView = emptyView;
    try {
      for await (const event of followEvents(directory, signal)) {
        view = applyEvent(view, event);
        this.#tell(task, { view });
        if (event.type === 'stage-finished' && event.stage === 'features') {
          this.#warmed(working);
          this.#startSome();
        }
      }
    } catch (error) {
      // What became of the run it says itself; where it cannot be followed, it is only not shown.
      if (!isIntoneError(error)) throw error;
    }
  }

  #warmed(working: Working): void {
    working.warm = true;
    this.#warm.add(working.task.member.rows);
  }

  #fail(fault: unknown): void {
    this.#fault ??= fault instanceof Error ? fault : new Error(String(fault));
    this.#stop();
  }

  #stop(): void {
    this.#stopped = true;
    for (const { run } of this.#working.values()) run.interrupt();
  }

  #tell(task: Task, changes: Partial<MemberNews>): void {
    const before = this.#news.get(task) ?? waiting(task);
    const news = { ...before, ...changes };
    this.#news.set(task, news);
    this.#options.listen(news);
  }
}

function waiting({ member, resume }: Task): MemberNews {
  return {
    member,
    state: 'waiting',
    kept: false,
    resumed: resume !== null,
    passed: null,
    error: null,
    view: null,
  };
}

function describe(thrown: unknown): NonNullable<FamilyMember['error']> {
  if (isIntoneError(thrown)) return { code: thrown.code, exit: thrown.exit, message: thrown.message };
  if (thrown instanceof IntoneErrors) {
    const exit = Math.max(...thrown.errors.map((error) => error.exit));
    return { code: thrown.errors[0].code, exit, message: thrown.message };
  }
  const stopped = thrown instanceof Error && thrown.name === 'AbortError';
  if (stopped)
    return { code: 'INTERRUPTED', exit: EXIT.interrupted, message: 'It was stopped before it began.' };
  return { code: 'INTERNAL', exit: EXIT.internal, message: messageOf(thrown) };
}
