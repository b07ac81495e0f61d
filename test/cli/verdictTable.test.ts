import { expect, test } from 'vitest';
import { paletteFor } from '../../src/cli/colour.js';
import { verdictTable } from '../../src/cli/verdictTable.js';
import type { Verdict } from '../../src/core/gate/verdict.js';

const plain = paletteFor({}, {});
const fallen = {
  metric: 'f1.weighted',
  class: 'surprised',
  part: 'validation',
  threshold: '> 0.75',
  bound: 'value',
  value: 0.4118,
  interval: { low: 0.351, high: 0.473 },
  judged: 0.4118,
  passed: false,
  level: 'error',
  shortBy: 0.3382,
} as const;
const held = {
  metric: 'accuracy',
  part: 'test',
  threshold: '>= 0.3',
  bound: 'low',
  value: 0.5,
  judged: 0.4,
  passed: true,
  level: 'error',
  shortBy: null,
} as const;
const verdict: Verdict = {
  passed: false,
  summary: 'recall of surprised fell short of > 0.75 by 0.338',
  notes: ['calm is never predicted'],
  checks: [fallen, { ...fallen, level: 'warn', value: null, shortBy: null, reason: 'no rows' }, held],
};

test('checks stand in the order of the verdict, with values, intervals and what is missing', () => {
  expect(verdictTable(verdict, plain).split('\n')).toEqual([
    '      check        part        class      value                   needs             short by',
    'FAIL  f1.weighted  validation  surprised  0.412 [0.35, 0.47]      > 0.75            0.338',
    'warn  f1.weighted  validation  surprised  undefined [0.35, 0.47]  > 0.75',
    'ok    accuracy     test        all        0.500                   >= 0.3 (low end)',
    'note: no rows',
    'note: calm is never predicted',
    '',
    'FAILED: recall of surprised fell short of > 0.75 by 0.338',
  ]);
});

test('a usual verdict fits 80 columns', () => {
  const usual = { ...fallen, metric: 'f1.macro', part: 'test' } as const;
  const table = verdictTable({ ...verdict, checks: [usual] }, plain);
  expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
