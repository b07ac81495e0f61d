import { Worker } from 'node:worker_threads';
import { CONTROL, MOST_THREADS, SHARED_FUNCTIONS, awaitChange, type SharedFunction } from './control.js';
import type { HelperData } from './helper.js';

/** Multiply-adds below which a job is not worth waking another thread for: some 40 µs of them. */
const WORTH_SHARING = 1_000_000;

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

  constructor(module: object, memory: object, functions: Readonly<Record<SharedFunction, Share>>) {
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

  /** Resolves when every helper is up; without it, those that are not are done without. */
  async ready(): Promise<void> {
    this.#start();
    while (this.#countReady() < this.#threads) await new Promise((resolve) => setTimeout(resolve, 1));
  }

  /** Into how many shares a job is to be split: `parts` at most. `work` is its size in multiply-adds. */
  sharesOf(parts: number, work: number): number {
    if (this.#threads === 1 || parts <= 1 || work < WORTH_SHARING) return 1;
    this.#start();
    return Math.min(parts, this.#countReady());
  }

  /** Calls a function once for each share, all at once, and returns when the last one is done. */
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
    this.#functions[name](...given, 0, shares);
    if (shares > 1) {
      for (let left = Atomics.load(control, CONTROL.pending); left > 0;) {
        left = awaitChange(control, CONTROL.pending, left);
      }
      if (Atomics.load(control, CONTROL.failed) !== 0)
        throw new Error(`The kernel ${name} failed in a helper thread.`);
    }
  }

  #start(): void {
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
