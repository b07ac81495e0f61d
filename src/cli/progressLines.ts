import type { EventLine, Stage } from '../core/events.js';
import { logLine } from '../core/runs/logLine.js';
import { applyEvent, emptyView, type RunView } from '../core/runs/runView.js';
import type { Palette } from './colour.js';
import { count, duration } from './figures.js';

/** Where progress is shown. */
export interface Screen {
  /** A terminal, where one line a stage is rewritten; otherwise lines are only added. */
  readonly live: boolean;
  /** Width in characters; a rewritten line is cut to it. */
  readonly columns: number;
  readonly palette: Palette;
  readonly write: (text: string) => void;
}

export interface ProgressOptions {
  /** Milliseconds since 1970: what happened before is known but not shown. */
  readonly since?: number;
  /** Says how the run ended too; without, whoever shows the progress reports that. */
  readonly ending?: boolean;
}

/** A screen with no terminal gets a line of a stage's progress at most this often, in ms. */
const PLAIN_INTERVAL = 3000;
const SOURCE_WIDTH = 9;
const CLEAR_LINE = '\r\u001b[K';

/** Shows a run's events line by line, with what is left to wait for. It only listens. */
export class ProgressLines {
  readonly #screen: Screen;
  readonly #since: number;
  readonly #ending: boolean;
  #view: RunView = emptyView;
  /** When the stage last had a line, in the events' time. */
  #lastPlain = 0;
  /** What the latest epoch came to. */
  #latestEpoch = '';
  #rewriting = false;

  constructor(screen: Screen, { since = 0, ending = false }: ProgressOptions = {}) {
    this.#screen = screen;
    this.#since = since;
    this.#ending = ending;
  }

  readonly show = (event: EventLine): void => {
    this.#view = applyEvent(this.#view, event);
    if (event.time < this.#since) return;
    switch (event.type) {
      case 'stage-started':
        this.#lastPlain = event.time;
        this.#latestEpoch = '';
        this.#passing(event.stage, 'started');
        break;
      case 'stage-progress':
        this.#progress(event);
        break;
      case 'epoch-finished':
        this.#lastPlain = event.time;
        this.#latestEpoch = logLine(event)?.text ?? '';
        this.#passing('train', `${this.#latestEpoch}${this.#left('train')}`);
        break;
      case 'evaluated':
      case 'gate-judged':
      case 'run-finished':
      case 'run-failed':
        if (this.#ending) this.#log(event);
        break;
      default:
        this.#log(event);
    }
  };

  /** Takes away the line that is being rewritten, so that other text can follow. */
  close(): void {
    if (this.#rewriting) this.#screen.write(CLEAR_LINE);
    this.#rewriting = false;
  }

  #log(event: EventLine): void {
    const line = logLine(event);
    if (line === null) return;
    const { palette } = this.#screen;
    if (line.level === 'warning') this.#say(`${palette.warning('warning:')} ${line.text}`);
    else this.#keep(line.source, line.text);
  }

  #progress({ time, stage, done, total, unit }: Extract<EventLine, { type: 'stage-progress' }>): void {
    if (!this.#screen.live && time - this.#lastPlain < PLAIN_INTERVAL) return;
    this.#lastPlain = time;
    const counted = `${count(done)} of ${count(total)} ${unit}${this.#left(stage)}`;
    this.#passing(stage, this.#latestEpoch === '' ? counted : `${counted}; ${this.#latestEpoch}`);
  }

  #left(stage: Stage): string {
    const { secondsLeft = null } = this.#view.stages.find((each) => each.stage === stage) ?? {};
    if (secondsLeft === null || secondsLeft === 0) return '';
    // Training may stop early.
    return `, ${stage === 'train' ? 'at most ' : ''}${duration(secondsLeft)} left`;
  }

  /** What the next line of the stage replaces, in a terminal. */
  #passing(stage: Stage, text: string): void {
    if (this.#screen.live) {
      const line = `${stage.padEnd(SOURCE_WIDTH)} ${text}`.slice(0, this.#screen.columns - 1);
      this.#screen.write(CLEAR_LINE + line);
      this.#rewriting = true;
    } else {
      this.#keep(stage, text);
    }
  }

  #keep(source: string, text: string): void {
    this.#say(`${this.#screen.palette.strong(source.padEnd(SOURCE_WIDTH))} ${text}`);
  }

  #say(line: string): void {
    this.close();
    this.#screen.write(`${line}\n`);
  }
}
