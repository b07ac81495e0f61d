import type { EventSink, RunEvent, Stage } from '../core/events.js';
import type { Palette } from './colour.js';
import { count, duration, figure } from './figures.js';

/** Where progress is shown. */
export interface Screen {
  /** A terminal, where one line a stage is rewritten; otherwise lines are only added. */
  readonly live: boolean;
  /** Width in characters; a rewritten line is cut to it. */
  readonly columns: number;
  readonly palette: Palette;
  readonly write: (text: string) => void;
  /** Milliseconds. */
  readonly now: () => number;
}

/** A screen with no terminal gets a line of a stage's progress at most this often, in ms. */
const PLAIN_INTERVAL = 3000;
const STAGE_WIDTH = 9;
/** Of an epoch's validation metrics, the loss and the first two. */
const SHOWN_METRICS = 3;
const CLEAR_LINE = '\r\u001b[K';

type Of<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/** Shows a run's events line by line, with what is left to wait for. It only listens. */
export class ProgressLines {
  readonly #screen: Screen;
  #stageStarted = 0;
  #epochStarted = 0;
  #lastPlain = 0;
  #epochsAtMost = 0;
  readonly #epochSeconds: number[] = [];
  #latestFigures = '';
  #rewriting = false;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  readonly sink: EventSink = (event) => {
    switch (event.type) {
      case 'run-started':
        this.#epochsAtMost = event.epochs;
        this.#keep('run', `${event.name}, seed ${event.seed}, on ${event.backend}`);
        break;
      case 'stage-started':
        this.#stageStarted = this.#epochStarted = this.#lastPlain = this.#screen.now();
        this.#passing(event.stage, 'started');
        break;
      case 'stage-progress':
        this.#progress(event);
        break;
      case 'stage-finished':
        this.#keep(event.stage, `${event.summary} (${duration(event.seconds)})`);
        break;
      case 'epoch-finished':
        this.#epoch(event);
        break;
      case 'training-stopped':
        if (event.reason === 'patience') {
          this.#keep('train', `epoch ${event.epoch} was the last: no improvement since ${event.bestEpoch}`);
        }
        break;
      case 'warning':
        this.#say(`${this.#screen.palette.warning('warning:')} ${event.message}`);
        break;
      case 'clip-skipped':
        this.#say(
          `${this.#screen.palette.warning('skipped:')} ${event.clip}: ${event.reason}, ${event.detail}`,
        );
        break;
      case 'evaluated':
      case 'gate-judged':
      case 'run-finished':
      case 'run-failed':
        break;
    }
  };

  /** Takes away the line that is being rewritten, so that other text can follow. */
  close(): void {
    if (this.#rewriting) this.#screen.write(CLEAR_LINE);
    this.#rewriting = false;
  }

  #progress({ stage, done, total, unit }: Of<'stage-progress'>): void {
    const now = this.#screen.now();
    if (!this.#screen.live && now - this.#lastPlain < PLAIN_INTERVAL) return;
    this.#lastPlain = now;
    const counted = `${count(done)} of ${count(total)} ${unit}`;
    if (stage === 'train') {
      const running = `epoch ${this.#epochSeconds.length + 1}/${this.#epochsAtMost}`;
      this.#passing(stage, `${running}, ${counted}${this.#trainingLeft(done / total)}${this.#latestFigures}`);
    } else {
      const left = done === 0 ? '' : `, ${secondsLeft(now - this.#stageStarted, done, total)} left`;
      this.#passing(stage, counted + left);
    }
  }

  #epoch(event: Of<'epoch-finished'>): void {
    this.#epochSeconds.push(event.seconds);
    this.#epochsAtMost = event.epochs;
    this.#epochStarted = this.#lastPlain = this.#screen.now();
    const shown = Object.entries(event.validation).slice(0, SHOWN_METRICS);
    const validation = shown.map(([name, value]) => `${name} ${figure(value)}`).join(' ');
    const { loss = null } = event.train;
    this.#latestFigures = `, loss ${figure(loss)}, validation ${validation}${event.best ? ' (best)' : ''}`;
    this.#passing(
      'train',
      `epoch ${event.epoch}/${event.epochs}${this.#trainingLeft(0)}${this.#latestFigures}`,
    );
  }

  /** At most, since training may stop early. `share` of the running epoch is done. */
  #trainingLeft(share: number): string {
    const spent = (this.#screen.now() - this.#epochStarted) / 1000;
    const known = this.#epochSeconds;
    if (known.length === 0 && share === 0) return '';
    const each = known.length > 0 ? known.reduce((sum, one) => sum + one, 0) / known.length : spent / share;
    const left = each * (this.#epochsAtMost - known.length - share);
    return left <= 0 ? '' : `, at most ${duration(left)} left`;
  }

  /** What the next line of the stage replaces, in a terminal. */
  #passing(stage: Stage, text: string): void {
    if (this.#screen.live) {
      const line = `${stage.padEnd(STAGE_WIDTH)} ${text}`.slice(0, this.#screen.columns - 1);
      this.#screen.write(CLEAR_LINE + line);
      this.#rewriting = true;
    } else {
      this.#keep(stage, text);
    }
  }

  #keep(stage: Stage | 'run', text: string): void {
    this.#say(`${this.#screen.palette.strong(stage.padEnd(STAGE_WIDTH))} ${text}`);
  }

  #say(line: string): void {
    this.close();
    this.#screen.write(`${line}\n`);
  }
}

function secondsLeft(elapsed: number, done: number, total: number): string {
  return duration((elapsed / 1000 / done) * (total - done));
}
