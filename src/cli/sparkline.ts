const BLOCKS = '▁▂▃▄▅▆▇█';
const PLAIN = '_.:-=+*#';

/** The least and the greatest value that a line can show. */
export interface Scale {
  readonly low: number;
  readonly high: number;
}

/** The scale on which all of some series fit, so that their lines can be held against each other; null without a value. */
export function sharedScale(series: readonly (readonly (number | null)[])[]): Scale | null {
  const values = series.flat().filter((value) => value !== null);
  if (values.length === 0) return null;
  return {
    low: values.reduce((a, b) => Math.min(a, b)),
    high: values.reduce((a, b) => Math.max(a, b)),
  };
}

/**
 * A series as one line of block characters (or plain ones). Of a series longer than `width` each character is the mean
 * of its share of the values; a blank is where there is none.
 */
export function sparkline(
  values: readonly (number | null)[],
  { low, high }: Scale,
  { width, unicode }: { readonly width: number; readonly unicode: boolean },
): string {
  const levels = unicode ? BLOCKS : PLAIN;
  const columns = Math.min(width, values.length);
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns);
    const to = Math.floor(((column + 1) * values.length) / columns);
    const there = values.slice(from, to).filter((value) => value !== null);
    if (there.length === 0) return ' ';
    const mean = there.reduce((sum, value) => sum + value, 0) / there.length;
    const share = high > low ? (mean - low) / (high - low) : 0.5;
    return levels[Math.min(levels.length - 1, Math.floor(share * levels.length))];
  }).join('');
}

/** Whether the terminal's locale writes UTF-8. Where no locale is set at all it is taken for granted, as CI does. */
export function writesUnicode(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  if (environment['TERM'] === 'dumb' || environment['TERM'] === 'linux') return false;
  const locale = [environment['LC_ALL'], environment['LC_CTYPE'], environment['LANG']].find(Boolean);
  return locale === undefined || /utf-?8/i.test(locale);
}
