import type { MemberNews } from '../core/families/conduct.js';
import { memberWords } from '../core/families/members.js';
import { currentStage } from '../core/runs/runView.js';
import { FrameWriter } from '../tui/frameWriter.js';
import { Pacer } from '../tui/pacer.js';
import type { Palette } from './colour.js';
import type { FamilyProgress } from './familyProgress.js';
import { duration, figure } from './figures.js';
import { plainTable } from './plainTable.js';

/** Lines around the table: the title, the head, the hint, and what separates them. */
const AROUND = 6;
/** Finished members that are shown above the first one that is not. */
const BEFORE = 2;

/** A table of the members that is drawn anew, for a terminal. */
export class FamilyScreen {
  readonly #stdout: NodeJS.WriteStream;
  readonly #writer: FrameWriter;
  readonly #pacer: Pacer;
  readonly #progress: FamilyProgress;
  readonly #resized = (): void => {
    this.#writer.reset();
    this.#pacer.drawNow();
  };
  #stopping = false;

  constructor(
    stdout: NodeJS.WriteStream,
    { name, progress, palette }: { name: string; progress: FamilyProgress; palette: Palette },
  ) {
    this.#stdout = stdout;
    this.#progress = progress;
    this.#writer = new FrameWriter(stdout);
    this.#pacer = new Pacer(() => {
      this.#writer.draw(
        familyFrame(progress, { name, palette, rows: stdout.rows, stopping: this.#stopping }),
      );
    });
  }

  open(): void {
    this.#writer.open();
    this.#stdout.on('resize', this.#resized);
    this.#pacer.drawNow();
  }

  readonly show = (news: MemberNews): void => {
    this.#progress.take(news);
    this.#pacer.request('news');
  };

  /** Says that all members are told to stop. */
  stopping(): void {
    this.#stopping = true;
    this.#pacer.drawNow();
  }

  close(): void {
    this.#pacer.stop();
    this.#stdout.off('resize', this.#resized);
    this.#writer.close();
  }
}

/** The frame, with as many members as there are rows for: those at work and what lies around them. */
export function familyFrame(
  progress: FamilyProgress,
  { name, palette, rows, stopping }: { name: string; palette: Palette; rows: number; stopping: boolean },
): string {
  const { members } = progress;
  const room = Math.max(1, rows - AROUND);
  const first = members.findIndex(({ state }) => state === 'running' || state === 'waiting');
  const from = Math.max(0, Math.min(first < 0 ? members.length : first - BEFORE, members.length - room));
  const shown = members.slice(from, from + room);
  const more = members.length - shown.length;
  const table = plainTable(
    ['', 'member', 'state', 'stage', 'epoch', 'validation', 'took', 'left at most'],
    shown.map((news) => memberRow(news, progress, palette)),
  );
  const hint = stopping
    ? palette.warning(
        'Stopping: each member finishes its batch and saves itself; Ctrl-C again stops at once.',
      )
    : palette.faint('Ctrl-C stops all members, each saved.');
  const others = more > 0 ? palette.faint(`and ${more} more`) : '';
  return [`${palette.strong(name)}  ${progress.summary}`, '', table, others, hint].join('\n');
}

function memberRow(news: MemberNews, progress: FamilyProgress, palette: Palette): readonly string[] {
  const { member, state, view, passed } = news;
  const stage = view === null ? null : currentStage(view);
  const epoch = view?.epochs.at(-1);
  const running = state === 'running';
  const count = epoch === undefined ? '' : `${epoch.epoch}/${epoch.epochs}`;
  return [
    String(member.number),
    memberWords(member.settings),
    stateWord(state, passed, palette),
    running ? (stage?.stage ?? '') : '',
    count,
    epoch === undefined ? '' : validationWord(epoch.validation),
    running ? duration(progress.elapsed(member.number)) : '',
    running && stage?.secondsLeft != null ? duration(stage.secondsLeft) : '',
  ];
}

function stateWord(state: MemberNews['state'], passed: boolean | null, palette: Palette): string {
  if (state === 'failed') return palette.bad('failed');
  if (state === 'finished') return passed === true ? palette.good('passed') : palette.bad('gate failed');
  return state === 'running' ? palette.strong(state) : palette.faint(state);
}

/** The metric that says most: UAR, else accuracy, else the loss. */
function validationWord(validation: Readonly<Record<string, number | null>>): string {
  const name = ['uar', 'accuracy', 'loss'].find((each) => Object.hasOwn(validation, each));
  return name === undefined ? '' : `${name} ${figure(validation[name])}`;
}
