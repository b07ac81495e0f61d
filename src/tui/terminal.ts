import type { ColourDepth } from './charts/ink.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a terminal can show. */
export interface Terminal {
  readonly depth: ColourDepth;
  /** Braille, blocks and lines; else ASCII only. */
  readonly unicode: boolean;
  /** Whether its ground is light, as far as it says (`COLORFGBG`). */
  readonly light: boolean;
}

/**
 * What a terminal can show, from what it says of itself. `NO_COLOR`, `FORCE_COLOR` and `TERM=dumb` mean what they mean
 * in Node's `getColorDepth`. There is no Unicode on the Linux console and dumb terminals, in a locale that is not
 * UTF-8, and where `INTONE_ASCII` is set.
 */
export function terminalOf(
  stdout: { readonly getColorDepth?: (environment?: object) => number },
  environment: Environment = process.env,
): Terminal {
  return {
    depth: depthOf(stdout.getColorDepth?.(environment) ?? 1),
    unicode: hasUnicode(environment),
    light: /;(?:7|15)$/.test(environment['COLORFGBG'] ?? ''),
  };
}

function depthOf(bits: number): ColourDepth {
  return bits >= 24 ? 24 : bits >= 8 ? 8 : bits >= 4 ? 4 : 1;
}

function hasUnicode(environment: Environment): boolean {
  const { INTONE_ASCII: ascii = '', TERM: terminal, LC_ALL, LC_CTYPE, LANG } = environment;
  if (ascii !== '' || terminal === 'linux' || terminal === 'dumb') return false;
  // The first that is set and not empty decides (POSIX, 8.2); none on Windows, whose terminals have Unicode.
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '');
  return locale === undefined ? process.platform === 'win32' : /utf-?8/i.test(locale);
}
