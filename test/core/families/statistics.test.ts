import { expect, test } from 'vitest';
import { secondsLeft, sharesAgain, sharesOf } from '../../../src/core/families/progress.js';
import { spreadOf } from '../../../src/core/families/statistics.js';

test('mean and standard deviation with n − 1, as numpy.std(ddof=1)', () => {
  // numpy.mean([.61, .66, .58, .7]), numpy.std([.61, .66, .58, .7], ddof=1)
  const { n, mean, sd, min, max } = spreadOf([0.61, 0.66, null, 0.58, 0.7]);
  expect(n).toBe(4);
  expect(mean).toBeCloseTo(0.6375, 14);
  expect(sd).toBeCloseTo(0.05315072906367324, 14);
  expect([min, max]).toEqual([0.58, 0.7]);
});

test('one value has no spread, and none has no mean', () => {
  expect(spreadOf([0.5])).toMatchObject({ n: 1, mean: 0.5, sd: null });
  expect(spreadOf([null])).toMatchObject({ n: 0, mean: null, sd: null });
});

test.each([
  [4, 2, 9, { jobs: 2, threads: 2 }],
  [2, 2, 9, { jobs: 2, threads: 1 }],
  [7, 3, 9, { jobs: 3, threads: 2 }],
  [2, 5, 9, { jobs: 5, threads: 1 }],
  [6, undefined, 9, { jobs: 6, threads: 1 }],
  [6, undefined, 3, { jobs: 3, threads: 2 }],
])('%d threads and %s jobs of %d members are shared as %o', (threads, jobs, members, shares) => {
  expect(sharesOf({ threads, threadsAsked: true, jobs }, members)).toEqual(shares);
});

test.each([
  ['on the same machine as it was', { threads: 6, threadsAsked: false }, 3],
  ['on a larger machine as it was', { threads: 32, threadsAsked: false }, 3],
  ['with more threads asked for with more at once', { threads: 8, threadsAsked: true }, 4],
  ['with fewer threads asked for with fewer at once', { threads: 1, threadsAsked: true }, 1],
  ['with jobs asked for with so many at once', { threads: 1, threadsAsked: true, jobs: 5 }, 5],
])('a family goes on %s, and with the threads of each as they were', (_, machine, jobs) => {
  expect(sharesAgain({ jobs: 3, threads: 2 }, { jobs: undefined, ...machine })).toEqual({ jobs, threads: 2 });
});

test('what is left: by what members took, divided by those at once', () => {
  const running = [
    { elapsed: 4, left: 30 },
    { elapsed: 1, left: null },
  ];
  expect(secondsLeft({ taken: [10, 10], running, waiting: 2, jobs: 2 })).toBeCloseTo((6 + 9 + 20) / 2);
  expect(secondsLeft({ taken: [10], running: [{ elapsed: 1, left: 2 }], waiting: 0, jobs: 4 })).toBe(2);
  expect(secondsLeft({ taken: [], running: [{ elapsed: 1, left: null }], waiting: 3, jobs: 1 })).toBeNull();
  expect(secondsLeft({ taken: [], running: [{ elapsed: 2, left: 8 }], waiting: 3, jobs: 1 })).toBe(38);
});
