import { expect, test } from 'vitest';
import { paletteFor } from '../../src/cli/colour.js';
import { ProgressLines } from '../../src/cli/progressLines.js';
import type { RunEvent } from '../../src/core/events.js';

/** Shows events, each at its second, and gives back what was written. */
function show(
  timed: readonly [number, RunEvent][],
  { live, columns = 80 }: { live: boolean; columns?: number },
) {
  let seconds = 0;
  const written: string[] = [];
  const lines = new ProgressLines({
    live,
    columns,
    palette: paletteFor({}, {}),
    write: (text) => written.push(text),
    now: () => seconds * 1000,
  });
  for (const [at, event] of timed) {
    seconds = at;
    lines.sink(event);
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
  const written = show(
    [
      [0, { type: 'stage-started', stage: 'train' }],
      [2, epoch(1, true)],
      [4, epoch(2, false)],
      [4, { type: 'training-stopped', reason: 'patience', epoch: 2, bestEpoch: 1 }],
    ],
    { live: false },
  );
  expect(written).toEqual([
    'train     started\n',
    'train     epoch 1/10, at most 18 s left, loss 0.500, validation loss 0.612 accuracy undefined uar 0.500 (best)\n',
    'train     epoch 2/10, at most 16 s left, loss 0.500, validation loss 0.612 accuracy undefined uar 0.500\n',
    'train     epoch 2 was the last: no improvement since 1\n',
  ]);
});

test('within the first epoch the time left follows from its batches', () => {
  const started: RunEvent = {
    type: 'run-started',
    version: 1,
    run: 'r',
    name: 'quick',
    seed: 7,
    backend: 'wasm',
    classes: [],
    epochs: 3,
    stages: [],
    gate: [],
  };
  const written = show(
    [
      [0, started],
      [0, { type: 'stage-started', stage: 'train' }],
      [10, { type: 'stage-progress', stage: 'train', done: 5, total: 10, unit: 'batches' }],
    ],
    { live: false },
  );
  expect(written[0]).toBe('run       quick, seed 7, on wasm\n');
  expect(written[2]).toBe('train     epoch 1/3, 5 of 10 batches, at most 50 s left\n');
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
    'skipped: a/b: silent, every sample is 0\n',
  ]);
});
