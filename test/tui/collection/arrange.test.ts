import { describe, expect, it } from 'vitest';
import { arrange, listedMetrics, sortKeys } from '../../../src/tui/collection/arrange.js';
import { chartWindow, zoomMost } from '../../../src/tui/collection/chartWindow.js';
import { matcher } from '../../../src/tui/collection/pattern.js';
import { damagedEntry, type RunEntry } from '../../../src/tui/collection/runEntry.js';

function entry(name: string, changes: Partial<RunEntry>): RunEntry {
  return { ...damagedEntry(`20261122T0${name}0000Z-run-0000000${name}`, ''), state: 'finished', ...changes };
}

const ENTRIES = [
  entry('1', { passed: true, heldOut: { accuracy: 0.5, uar: 0.9 } }),
  entry('2', { passed: false, heldOut: { accuracy: 0.8, uar: null } }),
  entry('3', { state: 'running' }),
  entry('4', { passed: true, heldOut: { accuracy: 0.7, uar: 0.2 } }),
];

function order(sort: string, reversed = false, filter = ''): string {
  return arrange(ENTRIES, { sort, reversed, filter })
    .map(({ name }) => name.at(-1))
    .join('');
}

describe('runs are sorted', () => {
  it('the newest first, or the oldest', () => {
    expect(order('newest')).toBe('4321');
    expect(order('newest', true)).toBe('1234');
  });

  it('by a metric, the highest first; what has none is last either way', () => {
    expect(order('accuracy')).toBe('2413');
    expect(order('accuracy', true)).toBe('1423');
    expect(order('uar')).toBe('1432');
  });

  it('by gate and state, the newest first among equals', () => {
    expect(order('gate')).toBe('4123');
    expect(order('state')).toBe('3421');
    expect(order('name')).toBe('1234');
  });
});

it('runs are filtered by name, state and gate', () => {
  expect(order('newest', false, 'passed')).toBe('41');
  expect(order('newest', false, 'FAILED 0{7}2')).toBe('2');
  expect(order('newest', false, 'running')).toBe('3');
  expect(order('newest', false, 'nothing')).toBe('');
});

it('what is typed finds words in any order, as expressions where they are', () => {
  expect(matcher('uar val')('val/uar')).toBe(true);
  expect(matcher('^val/(loss|uar)$')('val/loss')).toBe(true);
  expect(matcher('^val/(loss|uar)$')('val/accuracy')).toBe(false);
  expect(matcher('f1.(')('VAL/F1.(x')).toBe(true);
  expect(matcher('  ')('anything')).toBe(true);
});

it('the list shows the usual metrics, or those that were asked for', () => {
  expect(listedMetrics(ENTRIES, '')).toEqual(['accuracy', 'uar']);
  expect(listedMetrics([], '')).toEqual(['accuracy', 'uar', 'f1.macro']);
  expect(listedMetrics(ENTRIES, 'test/u')).toEqual(['uar']);
  expect(listedMetrics(ENTRIES, 'val/loss')).toEqual([]);
  expect(sortKeys(['uar'])).toEqual(['newest', 'name', 'state', 'gate', 'uar']);
});

describe('the window of the charts', () => {
  const extents = [
    { from: 1, to: 41 },
    { from: 1, to: 81 },
  ];

  it('is all that there is, or the newest half, quarter, …', () => {
    expect(chartWindow(extents, 0, 0)).toEqual({ from: 1, to: 81 });
    expect(chartWindow(extents, 1, 0)).toEqual({ from: 41, to: 81 });
    expect(chartWindow(extents, 2, 0)).toEqual({ from: 61, to: 81 });
  });

  it('is moved back by quarters of itself, to the beginning at most', () => {
    expect(chartWindow(extents, 1, 1)).toEqual({ from: 31, to: 71 });
    expect(chartWindow(extents, 1, 99)).toEqual({ from: 1, to: 41 });
  });

  it('holds about four epochs at least', () => {
    expect(zoomMost(80)).toBe(4);
    expect(zoomMost(7)).toBe(0);
    expect(zoomMost(0)).toBe(0);
    expect(chartWindow([], 0, 0)).toEqual({ from: 0, to: 1 });
  });
});
