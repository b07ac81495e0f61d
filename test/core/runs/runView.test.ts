import { describe, expect, it } from 'vitest';
import type { EventLine, RunEvent } from '../../../src/core/events.js';
import { checksOf } from '../../../src/core/runs/gateChecks.js';
import {
  applyEvent,
  currentStage,
  emptyView,
  endView,
  hasEnded,
  keptEpoch,
  metricNames,
  metricSeries,
  type RunView,
} from '../../../src/core/runs/runView.js';

const STARTED: RunEvent = {
  type: 'run-started',
  version: 1,
  run: '20260101T000000Z-a-00000000',
  name: 'a',
  seed: 7,
  backend: 'cpu',
  classes: ['calm', 'happy'],
  epochs: 10,
  stages: ['data', 'features', 'train', 'gate'],
  gate: [
    { metric: 'uar', per: 'overall', part: 'test', min: 0.5, bound: 'value', level: 'error' },
    { metric: 'recall', per: 'class', part: 'test', above: 0.6, max: 0.99, bound: 'value', level: 'warn' },
  ],
};

/** The view after events that come at times in ms, the first at 0. */
function after(...timed: readonly (readonly [time: number, event: RunEvent])[]): RunView {
  const lines = timed.map(([time, event]): EventLine => ({ time, ...event }));
  return lines.reduce(applyEvent, emptyView);
}

function epoch(number: number, uar: number | null, best = false): RunEvent {
  const loss = 1 / number;
  const recall = { calm: 0.5, happy: 0.7 };
  return {
    type: 'epoch-finished',
    epoch: number,
    epochs: 10,
    seconds: 2,
    learningRate: 0.01,
    train: { loss },
    validation: { loss: loss + 1, uar },
    recall,
    perClass: { recall },
    confusion: [
      [1, 1],
      [0, 3],
    ],
    best,
  };
}

describe('a view', () => {
  it('waits before its run begins, and knows what run it is after', () => {
    expect(emptyView).toMatchObject({ state: 'waiting', started: null, epochs: [] });
    const view = after([1000, STARTED]);
    expect(view).toMatchObject({
      state: 'running',
      name: 'a',
      seed: 7,
      epochsAtMost: 10,
      started: 1000,
      now: 1000,
    });
    expect(view.stages.map(({ stage, state }) => `${stage} ${state}`)).toEqual([
      'data waiting',
      'features waiting',
      'train waiting',
      'gate waiting',
    ]);
  });

  it('is not changed by an event: there is a new one', () => {
    const view = after([0, STARTED]);
    const copy = structuredClone(view);
    applyEvent(view, { time: 1, ...epoch(1, 0.5, true) });
    expect(view).toEqual(copy);
  });

  it('tells what is left of a stage by what it took so far, without pauses', () => {
    const features = (done: number): RunEvent => ({
      type: 'stage-progress',
      stage: 'features',
      done,
      total: 40,
      unit: 'clips',
    });
    const view = after(
      [0, STARTED],
      [0, { type: 'stage-started', stage: 'features' }],
      [1000, features(10)],
      [1500, { type: 'paused' }],
      [61_500, { type: 'continued' }],
      [62_000, features(20)],
    );
    // 20 clips in 2 s.
    expect(currentStage(view)).toMatchObject({ stage: 'features', seconds: 2, secondsLeft: 2 });
    expect(view.rowsPerSecond).toBe(10);
  });

  it('tells what is left of the training at most, by what its epochs take', () => {
    const train = (done: number): RunEvent => ({
      type: 'stage-progress',
      stage: 'train',
      done,
      total: 100,
      unit: 'batches',
    });
    const begun = [
      [0, STARTED],
      [0, { type: 'stage-started', stage: 'train' }],
      [1000, train(5)],
    ] as const;
    expect(currentStage(after(...begun))?.secondsLeft).toBeCloseTo(19, 9);
    // Epochs take 2 s each, whatever a pause added; three quarters of ten are left.
    const later = after(
      ...begun,
      [2000, epoch(1, 0.5, true)],
      [90_000, epoch(2, 0.6, true)],
      [91_000, train(25)],
    );
    expect(currentStage(later)?.secondsLeft).toBeCloseTo(15, 9);
  });

  it('keeps the epochs, their metrics and which one is best', () => {
    const view = after([0, STARTED], [1, epoch(1, null, true)], [2, epoch(2, 0.7, true)], [3, epoch(3, 0.6)]);
    expect(metricNames(view)).toEqual(['loss', 'uar']);
    expect(metricSeries(view, 'uar')).toEqual({ train: [null, null, null], validation: [null, 0.7, 0.6] });
    expect(metricSeries(view, 'loss').train).toEqual([1, 1 / 2, 1 / 3]);
    expect(keptEpoch(view)?.epoch).toBe(2);
  });

  it('goes on from a checkpoint: what came after it is forgotten', () => {
    const view = after(
      [0, STARTED],
      [0, { type: 'stage-started', stage: 'train' }],
      [1, epoch(1, 0.7, true)],
      [2, { type: 'checkpoint-saved', epoch: 1, seconds: 0.1 }],
      [3, epoch(2, 0.8, true)],
      [4, { type: 'run-failed', code: 'TRAINING_INTERRUPTED', message: 'stopped' }],
      [5, { type: 'run-resumed', epoch: 1 }],
    );
    expect(view).toMatchObject({ state: 'running', bestEpoch: 1, checkpoint: 1, failure: null });
    expect(view.epochs.map((each) => each.epoch)).toEqual([1]);
    expect(view.stages.every(({ state }) => state === 'waiting')).toBe(true);
  });

  const ends = {
    finished: { type: 'run-finished', passed: true, seconds: 3 },
    interrupted: { type: 'run-failed', code: 'RUN_INTERRUPTED', message: 'm' },
    failed: { type: 'run-failed', code: 'TRAINING_DIVERGED', message: 'm' },
  } as const;
  for (const [state, event] of Object.entries(ends)) {
    it(`${state}: has ended, and stays so`, () => {
      const view = after([0, STARTED], [1, { type: 'stop-asked', after: 'batch' }], [2, event]);
      expect(view).toMatchObject({ state, stopping: null });
      expect(hasEnded(view)).toBe(true);
      expect(endView(view)).toBe(view);
    });
  }

  it('of a run that ended without a word has died', () => {
    expect(endView(after([0, STARTED])).state).toBe('died');
    expect(hasEnded(after([0, STARTED], [1, { type: 'paused' }]))).toBe(false);
  });

  it('that was paused goes on when it is asked to stop', () => {
    const view = after([0, STARTED], [1, { type: 'paused' }], [2, { type: 'stop-asked', after: 'epoch' }]);
    expect(view).toMatchObject({ state: 'running', stopping: 'epoch', pausedAt: null });
  });

  it('keeps the latest 500 lines of its log, each one line', () => {
    const warnings = Array.from(
      { length: 600 },
      (_, index) => [index, { type: 'warning', message: `w${index}\n  x` }] as const,
    );
    const { log } = after(...warnings);
    expect(log).toHaveLength(500);
    expect(log.at(-1)).toEqual({ time: 599, level: 'warning', source: 'run', text: 'w599 x' });
  });
});

describe('the checks of the gate', () => {
  const standing = (view: RunView): readonly string[] =>
    checksOf(view).map(({ metric, class: name, threshold, value, holds, from }) =>
      [metric, name ?? 'all', threshold, value, holds, from].join(' '),
    );

  it('have no value before the first epoch, and that of the kept one after it', () => {
    expect(standing(after([0, STARTED]))[0]).toBe('uar all ≥ 0.5   kept epoch');
    const view = after([0, STARTED], [1, epoch(1, 0.7, true)], [2, epoch(2, 0.4)]);
    expect(standing(view)).toEqual([
      'uar all ≥ 0.5 0.7 true kept epoch',
      'recall calm > 0.6 0.5 false kept epoch',
      'recall calm ≤ 0.99 0.5 true kept epoch',
      'recall happy > 0.6 0.7 true kept epoch',
      'recall happy ≤ 0.99 0.7 true kept epoch',
    ]);
  });

  it('have the value of their part once that was evaluated', () => {
    const evaluated: RunEvent = { type: 'evaluated', part: 'test', rows: 4, overall: { uar: 0.45 } };
    const view = after([0, STARTED], [1, epoch(1, 0.7, true)], [2, evaluated]);
    expect(standing(view)[0]).toBe('uar all ≥ 0.5 0.45 false evaluation');
    // No metric by class came with it.
    expect(standing(view)[1]).toBe('recall calm > 0.6   evaluation');
  });

  it('are those of the verdict once there is one', () => {
    const result = {
      metric: 'uar',
      part: 'test',
      threshold: '≥ 0.5',
      bound: 'low',
      value: 0.6,
      judged: 0.45,
      passed: false,
      level: 'error',
      shortBy: 0.05,
    } as const;
    const judged: RunEvent = { type: 'gate-judged', passed: false, checks: 1, failed: 1, results: [result] };
    const [check] = checksOf(after([0, STARTED], [1, judged]));
    expect(check).toMatchObject({
      metric: 'uar',
      class: null,
      limit: 0.5,
      value: 0.45,
      holds: false,
      from: 'verdict',
    });
  });
});
