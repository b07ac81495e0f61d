/** Milliseconds between two frames at least: 10 a second. */
const LEAST_GAP = 100;
/** And at most, while there is something new. */
const MOST_GAP = 1000;
/** What drawing may take of the processor's time: a share of 1/150, so that with reading it stays below 1 %. */
const COST_TO_GAP = 150;

/**
 * Decides when to draw: at once if the last frame is long enough ago, else later, and all requests until then are one.
 * For news of the run the gap grows with what a frame costs; for the viewer's keys it does not.
 */
export class Pacer {
  readonly #draw: () => void;
  #drawn = -Infinity;
  /** Processor time of the last frame, in ms. */
  #cost = 0;
  #timer: { readonly due: number; readonly handle: NodeJS.Timeout } | null = null;
  #stopped = false;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  request(cause: 'news' | 'key'): void {
    const gap =
      cause === 'key' ? LEAST_GAP : Math.min(MOST_GAP, Math.max(LEAST_GAP, this.#cost * COST_TO_GAP));
    const now = performance.now();
    const due = Math.max(now, this.#drawn + gap);
    if (this.#stopped || (this.#timer !== null && this.#timer.due <= due)) return;
    clearTimeout(this.#timer?.handle);
    const handle = setTimeout(() => {
      this.drawNow();
    }, due - now);
    this.#timer = { due, handle };
  }

  drawNow(): void {
    clearTimeout(this.#timer?.handle);
    this.#timer = null;
    const before = process.cpuUsage();
    this.#draw();
    const { user, system } = process.cpuUsage(before);
    this.#cost = (user + system) / 1000;
    this.#drawn = performance.now();
  }

  /** Draws no more. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer?.handle);
  }
}
