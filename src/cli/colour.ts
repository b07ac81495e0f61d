import { styleText } from 'node:util';

/** How text is set off on a screen. */
export interface Palette {
  readonly bad: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

const same = (text: string): string => text;
const PLAIN: Palette = { bad: same, good: same, warning: same, strong: same, faint: same };
const COLOURED: Palette = {
  bad: styled(['bold', 'red']),
  good: styled(['bold', 'green']),
  warning: styled('yellow'),
  strong: styled('bold'),
  faint: styled('dim'),
};

/** Newer versions of Node would ask stdout whether it wants colour; here that is decided already. */
function styled(format: Parameters<typeof styleText>[0]): (text: string) => string {
  return (text) => styleText(format, text, { validateStream: false });
}

/**
 * Colour for a terminal, none for a pipe or a file. `FORCE_COLOR` (0: never) goes before `NO_COLOR`
 * (https://no-color.org), as in Node itself.
 */
export function paletteFor(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Palette {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = environment;
  if (forced !== undefined) return forced === '0' || forced === 'false' ? PLAIN : COLOURED;
  if (refused !== undefined && refused !== '') return PLAIN;
  return stream.isTTY === true && terminal !== 'dumb' ? COLOURED : PLAIN;
}
