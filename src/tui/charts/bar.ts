const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/**
 * A bar of `width` characters, filled to `share` (0 to 1) in eighths of a character; `#` and `.` without Unicode.
 *
 * @param limit where a threshold stands, as a share: `│` in the empty part of the bar, `|` in the full one.
 */
export function bar(share: number, width: number, unicode: boolean, limit?: number): string {
  const bounded = Math.min(1, Math.max(0, share));
  const cells = Array.from(unicode ? eighths(bounded, width) : hashes(bounded, width));
  if (limit !== undefined && limit >= 0 && limit <= 1) {
    const column = Math.min(width - 1, Math.floor(limit * width));
    cells[column] =
      cells[column] === ' ' || cells[column] === '.' ? (unicode ? '│' : '|') : unicode ? '┃' : '!';
  }
  return cells.join('');
}

function eighths(share: number, width: number): string {
  const total = Math.round(share * width * 8);
  return ('█'.repeat(Math.floor(total / 8)) + EIGHTHS[total % 8]).padEnd(width);
}

function hashes(share: number, width: number): string {
  return '#'.repeat(Math.round(share * width)).padEnd(width, '.');
}
