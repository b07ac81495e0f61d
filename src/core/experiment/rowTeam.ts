import type { RowTask, RowWorkers, RowWorkersOffer } from './rowWorkers.js';
import type { ClipRow } from './clipFeatures.js';

/** A worker that has fewer clips to do than this costs more to start than it brings. */
const CLIPS_A_WORKER = 16;
/** One thread reads the clips for all workers: more than these would wait for it, and each takes memory. */
const MOST_WORKERS = 16;
/** With a cache: so many clips that were not in it have to be seen before the rest is judged by them. */
const SURE = 4;
/** Clips that are read and not yet settled, for each worker: one that it is at and one that waits for it. */
const CLIPS_AHEAD = 2;

/**
 * The workers of a features stage: started when there is enough left to do, and given up where a plugin turns out to
 * draw random numbers.
 */
export class RowTeam {
  readonly #offer: RowWorkersOffer | undefined;
  readonly #clips: number;
  readonly #cached: boolean;
  #workers: RowWorkers | null = null;
  #threads = 0;
  #alone: boolean;
  #seen = 0;
  #toCompute = 0;

  /**
   * @param clips of the whole stage
   * @param cached whether rows may be found in a cache
   */
  constructor(offer: RowWorkersOffer | undefined, clips: number, cached: boolean) {
    this.#offer = offer;
    this.#clips = clips;
    this.#cached = cached;
    this.#alone = offer === undefined || offer.threads < 2;
  }

  /** Clips that may wait for their rows before the next one is read: memory holds so many, whatever the corpus. */
  get ahead(): number {
    return this.#workers === null ? 0 : CLIPS_AHEAD * this.#threads - 1;
  }

  /** Takes note of a clip, and starts the workers where it is time to. */
  async see(isComputed: boolean): Promise<void> {
    this.#seen += 1;
    if (!isComputed) return;
    this.#toCompute += 1;
    if (this.#alone || this.#offer === undefined || this.#workers !== null) return;
    if (this.#cached && this.#toCompute < SURE) return;
    const left = (this.#clips - this.#seen + 1) * (this.#toCompute / this.#seen);
    const threads = Math.min(this.#offer.threads, MOST_WORKERS, Math.floor(left / CLIPS_A_WORKER));
    if (threads < 2) return;
    this.#workers = await this.#offer.start(threads);
    this.#threads = threads;
  }

  /** Gives a clip to the workers; null where there are none. */
  ask(task: RowTask): Promise<ClipRow | null> | null {
    if (this.#workers === null) return null;
    const row = this.#workers.row(task);
    // It is waited for later, in its turn.
    row.catch(() => undefined);
    return row;
  }

  /** What `ask` promised; null where it has to be made here after all. */
  async answer(asked: Promise<ClipRow | null> | null): Promise<ClipRow | null> {
    return this.#alone ? null : await asked;
  }

  /** From here on rows are made in this thread, in the clips' order. */
  async giveUp(): Promise<void> {
    this.#alone = true;
    await this.close();
  }

  async close(): Promise<void> {
    const workers = this.#workers;
    this.#workers = null;
    await workers?.close();
  }
}
