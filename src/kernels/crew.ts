import { Worker } from 'node:worker_threads';
import { CONTROL, MOST_THREADS, SHARED_FUNCTIONS, awaitChange, type SharedFunction } from './control.js';
import type { HelperData } from './helper.js';

/** Multiply-adds below which a job is not worth waking another thread for: some 40 µs of them. */
const WORTH_SHARING = 1_000_000;

/** Milliseconds that helpers may take longer than the calling thread; then one of them must have died. */
const PATIENCE = 60_000;
/** The patience is counted in slices: a process that was stopped and goes on loses one, not all. */
const SLICES = 60;
/** Shares of a job are alike, so one may take this many times what another takes, however large they are. */
const SLOWER = 10;

type Share = (...numbersAndShare: readonly number[]) => void;

/**
 * The threads that compute a kernel together: the one that calls, and helpers that sleep in between. They start with
 * the first job that is worth it, take part once they are up, and end with the process, which they do not keep alive.
 *
 * Who takes part changes nothing in a result: each number is computed by one thread, in the same way by all.
 */
export class Crew {
  readonly #module: object;
  readonly #memory: object;
  readonly #functions: Readonly<Record<SharedFunction, Share>>;
  readonly #control = new Int32Array(
    new SharedArrayBuffer((CONTROL.slots + MOST_THREADS) * Int32Array.BYTES_PER_ELEMENT),
  );
  readonly #helpers: Worker[] = [];
  #threads = 1;
  #ready = 1;
  /** Why the helpers are done without: one of them has ended. */
  #lost: Error | undefined;
  readonly #patience: number;

  /** @param patience - Milliseconds that helpers may take longer than the calling thread. */
  constructor(
    module: object,
    memory: object,
    functions: Readonly<Record<SharedFunction, Share>>,
    patience = PATIENCE,
  ) {
    this.#patience = patience;
    this.#module = module;
    this.#memory = memory;
    this.#functions = functions;
  }

  /** Threads that may compute at once, the calling one among them; at most 64. */
  get threads(): number {
    return this.#threads;
  }
  set threads(count: number) {
    this.#threads = Math.max(1, Math.min(MOST_THREADS, Math.floor(count)));
  }

  /** Resolves when every helper is up; without it, those that are not are done without. Rejects where one has ended. */
  async ready(): Promise<void> {
    this.#start();
    while (this.#countReady() < this.#threads) {
      if (this.#lost !== undefined) throw this.#lost;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** Into how many shares a job is to be split: `parts` at most. `work` is its size in multiply-adds. */
  sharesOf(parts: number, work: number): number {
    if (this.#threads === 1 || parts <= 1 || work < WORTH_SHARING || this.#lost !== undefined) return 1;
    this.#start();
    return Math.min(parts, this.#countReady());
  }

  /**
   * Calls a function once for each share, all at once, and returns when the last one is done.
   *
   * @throws Error where a helper failed, or gave no sign for a minute
   */
  run(name: SharedFunction, shares: number, given: readonly number[]): void {
    const control = this.#control;
    if (shares > 1) {
      control[CONTROL.function] = SHARED_FUNCTIONS.indexOf(name);
      control[CONTROL.shares] = shares;
      control[CONTROL.argumentCount] = given.length;
      control.set(given, CONTROL.arguments);
      Atomics.store(control, CONTROL.pending, shares - 1);
      for (let index = 1; index < shares; index++) {
        Atomics.add(control, CONTROL.slots + index, 1);
        Atomics.notify(control, CONTROL.slots + index);
      }
    }
    const start = performance.now();
    this.#functions[name](...given, 0, shares);
    if (shares > 1) {
      this.#awaitHelpers(name, this.#patience + SLOWER * (performance.now() - start));
      if (Atomics.load(control, CONTROL.failed) !== 0)
        throw new Error(`The kernel ${name} failed in a helper thread.`);
    }
  }

  /** What a thread that has ended would say is not heard while this one sleeps, so the wait has a bound. */
  #awaitHelpers(name: SharedFunction, patience: number): void {
    let slices = 0;
    for (let left = Atomics.load(this.#control, CONTROL.pending); left > 0;) {
      const now = awaitChange(this.#control, CONTROL.pending, left, patience / SLICES);
      slices = now === left ? slices + 1 : 0;
      left = now;
      if (slices < SLICES) continue;
      const seconds = Math.round(patience / 1000);
      this.#lost = new Error(
        `A helper thread of the kernel ${name} gave no sign for ${seconds} s: it has ended or hangs.`,
      );
      throw this.#lost;
    }
  }

  #start(): void {
    if (this.#lost !== undefined) return;
    while (this.#helpers.length < this.#threads - 1) {
      const data: HelperData = {
        module: this.#module,
        memory: this.#memory,
        control: this.#control,
        index: this.#helpers.length + 1,
      };
      const helper = new Worker(helperFile(), {
        workerData: data,
        execArgv: [],
        resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
      });
      // Its share is done by the others from then on, which changes no result.
      helper.on('error', (error) => (this.#lost ??= error));
      helper.on('exit', () => (this.#lost ??= new Error('A helper thread of the kernels has ended.')));
      helper.unref();
      this.#helpers.push(helper);
    }
  }

  #countReady(): number {
    while (this.#ready < this.#threads && Atomics.load(this.#control, CONTROL.slots + this.#ready) > 0) {
      this.#ready++;
    }
    return Math.min(this.#ready, this.#threads);
  }
}

/** Compiled, whether this file runs from src/ or from dist/: a thread starts from JavaScript alone. */
export function helperFile(): URL {
  return new URL('../../dist/kernels/helper.js', import.meta.url);
}
