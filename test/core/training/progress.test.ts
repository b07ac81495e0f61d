import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RunEvent } from '../../../src/core/events.js';
import { batchProgress } from '../../../src/core/training/progress.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('tells the first batch, then at most one every 100 ms, and the last', () => {
  const events: RunEvent[] = [];
  const progress = batchProgress((event) => void events.push(event), 20);
  for (let batch = 1; batch <= 20; batch++) {
    progress({ loss: batch, rows: 8, seconds: 0.03 });
    vi.advanceTimersByTime(30);
  }
  const told = events.map((event) => (event.type === 'stage-progress' ? event.done : 0));
  expect(told).toEqual([1, 5, 9, 13, 17, 20]);
  expect(events[1]).toMatchObject({ total: 20, loss: 5, rowsPerSecond: 8 / 0.03 });
});

it('counts on from the batches that were done before', () => {
  const events: RunEvent[] = [];
  batchProgress((event) => void events.push(event), 20, 12)({ loss: 1, rows: 8, seconds: 0 });
  expect(events).toMatchObject([{ done: 13, rowsPerSecond: 0 }]);
});
