import { describe, expect, it } from 'vitest';
import { Random } from '../../src/core/random.js';
import type { TrainingBatch } from '../../src/core/training/augmentation.js';
import { builtInRegistry } from '../../src/plugins/index.js';
import {
  augmenterOf,
  batchToAugment,
  contentsOf,
  INPUTS,
  LENGTHS,
  rowsToAugment,
} from '../support/augmenters.js';

const names = builtInRegistry().names('augmenter');

it('there are augmenters', () => {
  expect(names.length).toBeGreaterThan(0);
});

describe.each(names)('%s', (name) => {
  const augmented = (random: Random, chosen?: readonly number[]): TrainingBatch => {
    const batch = batchToAugment(chosen);
    augmenterOf(name).augment(batch, random);
    return batch;
  };

  it('takes a sequence and a vector', () => {
    expect(() => augmenterOf(name).check?.(INPUTS)).not.toThrow();
  });

  it('changes a batch', () => {
    expect(contentsOf(augmented(new Random(2)))).not.toEqual(contentsOf(batchToAugment()));
  });

  it('draws from the stream alone, and keeps nothing from one batch to the next', () => {
    const augmenter = augmenterOf(name);
    const random = new Random(2);
    augmenter.augment(batchToAugment(), random);
    const state = random.state();
    const [second, again] = [batchToAugment(), batchToAugment()];
    augmenter.augment(second, random);
    const resumed = new Random(99);
    resumed.restore(state);
    augmenterOf(name).augment(again, resumed);
    expect(contentsOf(again)).toEqual(contentsOf(second));
    expect(resumed.state()).toEqual(random.state());
    expect(contentsOf(augmented(new Random(3)))).not.toEqual(contentsOf(augmented(new Random(2))));
  });

  it('gives finite numbers, lengths within the steps, and nothing after them', () => {
    for (let seed = 0; seed < 30; seed++) {
      for (const { values, lengths, steps, columns } of augmented(new Random(seed)).inputs) {
        expect(values.length).toBe(LENGTHS.length * steps * columns);
        expect(values.every(Number.isFinite)).toBe(true);
        lengths.forEach((length, row) => {
          expect(length).toBeGreaterThanOrEqual(1);
          expect(length).toBeLessThanOrEqual(steps);
          const padding = values.subarray((row * steps + length) * columns, (row + 1) * steps * columns);
          expect(padding.every((value) => value === 0)).toBe(true);
        });
      }
    }
  });

  it('gives labels that are shares, of classes that the batch has', () => {
    for (let seed = 0; seed < 30; seed++) {
      const { labels, classes } = augmented(new Random(seed), [0, 1, 3]);
      expect(labels.every((share) => share >= 0)).toBe(true);
      for (let start = 0; start < labels.length; start += classes) {
        const row = labels.subarray(start, start + classes);
        expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
        expect(row[2]).toBe(0);
      }
    }
  });

  it('takes a batch of one row', () => {
    expect(augmented(new Random(2), [2]).rows).toBe(1);
  });

  it('leaves the training rows as they are', () => {
    const rows = rowsToAugment();
    augmented(new Random(2));
    expect(rows).toEqual(rowsToAugment());
  });
});
