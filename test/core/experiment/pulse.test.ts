import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RUN_WRITE_FAILED } from '../../../src/core/errors/runs.js';
import type { RunEvent } from '../../../src/core/events.js';
import { startPulse } from '../../../src/core/experiment/pulse.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('tells memory and processor time every two seconds until it is ended', () => {
  const events: RunEvent[] = [];
  const stop = startPulse((event) => void events.push(event));
  vi.advanceTimersByTime(5000);
  expect(events.map(({ type }) => type)).toEqual(['system', 'system']);
  for (const event of events) {
    expect(event.type === 'system' && event.rssBytes > 1e6 && event.cpuPercent >= 0).toBe(true);
  }
  stop();
  vi.advanceTimersByTime(5000);
  expect(events.length).toBe(2);
});

it('leaves it to the run to fail where the events cannot be written', () => {
  const stop = startPulse(() => {
    throw RUN_WRITE_FAILED({ file: 'events.jsonl', reason: 'the disk is full' });
  });
  expect(() => vi.advanceTimersByTime(3000)).not.toThrow();
  stop();
});
