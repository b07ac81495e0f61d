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
    progress();
    vi.advanceTimersByTime(30);
  }
  const told = events.map((event) => (event.type === 'stage-progress' ? event.done : 0));
  expect(told).toEqual([1, 5, 9, 13, 17, 20]);
});
