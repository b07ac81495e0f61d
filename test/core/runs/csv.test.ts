import { describe, expect, it } from 'vitest';
import { formatCsv, parseCsv } from '../../../src/core/runs/csv.js';

describe('formatCsv', () => {
  it('quotes only the fields that need it, and doubles their quotes', () => {
    expect(
      formatCsv(
        ['a', 'b, c'],
        [
          ['plain', 'say "so"'],
          [0.1, 'two\nlines'],
        ],
      ),
    ).toBe('a,"b, c"\nplain,"say ""so"""\n0.1,"two\nlines"\n');
  });

  it('writes numbers so that reading them gives the same bits', () => {
    const numbers = [0.1 + 0.2, 1e-300, Math.fround(0.1), 5e-324, 1 / 3];
    const lines = parseCsv(
      formatCsv(
        ['n'],
        numbers.map((number) => [number]),
      ),
    );
    expect(lines?.slice(1).map(([text]) => Number(text))).toEqual(numbers);
  });
});

describe('parseCsv', () => {
  it.each([
    [[['a'], ['']]],
    [
      [
        ['a', 'b'],
        ['', ''],
        ['x,y', '"'],
      ],
    ],
    [
      [
        ['a', 'b'],
        [' padded ', 'line\r\nbreak'],
        ['""', ','],
      ],
    ],
  ])('reads what was written: %j', (lines) => {
    const [header, ...rest] = lines;
    expect(parseCsv(formatCsv(header, rest))).toEqual(lines);
  });

  it('reads a last line without its line break, and CRLF', () => {
    expect(parseCsv('a,b\r\n1,')).toEqual([
      ['a', 'b'],
      ['1', ''],
    ]);
  });

  it('has no lines of an empty text', () => {
    expect(parseCsv('')).toEqual([]);
  });

  it.each(['a,"b\n', 'a,b\n1\n', 'a\nb"c\n', 'a\n"b"c\n'])('refuses %j', (text) => {
    expect(parseCsv(text)).toBeNull();
  });
});
