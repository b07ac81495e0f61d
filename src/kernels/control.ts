/**
 * What the thread that has work and its helpers tell each other, in 32-bit numbers of a shared memory of its own:
 * the places in it. One job at a time; its fields are written before a helper's slot changes, and read after.
 */
export const CONTROL = {
  /** Helpers that have not done their share yet. */
  pending: 0,
  /** 1 once a share has failed. */
  failed: 1,
  /** Index of the function, in the order of `SHARED_FUNCTIONS`. */
  function: 2,
  shares: 3,
  argumentCount: 4,
  arguments: 5,
  /** One number a thread, from here on: 0 while it is not ready, then 1, then one more for each job. */
  slots: 40,
} as const;

/** Threads at most; `THREADS` in `assembly/thread.ts` has room for as many. */
export const MOST_THREADS = 64;

/** Functions of the kernels whose work is split: their last two arguments are a thread's share and the number of shares. */
export const SHARED_FUNCTIONS = [
  'multiply',
  'panelProduct',
  'lstmForward',
  'lstmBackward',
  'gruForward',
  'gruBackward',
  'convolve',
  'convolutionInputGradient',
  'convolutionPanels',
] as const;

export type SharedFunction = (typeof SHARED_FUNCTIONS)[number];

/** How often a number is looked at before its thread goes to sleep: some 20 µs, about what waking it costs. */
const LOOKS = 2000;

/**
 * Waits until a number is no longer what it was, and returns it.
 *
 * @param limit - Milliseconds after which it is returned although it is the same.
 */
export function awaitChange(control: Int32Array, place: number, before: number, limit = Infinity): number {
  for (let look = 0; look < LOOKS; look++) {
    const now = Atomics.load(control, place);
    if (now !== before) return now;
  }
  Atomics.wait(control, place, before, limit);
  return Atomics.load(control, place);
}
