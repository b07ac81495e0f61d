import { shortenInked, widthOf } from '../charts/fit.js';
import type { Theme } from '../theme.js';

/** A part of a screen, with a heading; as high as there is room for. */
export interface Panel {
  /** May hold colours; cut to what fits. */
  readonly title: string;
  /** Lines below the heading that it needs to be worth showing, and that it can use. */
  readonly least: number;
  readonly most: number;
  /** At most `height` lines of at most `width` columns. */
  readonly draw: (width: number, height: number) => readonly string[];
}

/**
 * Puts panels under each other in exactly `height` lines. Those that do not get their least are left out, the last
 * ones first; what is left over goes to those that can use it, the one with the fewest lines first.
 */
export function stack(
  panels: readonly Panel[],
  width: number,
  height: number,
  theme: Theme,
): readonly string[] {
  let left = height;
  const shown = panels.filter(({ least }) => {
    const fits = left >= least + 1;
    if (fits) left -= least + 1;
    return fits;
  });
  const heights = shown.map(({ least }) => least);
  for (; left > 0; left--) {
    const open = heights.flatMap((lines, index) => (lines < shown[index].most ? [index] : []));
    if (open.length === 0) break;
    const index = open.reduce((best, each) => (heights[each] < heights[best] ? each : best));
    heights[index] += 1;
  }
  const lines = shown.flatMap(({ title, draw }, index) => {
    const drawn = draw(width, heights[index])
      .slice(0, heights[index])
      .map((line) => shortenInked(line, width, theme.unicode));
    const blank = Array<string>(heights[index] - drawn.length).fill('');
    return [heading(title, width, theme), ...drawn, ...blank];
  });
  return [...lines, ...Array<string>(Math.max(0, height - lines.length)).fill('')].slice(0, height);
}

function heading(title: string, width: number, { faint, signs, unicode }: Theme): string {
  const cut = shortenInked(title, width - 3, unicode);
  return `${faint(signs.rule)} ${cut} ${faint(signs.rule.repeat(Math.max(0, width - widthOf(cut) - 3)))}`;
}
