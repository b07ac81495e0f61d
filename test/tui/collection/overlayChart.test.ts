import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/tui/charts/ink.js';
import { overlayChart, type OverlayChart } from '../../../src/tui/collection/overlayChart.js';

const rising = { tag: 'A', ink: plain, layer: 0, points: [at(0, 0), at(10, 10)] };
const falling = { tag: 'B', ink: plain, layer: 1, points: [at(0, 10), at(10, 0)] };

function at(x: number, y: number | null) {
  return { x, y };
}

function chart(changes: Partial<OverlayChart>): string {
  const whole: OverlayChart = {
    lines: [rising, falling],
    width: 24,
    height: 6,
    from: 0,
    to: 10,
    wholeX: true,
    unit: 'epoch',
    unicode: true,
    faint: plain,
    ...changes,
  };
  return `\n${overlayChart(whole).join('\n')}\n`;
}

describe('lines over shared axes', () => {
  it('cross in braille, each with its tag at its end', () => {
    expect(chart({})).toMatchInlineSnapshot(`
      "
      10┤⠉B⠤⣀             ⣀⠤⠒A
        │    ⠉⠒⠤⢄⡀   ⢀⡠⠤⠒⠉    
       5┤        ⢈⡱⠶⢎⡁        
        │    ⣀⠤⠒⠊⠁   ⠈⠑⠒⠤⣀    
       0┤⣀⠤⠒⠉             ⠉⠒⠤B
        └0────────────── epoch
      "
    `);
  });

  it('have a mark each where there is no Unicode', () => {
    expect(chart({ unicode: false })).toMatchInlineSnapshot(`
      "
      10+.B.               **A
        |   .....     *****   
       5+        .....        
        |   *****     .....   
       0+***               ..B
        +0-------------- epoch
      "
    `);
  });

  it('are cut at the ends of what is shown, and the other axis fits what is left', () => {
    expect(chart({ lines: [rising], from: 5, to: 10 })).toMatchInlineSnapshot(`
      "
      10┤                 ⣀⠤⠒A
        │            ⢀⡠⠤⠒⠉    
       8┤        ⢀⡠⠔⠊⠁        
       6┤    ⣀⠤⠒⠊⠁            
        │⣀⠤⠒⠉                 
        └5────────────── epoch
      "
    `);
  });

  it('may have points at any distances and numbers that are not whole', () => {
    const uneven = { ...rising, points: [at(0.5, 1), at(0.75, 3), at(2.5, 2)] };
    expect(chart({ lines: [uneven], from: 0, to: 2.5, wholeX: false, unit: 'min', width: 36 }))
      .toMatchInlineSnapshot(`
      "
      3┤         ⢠⠋⠑⠒⠒⠤⠤⣀⣀⡀               
       │        ⢀A        ⠈⠉⠉⠒⠒⠤⠤⢄⣀⣀      
      2┤        ⡜                   ⠉⠉⠒⠒⠢A
       │       ⡰⠁                         
      1┤      ⢠⠃                          
       └0────────────1────────────2─── min
      "
    `);
  });

  it('that end at the same place have their tags below each other, that of the line on top in its place', () => {
    const same = (tag: string, layer: number) => ({ ...rising, tag, layer });
    const ends = chart({ lines: [same('A', 0), same('B', 1), same('C', 2)] })
      .split('\n')
      .map((line) => line.at(-1));
    expect(ends.slice(1, 4)).toEqual(['C', 'B', 'A']);
  });

  it('have tags along them, at different places, where they are long', () => {
    const text = chart({
      lines: [
        { ...rising, points: [at(0, 1), at(10, 1)] },
        { ...falling, points: [at(0, 0), at(10, 0)] },
      ],
      width: 60,
    });
    expect(text.match(/A/g)).toHaveLength(3);
    expect(text.match(/B/g)).toHaveLength(3);
    const columnsOf = (tag: string): number[] =>
      text
        .split('\n')
        .flatMap((line) => Array.from(line.matchAll(new RegExp(tag, 'g')), ({ index }) => index));
    expect(columnsOf('A')).toEqual([11, 35, 59]);
    expect(columnsOf('B')).toEqual([16, 40, 59]);
  });

  it('without values leave the axes', () => {
    expect(chart({ lines: [{ ...rising, points: [at(0, null)] }] })).toMatchInlineSnapshot(`
      "
       │                      
       │                      
       │                      
       │                      
       │                      
       └0─────────────── epoch
      "
    `);
  });

  it('take the last of the lines only where there is no unit', () => {
    expect(
      overlayChart({
        lines: [],
        width: 9,
        height: 2,
        from: 0,
        to: 0,
        wholeX: true,
        unit: '',
        unicode: false,
        faint: plain,
      }),
    ).toEqual([' |       ', ' |       ']);
  });
});
