/**
 * Comma-separated values by RFC 4180, with a header and `\n` line ends (the same bytes on every system). Fields are
 * quoted only where they must be: a comma, a quote, a line break, or a space at either end.
 */
export function formatCsv(
  header: readonly string[],
  lines: readonly (readonly (string | number)[])[],
): string {
  return [header, ...lines].map((fields) => `${fields.map(formatField).join(',')}\n`).join('');
}

/**
 * The lines of a CSV text, the header first; quoted fields may hold commas, doubled quotes and line breaks.
 *
 * @returns null where a quote is opened and not closed, or lines differ in their number of fields
 */
export function parseCsv(text: string): readonly (readonly string[])[] | null {
  const lines: string[][] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  let line: string[] = [];
  while (field.lastIndex < text.length || line.length > 0) {
    const match = field.exec(text);
    if (match === null) return null;
    const quoted = match.at(1);
    line.push(quoted === undefined ? match[2] : quoted.replaceAll('""', '"'));
    if (match[3] === ',') continue;
    lines.push(line);
    line = [];
  }
  return lines.every(({ length }) => length === lines[0].length) ? lines : null;
}

function formatField(field: string | number): string {
  const text = String(field);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
