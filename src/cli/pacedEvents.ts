import { setTimeout as wait } from 'node:timers/promises';
import { usageErrors } from '../core/errors/usage.js';
import type { EventLine } from '../core/events.js';

/** What replaying goes by, in milliseconds. */
export interface Clock {
  readonly now: () => number;
  /** Waits, or less where the signal is aborted. */
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>;
}

const CLOCK: Clock = {
  now: () => performance.now(),
  wait: (milliseconds, signal) =>
    wait(milliseconds, undefined, { ...(signal && { signal }) }).catch(() => undefined),
};

/**
 * The events of a run as far apart as they were, or `speed` times as close. Those that come later than that (a run
 * that is under way) are handed on at once. The time between two attempts at a run is left out.
 *
 * @param speed above 0; Infinity does not wait
 * @param signal ends the waiting; the events themselves it is for their source to end
 */
export async function* pacedEvents(
  events: AsyncIterable<EventLine>,
  speed: number,
  signal?: AbortSignal,
  clock: Clock = CLOCK,
): AsyncGenerator<EventLine> {
  let last: number | null = null;
  let due = clock.now();
  for await (const event of events) {
    // A clock that was set back makes no event wait.
    if (last !== null && event.type !== 'run-resumed') due += Math.max(0, event.time - last) / speed;
    last = event.time;
    const early = due - clock.now();
    if (early > 0) await clock.wait(early, signal);
    yield event;
  }
}

/** `--speed`: how many times as fast as it was, or `max`. Throws USAGE_BAD_FLAG. */
export function parseSpeed(text: string): number {
  const speed = text === 'max' ? Infinity : Number(text);
  if (text.trim() !== '' && speed > 0) return speed;
  const reason = `--speed is '${text}'; it takes a number above 0 (1 is as fast as it was, 10 ten times that) or 'max'.`;
  throw usageErrors.USAGE_BAD_FLAG({ command: 'watch', reason });
}
