import { describe, expect, it } from 'vitest';
import { sharedScale, sparkline, writesUnicode } from '../../src/cli/sparkline.js';

const unicode = { width: 60, unicode: true };

describe('sparkline', () => {
  it('goes from the lowest to the highest block, or plain character', () => {
    const scale = { low: 0, high: 1 };
    expect(sparkline([0, 0.5, 1, null, 0.2], scale, unicode)).toBe('▁▅█ ▂');
    expect(sparkline([0, 0.5, 1, null, 0.2], scale, { width: 60, unicode: false })).toBe('_=# .');
  });

  it('means its share of a series that is longer than it is wide', () => {
    expect(sparkline([0, 1, 1, 1, 0, 0], { low: 0, high: 1 }, { width: 3, unicode: true })).toBe('▅█▁');
  });

  it('draws a flat line in the middle, and nothing for nothing', () => {
    expect(sparkline([0.7, 0.7], { low: 0.7, high: 0.7 }, unicode)).toBe('▅▅');
    expect(sparkline([], { low: 0, high: 1 }, unicode)).toBe('');
  });

  it('shares one scale among series', () => {
    expect(sharedScale([[0.2, null], [0.9]])).toEqual({ low: 0.2, high: 0.9 });
    expect(sharedScale([[null], []])).toBeNull();
  });
});

describe('writesUnicode', () => {
  it.each([
    [{}, true],
    [{ LANG: 'de_DE.UTF-8' }, true],
    [{ LANG: 'C' }, false],
    [{ LC_ALL: 'en_GB.utf8', LANG: 'C' }, true],
    [{ LANG: 'C.UTF-8', TERM: 'dumb' }, false],
  ])('%j: %s', (environment, expected) => {
    expect(writesUnicode(environment)).toBe(expected);
  });
});
