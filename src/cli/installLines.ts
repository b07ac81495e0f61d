import type { InstallProgress } from '../core/backends/install/progress.js';
import { byteSize } from './byteSize.js';
import { duration } from './figures.js';
import type { Screen } from './progressLines.js';

const CLEAR_LINE = '\r\u001b[K';
/** Characters of the bar. */
const BAR = 24;
/** Milliseconds between two drawings of it, and between two lines where there is no terminal. */
const DRAWN_EVERY = 100;
const SAID_EVERY = 5000;

/** Shows an installation on a screen: a line a step, and under it how far its bytes are. */
export class InstallLines {
  readonly #screen: Screen;
  readonly #now: () => number;
  #started = 0;
  /** Of the first bytes that were told, which an earlier attempt may have brought. */
  #before: number | null = null;
  #last = 0;
  #drawn = false;

  constructor(screen: Screen, now: () => number = Date.now) {
    this.#screen = screen;
    this.#now = now;
  }

  readonly show = (progress: InstallProgress): void => {
    const now = this.#now();
    if (progress.type === 'step') {
      this.close();
      this.#screen.write(`${progress.text}\n`);
      this.#started = now;
      this.#last = now;
      this.#before = null;
      return;
    }
    this.#before ??= progress.done;
    const { live, columns } = this.#screen;
    const due = now - this.#last >= (live ? DRAWN_EVERY : SAID_EVERY);
    if (!due) return;
    this.#last = now;
    const line = this.#line(progress, this.#before, (now - this.#started) / 1000);
    if (live) this.#screen.write(CLEAR_LINE + line.slice(0, columns - 1));
    else this.#screen.write(`${line}\n`);
    this.#drawn = live;
  };

  /** Takes the bar away, so that other text can follow. */
  close(): void {
    if (this.#drawn) this.#screen.write(CLEAR_LINE);
    this.#drawn = false;
  }

  #line({ done, total }: { done: number; total: number }, before: number, seconds: number): string {
    const filled = Math.min(BAR, Math.floor((done / total) * BAR));
    const bar = `[${'#'.repeat(filled)}${' '.repeat(BAR - filled)}]`;
    const rate = (done - before) / seconds;
    const left = rate > 0 && done < total ? `, ${duration((total - done) / rate)} left` : '';
    const percent = String(Math.floor((done / total) * 100)).padStart(3);
    return `  ${this.#screen.live ? `${bar} ` : ''}${percent} %  ${byteSize(done)} of ${byteSize(total)}${left}`;
  }
}
