import { describe, expect, it } from 'vitest';
import { bar } from '../../../src/tui/charts/bar.js';
import { createCanvas, lineDots } from '../../../src/tui/charts/canvas.js';
import { fit, shorten, shortenInked, widthOf, wrapWords } from '../../../src/tui/charts/fit.js';
import { heatMap } from '../../../src/tui/charts/heatMap.js';
import { backgroundOf, inkOf, mix, plain, weight } from '../../../src/tui/charts/ink.js';
import { legend, lineChart, type LineChart, type Series } from '../../../src/tui/charts/lineChart.js';
import { colourOfName, stableColour } from '../../../src/tui/charts/palette.js';
import { niceAxis, tickName, wholeTicks } from '../../../src/tui/charts/ticks.js';

describe('niceAxis', () => {
  it('has ticks at 1, 2 or 5 times a power of ten, within the range', () => {
    expect(niceAxis(0, 1, 6)).toEqual({ from: 0, to: 1, step: 0.2, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] });
    expect(niceAxis(0.18, 2.2, 3).ticks).toEqual([1, 2]);
    expect(niceAxis(-37, 212, 5).ticks).toEqual([0, 50, 100, 150, 200]);
    expect(niceAxis(1e-7, 9e-7, 4).ticks).toEqual([2e-7, 4e-7, 6e-7, 8e-7]);
  });

  it('has a range around a single value, and never more ticks than asked for', () => {
    const { from, to } = niceAxis(0.5, 0.5, 3);
    expect([from, to].map((end) => end.toFixed(2))).toEqual(['0.45', '0.55']);
    expect(niceAxis(0, 0, 3)).toMatchObject({ from: -1e-6, to: 1e-6 });
    for (let most = 1; most < 12; most++) {
      const { ticks, from: low, to: high } = niceAxis(-1.37, 2.91, most);
      expect(ticks.length).toBeLessThanOrEqual(Math.max(2, most));
      expect(ticks.every((tick) => tick >= low && tick <= high)).toBe(true);
    }
  });

  it('names ticks with the decimals that their step needs', () => {
    expect([tickName(0.5, 0.05), tickName(2, 1), tickName(0, 0.1), tickName(3e-5, 1e-5)]).toEqual([
      '0.50',
      '2',
      '0.0',
      '3.0e-5',
    ]);
  });

  it('takes whole numbers on an axis of epochs', () => {
    expect(wholeTicks(1, 12, 4)).toEqual([1, 5, 10]);
    expect(wholeTicks(7, 9, 10)).toEqual([7, 8, 9]);
    expect(wholeTicks(3, 3, 2)).toEqual([3]);
  });
});

describe('a canvas', () => {
  const text = (canvas: ReturnType<typeof createCanvas>): readonly string[] =>
    canvas.rows().map((row) => row.map(({ glyph }) => glyph).join(''));

  it('has 2 × 4 dots in a braille character', () => {
    const canvas = createCanvas(3, 1, true);
    expect([canvas.dotsAcross, canvas.dotsDown]).toEqual([6, 4]);
    canvas.set(0, 0, 0);
    canvas.set(1, 3, 0);
    for (let x = 2; x < 4; x++) for (let y = 0; y < 4; y++) canvas.set(x, y, 1);
    expect(text(canvas)).toEqual(['⢁⣿ ']);
    expect(canvas.rows()[0].map(({ layer }) => layer)).toEqual([0, 1, null]);
  });

  it('has a mark a layer without Unicode, and leaves out what lies outside', () => {
    const canvas = createCanvas(3, 2, false);
    canvas.set(0, 0, 0);
    canvas.set(2, 1, 1);
    for (const [x, y] of [
      [-1, 0],
      [3, 0],
      [0, 2],
      [0, -1],
    ] as const)
      canvas.set(x, y, 0);
    expect(text(canvas)).toEqual(['*  ', '  .']);
  });

  it('draws straight lines, ends included, either way', () => {
    expect([...lineDots(0, 0, 4, 2)]).toHaveLength(5);
    expect([...lineDots(3, 5, 3, 5)]).toEqual([[3, 5]]);
    expect([...lineDots(2, 3, 0, 0)].at(-1)).toEqual([0, 0]);
    for (const [x, y] of lineDots(0, 0, 9, 9)) expect(x).toBe(y);
  });
});

describe('lineChart', () => {
  const series = (values: Series['values'], stroke: Series['stroke'] = 'solid'): Series => ({
    ...{ name: stroke, first: 1, values, ink: plain, stroke },
  });
  const chart = (lines: readonly Series[], more: Partial<LineChart> = {}): readonly string[] =>
    lineChart({
      series: lines,
      width: 24,
      height: 6,
      from: 1,
      to: 5,
      xAxis: true,
      unicode: true,
      faint: plain,
      ...more,
    });

  it('draws lines over axes, in exactly its width and height', () => {
    const lines = chart([series([0, 1, 2, 3, 4])]);
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "4┤                  ⣀⠤⠒⠉
       │             ⢀⡠⠔⠒⠉    
      2┤         ⣀⡠⠔⠊⠁        
       │    ⣀⠤⠔⠒⠉             
      0┤⣀⠤⠒⠉                  
       └1────────────────────5"
    `);
    expect(lines.map(widthOf)).toEqual([24, 24, 24, 24, 24, 24]);
  });

  it('marks an epoch, leaves gaps, and dots a line', () => {
    const lines = [series([3, null, 1, 1, 2]), series([3, 3, 3, 3, 3], 'dotted')];
    const mark = { x: 3, label: 'best 3' };
    expect(chart(lines, { mark }).join('\n')).toMatchInlineSnapshot(`
      "3┤⠉ ⠉ ⠉ ⠉ ⠉ ⠉┊⠉ ⠉ ⠉ ⠉ ⠉ 
       │           ┊          
      2┤           ┊         ⡠
       │           ┊      ⢀⠔⠉ 
      1┤           ⣀⣀⣀⣀⣀⡠⠒⠁   
       └1───────── ▲ best 3 ─5"
    `);
    expect(chart(lines, { mark, unicode: false }).join('\n')).toMatchInlineSnapshot(`
      "3+..  ..  .. :..  ..  ..
       |           :          
      2+           :        **
       |           :      **  
      1+           *******    
       +1--------- ^ best 3 -5"
    `);
  });

  it('shows a part of the x axis, with lines that come from outside cut at its edge', () => {
    const part = chart([series([0, 10, 10, 10, 0])], { from: 2, to: 4 });
    expect(part.slice(2)).toEqual([
      '10┤⡤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤',
      '  │⠁                    ',
      ' 9┤                     ',
      '  └2───────────────────4',
    ]);
  });

  it('has axes without values, and without a range of x', () => {
    expect(chart([])).toEqual([...Array<string>(5).fill(` │${' '.repeat(22)}`), ' └1────────────────────5']);
    expect(chart([series([0.5])], { to: 1 })[2]).toMatch(/┤[⠁-⣿]/);
    expect(chart([series([null, null])]).join('')).not.toMatch(/[⠁-⣿]/);
  });

  it('names its lines with a sample of each', () => {
    const lines = [series([], 'solid'), series([], 'dotted')];
    expect(legend(lines, true)).toBe('━━ solid  ╍╍ dotted');
    expect(legend(lines, false)).toBe('** solid  .. dotted');
  });
});

describe('bar', () => {
  it('fills in eighths of a character', () => {
    expect([0, 1 / 32, 0.5, 0.53125, 1].map((share) => bar(share, 4, true))).toEqual([
      '    ',
      '▏   ',
      '██  ',
      '██▏ ',
      '████',
    ]);
    expect([0, 0.5, 1].map((share) => bar(share, 4, false))).toEqual(['....', '##..', '####']);
    expect([bar(-3, 2, true), bar(7, 2, true)]).toEqual(['  ', '██']);
  });

  it('marks a threshold, in the full and in the empty part', () => {
    expect([bar(0.25, 8, true, 0.5), bar(0.9, 8, true, 0.5)]).toEqual(['██  │   ', '████┃██▎']);
    expect([bar(0.25, 8, false, 0.5), bar(0.9, 8, false, 0.5)]).toEqual(['##..|...', '####!##.']);
    expect(bar(0, 4, false, 1)).toBe('...|');
  });
});

describe('heatMap', () => {
  const named = (...names: readonly string[]) => names.map((name) => ({ name, ink: plain }));
  const map = {
    rows: named('calm', 'happy'),
    columns: named('calm', 'happy'),
    width: 30,
    unicode: true,
  } as const;
  const cells = [
    [
      { text: '90', heat: 0.9 },
      { text: '10', heat: 0.1 },
    ],
    [
      { text: '·', heat: 0 },
      { text: '100', heat: 1 },
    ],
  ];

  it('has shades without colours', () => {
    expect(heatMap({ ...map, cells, depth: 1 })).toEqual([
      '          calm    happy',
      'calm       90█      10░',
      'happy       ·      100█',
    ]);
    expect(heatMap({ ...map, cells, depth: 4, unicode: false })[1]).toBe('calm       90#      10.');
  });

  it('has grounds with colours, and cuts names to what fits', () => {
    const [, first] = heatMap({ ...map, cells, depth: 24 });
    expect(first).toContain(
      backgroundOf(mix('#1b2530', '#2e86c1', 0.9), 24)(inkOf({ hex: '#f4f6f7', basic: 97 }, 24)('      90')),
    );
    expect(heatMap({ ...map, cells, depth: 1, width: 12 }).map(widthOf)).toEqual([11, 11, 11]);
  });
});

describe('colours', () => {
  it('are as many as the terminal has', () => {
    const red = { hex: '#ff0000', basic: 31 };
    expect(inkOf(red, 24)('x')).toBe('\u001b[38;2;255;0;0mx\u001b[39m');
    expect(inkOf(red, 8)('x')).toBe('\u001b[38;5;196mx\u001b[39m');
    expect(inkOf(red, 4)('x')).toBe('\u001b[31mx\u001b[39m');
    expect(inkOf(red, 1)('x')).toBe('x');
    expect(weight('bold', 1)('x')).toBe('x');
  });

  it('stay with their names', () => {
    expect(colourOfName('bored')).toBe(colourOfName('bored'));
    expect(new Set(Array.from({ length: 8 }, (_, index) => stableColour(index).hex)).size).toBe(8);
    expect(stableColour(8)).toBe(stableColour(0));
  });
});

describe('fit', () => {
  it('fills and cuts to a width, right or left', () => {
    expect(fit('ab', 4, true)).toBe('ab  ');
    expect(fit('ab', 4, true, 'right')).toBe('  ab');
    expect(fit('abcdef', 4, true)).toBe('abc…');
    expect(fit('abcdef', 4, false)).toBe('abc~');
    expect(shorten('abc', 0, true)).toBe('');
  });

  it('counts columns, not characters', () => {
    expect([widthOf('喜び'), widthOf('é'), widthOf('👍'), widthOf('\u001b[31mab\u001b[39m')]).toEqual([
      4, 1, 2, 2,
    ]);
    expect(fit('喜び喜び', 6, true)).toBe('喜び… ');
  });

  it('takes away what would move the cursor', () => {
    expect(shorten('a\u001b[2Jb\tc\nd', 20, true)).toBe('ab c d');
  });

  it('speaks ASCII', () => {
    expect(shorten('désolé ≥ 0.5 喜', 20, false)).toBe('desole >= 0.5 ?');
  });

  it('keeps the ends of colours that it cuts', () => {
    expect(shortenInked('\u001b[31mabc\u001b[39m\u001b[32mdef\u001b[39m', 5, true)).toBe(
      '\u001b[31mabc\u001b[39m\u001b[32md…\u001b[39m',
    );
    expect(shortenInked('\u001b[31mabc\u001b[39m', 3, true)).toBe('\u001b[31mabc\u001b[39m');
  });

  it('wraps at blanks, and breaks what is longer than a line', () => {
    expect(wrapWords('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapWords('abcdefghij k', 4)).toEqual(['abcd', 'efgh', 'ij k']);
  });
});
