import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pacer } from '../../src/tui/pacer.js';

describe('Pacer', () => {
  let frames = 0;
  beforeEach(() => {
    frames = 0;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('draws once for all requests of a tenth of a second', () => {
    const pacer = new Pacer(() => (frames += 1));
    for (let time = 0; time < 1000; time += 10) {
      pacer.request('key');
      vi.advanceTimersByTime(10);
    }
    // Both ends of the second included.
    expect(frames).toBe(11);
  });

  it('draws what is costly less often for news, but not for keys', () => {
    const pacer = new Pacer(() => {
      frames += 1;
      // The frame takes 4 ms.
      vi.advanceTimersByTime(4);
    });
    pacer.drawNow();
    pacer.request('news');
    vi.advanceTimersByTime(500);
    expect(frames).toBe(1);
    pacer.request('key');
    vi.advanceTimersByTime(100);
    expect(frames).toBe(2);
    pacer.request('news');
    vi.advanceTimersByTime(1000);
    expect(frames).toBe(3);
  });

  it('draws no more once it is stopped', () => {
    const pacer = new Pacer(() => (frames += 1));
    pacer.request('news');
    pacer.stop();
    pacer.request('key');
    vi.advanceTimersByTime(5000);
    expect(frames).toBe(0);
  });
});
