import { describe, expect, it } from 'vitest';
import { PARTS } from '../../../src/core/experiment/clips.js';
import { countByPart } from '../../../src/core/experiment/split.js';
import stratified from '../../../src/plugins/splits/stratified.js';
import { caughtError } from '../../support/caughtError.js';
import { corpus, partsById } from '../../support/clips.js';
import { pluginContext } from '../../support/pluginContext.js';

const classes = ['neutral', 'happy', 'sad'];
const clips = corpus({ neutral: 4, happy: 9, sad: 8 }, 10);

const assign = (options: object, seed = 1, listing = clips) =>
  stratified.create(options, pluginContext(seed)).assign(listing, classes);

describe('stratified', () => {
  it('gives each part its fraction of the clips, and of each class, to within one clip', () => {
    const parts = assign({ test: 0.2, validation: 0.15 });
    const counts = countByPart(clips, parts, classes);
    const total = (part: (typeof PARTS)[number]) => counts[part].reduce((sum, count) => sum + count, 0);
    expect([total('test'), total('validation'), total('train')]).toEqual([42, 32, 136]);
    [40, 90, 80].forEach((clipsOfClass, index) => {
      expect(Math.abs(counts.test[index] - 0.2 * clipsOfClass)).toBeLessThan(1);
      expect(Math.abs(counts.validation[index] - 0.15 * clipsOfClass)).toBeLessThan(1.5);
    });
  });

  it('keeps a second column in proportion within each class', () => {
    const parts = assign({ by: ['label', 'sex'] });
    for (const label of classes) {
      for (const part of PARTS) {
        const there = clips.filter((clip, index) => clip.label === label && parts[index] === part);
        const men = there.filter(({ columns }) => columns['sex'] === 'male').length;
        expect(Math.abs(men - there.length / 2)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('gives the same parts for the same seed whatever the order of the listing, and others for another seed', () => {
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

  it('refuses fractions that leave nothing to train on', () => {
    expect(caughtError(() => assign({ test: 0.6, validation: 0.4 })).code).toBe('SPLIT_FRACTIONS');
  });

  it('names a class that is too small for three parts', () => {
    const few = [...clips, ...corpus({ calm: 1 }, 2)];
    const split = stratified.create({}, pluginContext());
    const error = caughtError(() => split.assign(few, [...classes, 'calm']));
    expect(error.code).toBe('SPLIT_CLASS_TOO_SMALL');
    expect(error.message).toContain("'calm' has 2 clips");
  });
});
