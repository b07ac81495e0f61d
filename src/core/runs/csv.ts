import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** Comma-separated values (RFC 4180) with a header and `\n` line ends: the same bytes on every system. */
export function formatCsv(
  header: readonly string[],
  lines: readonly (readonly (string | number)[])[],
): string {
  return stringify([[...header], ...lines.map((line) => [...line])], { record_delimiter: '\n' });
}

/**
 * The lines of a CSV text, the header first.
 *
 * @returns null where a quote is opened and not closed, or lines differ in their number of fields
 */
export function parseCsv(text: string): readonly (readonly string[])[] | null {
  try {
    return parse(text);
  } catch (thrown) {
    if (thrown instanceof CsvError) return null;
    throw thrown;
  }
}
