import type { Palette } from './colour.js';
import type { Finding } from './diagnosis.js';

const MARKS = { good: 'ok', note: 'note', fault: 'FAULT' } as const;

/** What `intone doctor` prints: a line a finding, and under it what to do. */
export function findingLines(findings: readonly Finding[], palette: Palette): string {
  const paint = { good: palette.good, note: palette.warning, fault: palette.bad };
  const width = Math.max(...findings.map(({ what }) => what.length));
  return findings
    .flatMap(({ what, state, found, advice }) => [
      `${paint[state](MARKS[state].padEnd(5))}  ${what.padEnd(width)}  ${found}`,
      ...(advice === undefined ? [] : [`${' '.repeat(7)}${' '.repeat(width)}  ${advice}`]),
    ])
    .join('\n');
}
