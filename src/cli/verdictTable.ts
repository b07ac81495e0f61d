import type { Verdict } from '../core/gate/verdict.js';
import type { Palette } from './colour.js';
import { figure } from './figures.js';
import { plainTable } from './plainTable.js';

type CheckResult = Verdict['checks'][number];

/** A verdict as a table, the failing checks first, with its notes and one line that says it all below. */
export function verdictTable(verdict: Verdict, palette: Palette): string {
  const { passed, summary, notes, checks } = verdict;
  const table = plainTable(
    ['', 'check', 'part', 'class', 'value', 'needs', 'short by'],
    checks.map((check) => [mark(check, palette), ...cells(check)]),
  );
  const reasons = checks.flatMap(({ passed: held, reason }) =>
    held || reason === undefined ? [] : [`note: ${reason}`],
  );
  const line = `${passed ? palette.good('PASSED') : palette.bad('FAILED')}: ${summary}`;
  return [table, ...new Set([...reasons, ...notes.map((note) => `note: ${note}`)]), '', line].join('\n');
}

function mark({ passed, level }: CheckResult, palette: Palette): string {
  if (passed) return palette.good('ok');
  return level === 'warn' ? palette.warning('warn') : palette.bad('FAIL');
}

function cells(check: CheckResult): readonly string[] {
  const { metric, part, threshold, bound, value, interval, shortBy } = check;
  const range = interval ? ` [${interval.low.toFixed(2)}, ${interval.high.toFixed(2)}]` : '';
  const of = bound === 'value' ? '' : ` (${bound} end)`;
  return [
    metric,
    part,
    check.class ?? 'all',
    figure(value) + range,
    threshold + of,
    shortBy === null ? '' : shortBy.toFixed(3),
  ];
}
