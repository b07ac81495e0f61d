import { stripVTControlCharacters } from 'node:util';

/** A text without what would move the cursor or change colours: names and messages come from anywhere. */
function clean(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/\p{Cc}/gu, ' ');
}

/** What stands for a sign where there is no Unicode. */
const ASCII_SIGNS: Readonly<Record<string, string | undefined>> = {
  '≥': '>=',
  '≤': '<=',
  '≈': '~',
  '…': '...',
  '–': '-',
  '·': '.',
};

/** A text in ASCII: letters without their accents, and `?` for what has no likeness. */
export function asciiOf(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^ -~]/gu, (sign) => ASCII_SIGNS[sign] ?? '?');
}

/** A text of exactly `width` columns: filled with blanks, or cut with a `…` (`~`) at its end. */
export function fit(text: string, width: number, unicode: boolean, align: 'left' | 'right' = 'left'): string {
  const cut = shorten(text, width, unicode);
  const blanks = ' '.repeat(Math.max(0, width - widthOf(cut)));
  return align === 'left' ? cut + blanks : blanks + cut;
}

/** A text of at most `width` columns. */
export function shorten(text: string, width: number, unicode: boolean): string {
  const cleaned = unicode ? clean(text) : asciiOf(clean(text));
  if (widthOf(cleaned) <= width) return cleaned;
  return width <= 0 ? '' : cutAt(cleaned, width - 1) + (unicode ? '…' : '~');
}

/** As `shorten`, for a text with colours, whose ends are kept. */
export function shortenInked(text: string, width: number, unicode: boolean): string {
  if (widthOf(text) <= width) return text;
  let left = width;
  return text
    .split(SGR)
    .map((part, index) => {
      // The odd parts are what the pattern caught: colours.
      if (index % 2 === 1 || left <= 0) return index % 2 === 1 ? part : '';
      const cut = shorten(part, left, unicode);
      left -= cut === part ? widthOf(cut) : left;
      return cut;
    })
    .join('');
}

/** Columns that a text takes on a screen; colours take none. */
export function widthOf(text: string): number {
  const bare = stripVTControlCharacters(text);
  // What most texts are made of, in no need of being taken apart.
  if (NARROW.test(bare)) return bare.length;
  return graphemes(bare).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
}

/** Breaks a text at its blanks into lines of at most `width` columns; a longer word is broken too. */
export function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of clean(text).split(/ +/)) {
    let rest = line === '' ? word : `${line} ${word}`;
    if (widthOf(rest) > width && line !== '') {
      lines.push(line);
      rest = word;
    }
    while (widthOf(rest) > width) {
      const part = cutAt(rest, Math.max(2, width));
      lines.push(part);
      rest = rest.slice(part.length);
    }
    line = rest;
  }
  return [...lines, line];
}

/** Latin letters, braille, blocks, lines, arrows and marks: one column each. */
const NARROW =
  /^[ -~\u00a1-\u02ff\u2010-\u2027\u2190-\u21ff\u2200-\u22ff\u2500-\u25ff\u2713-\u2717\u2800-\u28ff]*$/;
/** What takes two columns, by the scripts that are written so (after Unicode Standard Annex 11). */
const WIDE =
  /^(?:\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303f\uff01-\uff60\uffe0-\uffe6])/u;
/** Sets a colour or a weight. */
const SGR = /(\u001b\[[\d;]*m)/;
const segmenter = new Intl.Segmenter();

function graphemes(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function graphemeWidth(grapheme: string): number {
  return WIDE.test(grapheme) ? 2 : /^\p{Cf}*$/u.test(grapheme) ? 0 : 1;
}

/** The beginning of a text, at most `width` columns of it. */
function cutAt(text: string, width: number): string {
  if (NARROW.test(text)) return text.slice(0, Math.max(0, width));
  let [cut, taken] = ['', 0];
  for (const grapheme of graphemes(text)) {
    taken += graphemeWidth(grapheme);
    if (taken > width) break;
    cut += grapheme;
  }
  return cut;
}
