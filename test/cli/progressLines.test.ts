import { expect, test } from 'vitest';
import { paletteFor } from '../../src/cli/colour.js';
import { ProgressLines, type ProgressOptions } from '../../src/cli/progressLines.js';
import type { RunEvent } from '../../src/core/events.js';

/** Shows events, each at its second, and gives back what was written. */
function show(
  timed: readonly [number, RunEvent][],
  { live, columns = 80, ...options }: { live: boolean; columns?: number } & ProgressOptions,
) {
  const written: string[] = [];
  const screen = { live, columns, palette: paletteFor({}, {}), write: (text: string) => written.push(text) };
  const lines = new ProgressLines(screen, options);
  for (const [at, event] of timed) {
    lines.show({ time: at * 1000, ...event });
  }
  lines.close();
  return written;
}

const started = { type: 'stage-started', stage: 'features' } as const;
const progress = (done: number) =>
  ({ type: 'stage-progress', stage: 'features', done, total: 2034, unit: 'clips' }) as const;
const finished = {
  type: 'stage-finished',
  stage: 'features',
  seconds: 20.34,
  peakRssBytes: 1e8,
  summary: '2,034 clips',
} as const;
const epoch = (number: number, best: boolean): RunEvent => ({
  type: 'epoch-finished',
  epoch: number,
  epochs: 10,
  seconds: 2,
  learningRate: 0.001,
  train: { loss: 0.5, accuracy: 0.7 },
  validation: { loss: 0.61234, accuracy: null, uar: 0.5, kappa: 0.4 },
  recall: {},
  perClass: {},
  confusion: [],
  best,
});

test('without a terminal: lines at start and end, at most one in three seconds between, with the time left', () => {
  const written = show(
    [
      [0, started],
      [1, progress(100)],
      [4, progress(400)],
      [5, progress(500)],
      [10, progress(1017)],
      [20, finished],
    ],
    { live: false },
  );
  expect(written).toEqual([
    'features  started\n',
    'features  400 of 2,034 clips, 16 s left\n',
    'features  1,017 of 2,034 clips, 10 s left\n',
    'features  2,034 clips (20 s)\n',
  ]);
});

test('in a terminal one line is rewritten, cut to the width, and replaced by the closing line', () => {
  const written = show(
    [
      [0, started],
      [1, progress(100)],
      [20, finished],
    ],
    { live: true, columns: 31 },
  );
  expect(written).toEqual([
    '\r\u001b[Kfeatures  started',
    '\r\u001b[Kfeatures  100 of 2,034 clips, ',
    '\r\u001b[K',
    'features  2,034 clips (20 s)\n',
  ]);
});

test('each epoch is a line that says how long training can still take', () => {
  const batches = (done: number): RunEvent => ({
    type: 'stage-progress',
    stage: 'train',
    done,
    total: 50,
    unit: 'batches',
  });
  const written = show(
    [
      [0, { type: 'stage-started', stage: 'train' }],
      [2, batches(5)],
      [2, epoch(1, true)],
      [4, batches(10)],
      [4, epoch(2, false)],
      [8, batches(20)],
      [8, { type: 'training-stopped', reason: 'patience', epoch: 2, bestEpoch: 1 }],
    ],
    { live: false },
  );
  const second = 'epoch 2/10, loss 0.500, validation loss 0.612 accuracy undefined uar 0.500';
  expect(written).toEqual([
    'train     started\n',
    'train     epoch 1/10 (best), loss 0.500, validation loss 0.612 accuracy undefined uar 0.500, at most 18 s left\n',
    `train     ${second}, at most 16 s left\n`,
    `train     20 of 50 batches, at most 12 s left; ${second}\n`,
    'train     no improvement since epoch 1, which is kept\n',
  ]);
});

test('within the first epoch the time left follows from the batches of all epochs', () => {
  const written = show(
    [
      [0, { type: 'stage-started', stage: 'train' }],
      [10, { type: 'stage-progress', stage: 'train', done: 5, total: 30, unit: 'batches' }],
    ],
    { live: false },
  );
  expect(written[1]).toBe('train     5 of 30 batches, at most 50 s left\n');
});

test('what was before is not shown again, but counts for the time that is left', () => {
  const before: [number, RunEvent][] = [
    [0, { type: 'stage-started', stage: 'train' }],
    [2, epoch(1, true)],
    [3, { type: 'run-failed', code: 'RUN_INTERRUPTED', message: 'Interrupted.' }],
  ];
  const after: [number, RunEvent][] = [
    [100, { type: 'run-resumed', epoch: 1 }],
    [101, { type: 'stage-started', stage: 'train' }],
    [105, { type: 'stage-progress', stage: 'train', done: 25, total: 50, unit: 'batches' }],
  ];
  expect(show([...before, ...after], { live: false, since: 50_000 })).toEqual([
    'run       resumed after epoch 1\n',
    'train     started\n',
    'train     25 of 50 batches, at most 10 s left\n',
  ]);
});

test('how the run ended is said where it is asked for', () => {
  const end: [number, RunEvent][] = [
    [1, { type: 'gate-judged', passed: false, checks: 2, failed: 1 }],
    [2, { type: 'run-finished', passed: false, seconds: 2 }],
  ];
  expect(show(end, { live: false })).toEqual([]);
  expect(show(end, { live: false, ending: true })).toEqual([
    'gate      failed 1 of 2 checks\n',
    'run       finished in 2.0 s\n',
  ]);
});

test('a warning and a skipped clip are said aloud, never rewritten', () => {
  const written = show(
    [
      [0, started],
      [1, { type: 'warning', message: 'Weights on top of SMOTE count twice.' }],
      [2, { type: 'clip-skipped', clip: 'a/b', reason: 'silent', detail: 'every sample is 0' }],
    ],
    { live: true },
  );
  expect(written.slice(1)).toEqual([
    '\r\u001b[K',
    'warning: Weights on top of SMOTE count twice.\n',
    'warning: skipped a/b: silent, every sample is 0\n',
  ]);
});
