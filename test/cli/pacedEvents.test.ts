import { expect, test } from 'vitest';
import { pacedEvents, parseSpeed } from '../../src/cli/pacedEvents.js';
import type { EventLine } from '../../src/core/events.js';
import { caughtError } from '../support/caughtError.js';

const at = (time: number): EventLine => ({ time, type: 'continued' });

/** When each event is shown, on a clock that only waiting moves, and the events' own coming. */
async function shown(events: readonly EventLine[], speed: number, coming: readonly number[] = []) {
  let now = 5000;
  const clock = {
    now: () => now,
    wait: (milliseconds: number) => {
      now += milliseconds;
      return Promise.resolve();
    },
  };
  async function* source(): AsyncGenerator<EventLine> {
    for (const [index, event] of events.entries()) {
      now = Math.max(now, 5000 + (coming.at(index) ?? 0));
      yield await Promise.resolve(event);
    }
  }
  const times: number[] = [];
  for await (const event of pacedEvents(source(), speed, undefined, clock)) {
    expect(event).toBe(events[times.length]);
    times.push(now - 5000);
  }
  return times;
}

test('events are as far apart as they were, or closer by the speed', async () => {
  const events = [at(1e12), at(1e12 + 300), at(1e12 + 300), at(1e12 + 1000)];
  expect(await shown(events, 1)).toEqual([0, 300, 300, 1000]);
  expect(await shown(events, 10)).toEqual([0, 30, 30, 100]);
  expect(await shown(events, 0.5)).toEqual([0, 600, 600, 2000]);
  expect(await shown(events, Infinity)).toEqual([0, 0, 0, 0]);
});

test('what comes late is shown at once, and what follows is not hurried past its distance', async () => {
  expect(await shown([at(0), at(100), at(200)], 1, [0, 150, 150])).toEqual([0, 150, 200]);
});

test('the time between two attempts is left out, and a clock that was set back waits for nothing', async () => {
  const events: EventLine[] = [at(0), at(50), { time: 1e9, type: 'run-resumed', epoch: 1 }, at(1e9 + 50)];
  expect(await shown(events, 1)).toEqual([0, 50, 50, 100]);
  expect(await shown([at(1000), at(400), at(500)], 1)).toEqual([0, 0, 100]);
});

test('a viewer who goes away is not waited for', async () => {
  const closing = new AbortController();
  async function* source(): AsyncGenerator<EventLine> {
    yield await Promise.resolve(at(0));
    closing.abort();
    yield at(1e9);
  }
  const seen: number[] = [];
  for await (const { time } of pacedEvents(source(), 1, closing.signal)) seen.push(time);
  expect(seen).toEqual([0, 1e9]);
});

test.each(['max', '1', '0.25', '1e3'])('--speed takes %s', (text) => {
  expect(parseSpeed(text)).toBe(text === 'max' ? Infinity : Number(text));
});
test.each(['0', '-1', 'fast', '', 'NaN', ' '])("--speed refuses '%s'", (text) => {
  expect(caughtError(() => parseSpeed(text))).toMatchObject({ code: 'USAGE_BAD_FLAG', exit: 2 });
});
