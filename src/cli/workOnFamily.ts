import { conductFamily, type MemberNews, type Task } from '../core/families/conduct.js';
import type { FamilyMember } from '../core/families/document.js';
import type { OpenFamily } from '../core/families/family.js';
import { sharesAgain, sharesOf, type Resources, type Shares } from '../core/families/progress.js';
import type { Remaining } from '../core/families/resume.js';
import type { RunHandle } from '../worker/startRun.js';
import { paletteFor } from './colour.js';
import { FamilyLines, FamilyProgress } from './familyProgress.js';
import { FamilyScreen } from './familyScreen.js';
import { progressScreen } from './screen.js';

export interface FamilyWork extends Resources {
  /** Folder of the feature cache; undefined: none. */
  readonly cache: string | undefined;
  readonly stopOnFailure: boolean;
  /** On a screen that is drawn anew, rather than line by line. */
  readonly drawn: boolean;
}

/** How a sweep ended. */
export interface FamilyEnd {
  /** It was told to stop, and not all members are done. */
  readonly interrupted: boolean;
  /** Members that are finished, by now or before. */
  readonly finished: number;
  /** Whether all of those passed their gates. */
  readonly passed: boolean;
  readonly failed: readonly (Pick<FamilyMember, 'number' | 'settings'> & {
    readonly error: NonNullable<FamilyMember['error']>;
  })[];
}

/** Runs what is left of a family, shows it, and lets Ctrl-C save all members (twice: end them). */
export async function workOnFamily(
  family: OpenFamily,
  { kept, tasks }: Remaining,
  work: FamilyWork,
): Promise<FamilyEnd> {
  const { startRun } = await import('../worker/startRun.js');
  const { cache, stopOnFailure, drawn } = work;
  const shares = await shareMachine(family, work);
  const jobs = Math.max(1, Math.min(shares.jobs, tasks.length));
  const each = shares.threads;
  const start = ({ member, resume }: Task): RunHandle => {
    const { config, overrides, number } = member;
    const { runsDirectory, document } = family;
    const { name, validationOnly = false } = document;
    return startRun({
      work:
        resume === null
          ? { config, overrides, runsDirectory, family: { name, member: number }, validationOnly }
          : { resume },
      threads: each,
      ...(cache !== undefined && { cache }),
      outlives: false,
      logged: true,
    });
  };

  const waiting = tasks.map(({ member, resume }): MemberNews => ({
    member,
    state: 'waiting',
    kept: false,
    resumed: resume !== null,
    passed: null,
    error: null,
    view: null,
  }));
  const progress = new FamilyProgress([...kept, ...waiting], jobs);
  const display = displayOf(family, progress, drawn);
  display.begin(kept.length, jobs, each);
  const [stop, kill] = [new AbortController(), new AbortController()];
  const onSignal = (): void => {
    if (stop.signal.aborted) kill.abort();
    else {
      display.stopping();
      stop.abort();
    }
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    const ended = await conductFamily({
      family,
      tasks,
      jobs,
      cached: cache !== undefined,
      stopOnFailure,
      start,
      listen: display.show,
      signal: stop.signal,
      killed: kill.signal,
    });
    return endOf([...kept, ...ended], stop.signal.aborted);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    display.close();
  }
}

/** As the family was begun, but for how many members run at once; a family that does not say it yet keeps it now. */
async function shareMachine(family: OpenFamily, machine: Resources): Promise<Shares> {
  const { jobs, threads, members } = family.document;
  if (jobs !== undefined && threads !== undefined) return sharesAgain({ jobs, threads }, machine);
  const shares = sharesOf(machine, members.length);
  await family.noteShares(shares);
  return shares;
}

function endOf(news: readonly MemberNews[], stopped: boolean): FamilyEnd {
  const done = news.filter(({ state }) => state === 'finished');
  const failed = news.flatMap(({ member: { number, settings }, state, error }) =>
    state === 'failed' && error !== null ? [{ number, settings, error }] : [],
  );
  // Somebody may have stopped a single member as well.
  const stoppedAlone = failed.length === 0 && news.some(({ state }) => state === 'interrupted');
  return {
    interrupted: (stopped || stoppedAlone) && done.length < news.length,
    finished: done.length,
    passed: done.every(({ passed }) => passed === true),
    failed,
  };
}

/** Where a family is shown. */
interface Display {
  readonly begin: (kept: number, jobs: number, threads: number) => void;
  readonly show: (news: MemberNews) => void;
  readonly stopping: () => void;
  readonly close: () => void;
}

function displayOf(family: OpenFamily, progress: FamilyProgress, drawn: boolean): Display {
  const { name, members } = family.document;
  if (drawn) {
    const screen = new FamilyScreen(process.stdout, { name, progress, palette: paletteFor(process.stdout) });
    return {
      begin: () => {
        screen.open();
      },
      show: screen.show,
      stopping: () => {
        screen.stopping();
      },
      close: () => {
        screen.close();
      },
    };
  }
  const screen = progressScreen();
  const lines = new FamilyLines(screen, progress);
  return {
    begin: (kept, jobs, threads) => {
      const keeps = kept === 0 ? '' : `, ${kept} of them finished before`;
      screen.write(
        `sweep     ${name}: ${members.length} members${keeps}; ${jobs} at once, ${threads} ${threads === 1 ? 'thread' : 'threads'} each\n`,
      );
    },
    show: lines.show,
    stopping: () => {
      screen.write('\nStopping all members after this batch; press Ctrl-C again to stop at once.\n');
    },
    close: () => undefined,
  };
}
