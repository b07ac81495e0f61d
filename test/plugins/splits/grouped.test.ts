import { describe, expect, it } from 'vitest';
import grouped from '../../../src/plugins/splits/grouped/index.js';
import { caughtError } from '../../support/caughtError.js';
import { corpus, partsById } from '../../support/clips.js';
import { pluginContext } from '../../support/pluginContext.js';
import type { Part } from '../../../src/core/experiment/clips.js';

const classes = ['happy', 'sad'];
const clips = corpus({ happy: 3, sad: 2 }, 20);

const assign = (options: object, seed = 1, listing = clips) =>
  grouped.create(options, pluginContext(seed)).assign(listing, classes);

const valuesIn = (parts: readonly (Part | null)[], part: Part, column: 'speaker' | 'sex' = 'speaker') => [
  ...new Set(
    clips
      .filter((_, index) => parts[index] === part)
      .map((clip) => (column === 'speaker' ? clip.speaker : clip.columns['sex'])),
  ),
];

describe('grouped', () => {
  it('keeps every speaker within one part, in the wanted numbers', () => {
    const parts = assign({ test: 0.2, validation: 0.1 });
    const [test, validation, train] = (['test', 'validation', 'train'] as const).map((part) =>
      valuesIn(parts, part),
    );
    expect([test.length, validation.length, train.length]).toEqual([4, 2, 14]);
    expect(new Set([...test, ...validation, ...train]).size).toBe(20);
  });

  it('balances the columns that it is told to', () => {
    for (let seed = 0; seed < 10; seed++) {
      const parts = assign({ balance: ['label', 'sex'] }, seed);
      const men = valuesIn(parts, 'test').filter((speaker) => Number(speaker.slice(1)) % 2 === 1);
      expect(men).toHaveLength(2);
    }
  });

  it('prefers speakers whose clips are like the whole', () => {
    const lopsided = [...clips, ...corpus({ sad: 40 }, 22).filter(({ speaker }) => speaker > 'S20')];
    const parts = assign({ test: 0.25, validation: 0.25 }, 3, lopsided);
    const sides = lopsided.flatMap(({ speaker }, index) => (speaker > 'S20' ? [parts[index]] : []));
    expect(new Set(sides).size).toBe(2);
  });

  it('takes lists of groups, beside a fraction', () => {
    const parts = assign({ test: ['S19', 'S20'], validation: 0.1 });
    expect(valuesIn(parts, 'test')).toEqual(['S19', 'S20']);
    expect(valuesIn(parts, 'validation')).toHaveLength(2);
    expect(valuesIn(parts, 'validation')).not.toContain('S19');
  });

  it('groups by any column, whose values may look like numbers', () => {
    const parts = assign({ by: 'take', test: [2], validation: ['1'] });
    expect(
      clips.filter((_, index) => parts[index] === 'test').every(({ columns }) => columns['take'] === '2'),
    ).toBe(true);
  });

  it('depends on the seed and not on the order of the listing', () => {
    const backwards = [...clips].reverse();
    const once = partsById(clips, assign({}, 7));
    expect(partsById(backwards, assign({}, 7, backwards))).toEqual(once);
    expect(partsById(clips, assign({}, 8))).not.toEqual(once);
  });

  it('keeps its parts while the experiment’s seed changes, where it has a seed of its own', () => {
    const shared = partsById(clips, assign({ seed: 7 }, 1));
    expect(partsById(clips, assign({ seed: 7 }, 2))).toEqual(shared);
    expect(partsById(clips, assign({}, 7))).toEqual(shared);
  });

  it.each([
    [{ test: ['S19', 'S99'] }, 'SPLIT_GROUP_UNKNOWN', "'S99'"],
    [{ test: ['S19'], validation: ['S19'] }, 'SPLIT_NAMED_TWICE', "'S19'"],
    [{ test: 0.7, validation: 0.4 }, 'SPLIT_FRACTIONS', '0.7'],
    [{ by: 'sex' }, 'SPLIT_TOO_FEW_GROUPS', '2 different values'],
    [{ by: 'sex', test: ['male'], validation: ['female'] }, 'SPLIT_TOO_FEW_GROUPS', "'train'"],
  ])('refuses %j', (options, code, said) => {
    const error = caughtError(() => assign(options));
    expect(error.code).toBe(code);
    expect(error.message).toContain(said);
  });
});
