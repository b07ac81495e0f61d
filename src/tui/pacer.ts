/** Milliseconds between two frames at least: ten a second for the viewer's keys, four for news of the run. */
const LEAST_GAP = { key: 100, news: 250 };
/** And at most, while there is something new. */
const MOST_GAP = 1000;
/** What drawing news may take of the processor's time: 1/400, so that with reading it stays below 1 %. */
const COST_TO_GAP = 400;

/**
 * Decides when to draw: at once if the last frame is long enough ago, else later, and all requests until then are one.
 * For news of the run the gap grows with what a frame costs; for the viewer's keys it does not.
 */
export class Pacer {
  readonly #draw: () => void;
  #drawn = -Infinity;
  /** What the last frame took, in ms. */
  #cost = 0;
  #timer: { readonly due: number; readonly handle: NodeJS.Timeout } | null = null;
  #stopped = false;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  request(cause: 'news' | 'key'): void {
    const wanted = cause === 'key' ? 0 : Math.min(MOST_GAP, this.#cost * COST_TO_GAP);
    const gap = Math.max(LEAST_GAP[cause], wanted);
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
    const began = performance.now();
    this.#draw();
    this.#drawn = performance.now();
    this.#cost = this.#drawn - began;
  }

  /** Draws no more. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer?.handle);
  }
}
