import { describe, expect, it } from 'vitest';
import { splitClips } from '../../../src/core/experiment/split.js';
import { Random } from '../../../src/core/random.js';
import folds from '../../../src/plugins/splits/folds/index.js';
import { caughtError } from '../../support/caughtError.js';
import { corpus, partsById } from '../../support/clips.js';
import { pluginContext } from '../../support/pluginContext.js';
import type { Clip, Part } from '../../../src/core/experiment/clips.js';

const classes = ['happy', 'sad'];
const clips = corpus({ happy: 3, sad: 2 }, 20);

const create = (options: object, seed = 1) => folds.create(options, pluginContext(seed));
const assign = (options: object, listing: readonly Clip[] = clips, seed = 1) =>
  create(options, seed).assign(listing, classes);

const idsIn = (listing: readonly Clip[], parts: readonly (Part | null)[], part: Part) =>
  listing.filter((_, index) => parts[index] === part).map(({ id }) => id);

/** A corpus whose speakers, classes and numbers of clips are drawn. */
function drawnCorpus(random: Random): Clip[] {
  const speakers = 6 + random.integer(30);
  return Array.from({ length: speakers }, (_, speaker) =>
    Array.from({ length: 2 + random.integer(9) }, (_, take): Clip => ({
      id: `${speaker}/${take}`,
      label: take === 0 ? 'happy' : take === 1 ? 'sad' : random.next() < 0.3 ? 'happy' : 'sad',
      speaker: `S${speaker}`,
      columns: random.next() < 0.5 ? { room: 'a' } : { room: 'b' },
    })),
  ).flat();
}

describe('folds', () => {
  it.each(Array.from({ length: 30 }, (_, seed) => seed))(
    'holds every group out once, and keeps it whole, on corpus %d',
    (seed) => {
      const random = new Random(seed);
      const listing = random.shuffle(drawnCorpus(random));
      const of = 2 + random.integer(4);
      const by = random.next() < 0.3 ? 'clip' : 'speaker';
      const validation = of > 2 && random.next() < 0.5 ? 'next' : 0.15;
      const held: string[] = [];
      for (let fold = 1; fold <= of; fold++) {
        const parts = assign({ of, fold, by, validation }, listing);
        held.push(...idsIn(listing, parts, 'test'));
        expect(new Set(parts)).toEqual(new Set(['train', 'validation', 'test']));
        if (by === 'clip') continue;
        const sides = new Map<string, Set<Part | null>>();
        listing.forEach(({ speaker }, index) => {
          sides.set(speaker, (sides.get(speaker) ?? new Set()).add(parts[index]));
        });
        expect([...sides.values()].every(({ size }) => size === 1)).toBe(true);
      }
      expect([...held].sort()).toEqual(listing.map(({ id }) => id).sort());
    },
  );

  it('has the same folds whatever the seed of the experiment and the order of the listing', () => {
    const once = partsById(clips, assign({ fold: 2 }, clips, 7));
    expect(partsById(clips, assign({ fold: 2 }, clips, 8))).toEqual(once);
    const backwards = [...clips].reverse();
    expect(partsById(backwards, assign({ fold: 2 }, backwards, 7))).toEqual(once);
    expect(partsById(clips, assign({ fold: 2, seed: 1 }))).not.toEqual(once);
  });

  it('moves with the seed of the experiment where it is asked to', () => {
    const moved = (seed: number) => partsById(clips, assign({ seed: null }, clips, seed));
    expect(moved(7)).not.toEqual(moved(8));
    expect(partsById(clips, assign({ seed: 7 }, clips, 1))).toEqual(moved(7));
  });

  it('gives each fold as many men as women, and its share of each class', () => {
    for (let fold = 1; fold <= 5; fold++) {
      const held = new Set(idsIn(clips, assign({ fold }), 'test'));
      const speakers = new Set(clips.filter(({ id }) => held.has(id)).map(({ speaker }) => speaker));
      expect([...speakers].filter((name) => Number(name.slice(1)) % 2 === 1)).toHaveLength(2);
      expect(speakers.size).toBe(4);
    }
  });

  it('balances lopsided speakers over the folds, as no single deal of names would', () => {
    const lopsided = [...corpus({ happy: 4 }, 10), ...corpus({ sad: 4 }, 20).slice(40)];
    for (let fold = 1; fold <= 5; fold++) {
      const held = new Set(idsIn(lopsided, assign({ fold, balance: ['label'] }, lopsided), 'test'));
      const happy = lopsided.filter(({ id, label }) => held.has(id) && label === 'happy');
      expect([happy.length, held.size]).toEqual([8, 16]);
    }
  });

  it('deals single clips out class by class, to within one', () => {
    const uneven = corpus({ happy: 3, sad: 8 }, 7);
    const counts = [1, 2, 3].map((fold) => {
      const held = new Set(idsIn(uneven, assign({ fold, of: 3, by: 'clip' }, uneven), 'test'));
      const happy = uneven.filter(({ id, label }) => held.has(id) && label === 'happy').length;
      return [happy, held.size - happy];
    });
    for (const [happy, sad] of counts) {
      expect(Math.abs(happy - 7)).toBeLessThanOrEqual(1);
      expect(Math.abs(sad - 56 / 3)).toBeLessThanOrEqual(1);
    }
  });

  it('validates on the next fold, or on a fraction of the groups', () => {
    const next = assign({ fold: 5, validation: 'next' });
    expect(idsIn(clips, next, 'validation')).toEqual(idsIn(clips, assign({ fold: 1 }), 'test'));
    const speakers = (ids: readonly string[]) => new Set(ids.map((id) => id.split('/')[0]));
    const drawn = assign({ fold: 3, validation: 0.2 });
    expect(speakers(idsIn(clips, drawn, 'validation')).size).toBe(4);
  });

  it('claims new speakers with groups of speakers, and the same speakers with single clips', () => {
    const claims = (options: object) => splitClips(create(options), clips, classes, () => undefined).claims;
    expect(claims({})).toBe('new speakers');
    expect(claims({ by: 'clip' })).toBe('same speakers');
  });

  it.each([
    [{ of: 3, fold: 4 }, 'SPLIT_FOLD_UNKNOWN', 'split.fold is 4, and there are 3 folds'],
    [{ of: 21 }, 'SPLIT_TOO_FEW_FOR_FOLDS', "20 different values of 'speaker'"],
    [{ of: 2, validation: 'next' }, 'SPLIT_FOLDS_LEAVE_NOTHING', 'no fold is left to train on'],
    [{ by: 'sex', of: 2 }, 'SPLIT_TOO_FEW_FOR_FOLDS', "2 different values of 'sex'"],
  ])('refuses %j', (options, code, said) => {
    const error = caughtError(() => assign(options));
    expect(error.code).toBe(code);
    expect(error.message).toContain(said);
  });
});
