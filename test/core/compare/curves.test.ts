import { expect, test } from 'vitest';
import { curveMetrics, curveOf } from '../../../src/core/compare/curves.js';
import type { EventLine } from '../../../src/core/events.js';

function epoch(number: number, uar: number | null, best: boolean): EventLine {
  return {
    time: number,
    type: 'epoch-finished',
    epoch: number,
    epochs: 9,
    seconds: 1,
    learningRate: 0.001,
    train: { loss: 1 },
    validation: { loss: 2, uar },
    recall: {},
    perClass: {},
    confusion: [],
    best,
  };
}

test('a curve has a value an epoch, and knows the last epoch that was the best', () => {
  const events = [epoch(1, 0.1, true), epoch(2, 0.4, true), epoch(3, null, false)];
  expect(curveMetrics(events)).toEqual(['loss', 'uar']);
  expect(curveOf(events, 'uar')).toEqual({ metric: 'uar', values: [0.1, 0.4, null], best: 2 });
});

test('an epoch that a resumed run trained again counts once, as the last time', () => {
  const again: EventLine = { time: 3, type: 'run-resumed', epoch: 1 };
  const events = [
    epoch(1, 0.1, true),
    epoch(2, 0.2, true),
    again,
    epoch(2, 0.3, true),
    epoch(3, 0.25, false),
  ];
  expect(curveOf(events, 'uar')).toEqual({ metric: 'uar', values: [0.1, 0.3, 0.25], best: 2 });
});

test('without epochs there is no curve', () => {
  expect(curveMetrics([])).toEqual([]);
  expect(curveOf([], 'uar')).toEqual({ metric: 'uar', values: [], best: null });
});
