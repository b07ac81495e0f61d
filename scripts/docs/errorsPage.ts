import type { CatalogueEntry } from '../../src/core/errors.js';

/** docs/reference/errors.md: the catalogue. */
export function errorsPage(catalogue: Readonly<Record<string, CatalogueEntry>>): string {
  const rows = Object.values(catalogue).map(({ code, exit, when }) => `| \`${code}\` | ${exit} | ${when} |`);
  return [
    '# Errors',
    'Every error that intone reports, by its code. Each says what was wrong, where it stands, what is allowed and what to do.',
    'Exit codes: 0 all is well, 1 the gate failed, 2 a mistake in the input, 3 a mistake in intone, 130 interrupted.',
    ['| Code | Exit | When |', '| --- | --- | --- |', ...rows].join('\n'),
  ].join('\n\n');
}
