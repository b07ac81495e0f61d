import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.js';
import { augmenterOf, batchToAugment, column, INPUTS, LENGTHS } from '../../support/augmenters.js';

const VECTOR = [{ name: 'statistics', kind: 'vector' }] as const;

describe('mixup', () => {
  it.each(['batch', 'row'])('mixes numbers and labels of all inputs in one share, per %s', (per) => {
    const before = batchToAugment();
    const batch = batchToAugment();
    augmenterOf('mixup', { alpha: 8, per }).augment(batch, new Random(6));
    const [{ lengths }, statistics] = batch.inputs;
    const shares = LENGTHS.flatMap((_, row) => {
      const mixtures = LENGTHS.flatMap((_, partner) => {
        // The share that one number tells, which every other must agree with.
        const [mine, other] = [row, partner].map((from) => before.inputs[1].values[from * 5]);
        const share = (statistics.values[row * 5] - other) / (mine - other);
        const fits = batch.inputs.every(({ values, steps, columns }, input) => {
          const width = steps * columns;
          const from = before.inputs[input].values;
          return Array.from({ length: width }, (_, at) => at).every((at) => {
            const expected = share * from[row * width + at] + (1 - share) * from[partner * width + at];
            return Math.abs(values[row * width + at] - expected) < 1e-5;
          });
        });
        return partner !== row && fits ? [{ partner, share }] : [];
      });
      if (statistics.values[row * 5] === before.inputs[1].values[row * 5]) return [];
      expect(mixtures.length).toBe(1);
      const [{ partner, share }] = mixtures;
      expect(lengths[row]).toBe(Math.max(LENGTHS[row], LENGTHS[partner]));
      const label = batch.labels[row * 3 + (row % 3)];
      expect(label).toBeCloseTo(partner % 3 === row % 3 ? 1 : share, 5);
      return [share];
    });
    expect(shares.length).toBeGreaterThan(2);
    const distinct = new Set(shares.map((share) => share.toFixed(4)));
    expect(distinct.size).toBe(per === 'batch' ? 1 : shares.length);
  });

  it.each([0.05, 0.4, 1, 3])('draws its shares of Beta(α, α), α = %s', (alpha) => {
    const augmenter = augmenterOf('mixup', { alpha });
    const random = new Random(5);
    const shares: number[] = [];
    while (shares.length < 2000) {
      const batch = batchToAugment([0, 1]);
      augmenter.augment(batch, random);
      // Two rows of two classes: where they are mixed with each other, the label is the share.
      if (batch.inputs[0].lengths[1] === 12) shares.push(batch.labels[0]);
    }
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length;
    const expected = 1 / (4 * (2 * alpha + 1));
    // Four standard errors: of the mean, and (at most, of a number in [0, 1]) of the variance.
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(expected / shares.length));
    expect(Math.abs(variance - expected)).toBeLessThan(4 * Math.sqrt(1 / 16 / shares.length));
  });
});

describe('noise', () => {
  it('adds its deviation to the named input, and nothing to padding or to others', () => {
    const before = batchToAugment();
    const batch = batchToAugment();
    augmenterOf('noise', { deviation: 0.1, input: 'sequence' }).augment(batch, new Random(4));
    const added = [...batch.inputs[0].values].map((value, index) => value - before.inputs[0].values[index]);
    const changed = added.filter((value) => value !== 0);
    const real = LENGTHS.reduce((sum, length) => sum + length, 0) * 3;
    expect(changed.length).toBe(real);
    const deviation = Math.sqrt(changed.reduce((sum, value) => sum + value ** 2, 0) / real);
    expect(deviation).toBeGreaterThan(0.08);
    expect(deviation).toBeLessThan(0.12);
    expect(batch.inputs[1]).toEqual(before.inputs[1]);
  });
});

describe('time-mask', () => {
  it('masks one stretch within the real steps, of 0 to `steps` steps', () => {
    const augmenter = augmenterOf('time-mask', { steps: 5 });
    const random = new Random(4);
    const widths = new Set<number>();
    const places = new Set<number>();
    for (let time = 0; time < 120; time++) {
      const batch = batchToAugment();
      augmenter.augment(batch, random);
      LENGTHS.forEach((length, row) => {
        const masked = column(batch, row).flatMap((value, step) =>
          value === 0 && step < length ? [step] : [],
        );
        const [first = 0] = masked;
        expect(masked).toEqual(masked.map((_, index) => first + index));
        for (const other of [1, 2]) {
          expect(column(batch, row, other).map((value) => value === 0)).toEqual(
            column(batch, row).map((value) => value === 0),
          );
        }
        if (length < 12) return;
        widths.add(masked.length);
        if (masked.length === 1) places.add(first);
      });
    }
    expect([...widths].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(places.size).toBe(12);
  });

  it('makes several masks where asked', () => {
    const batch = batchToAugment([0]);
    augmenterOf('time-mask', { steps: 1, masks: 400 }).augment(batch, new Random(4));
    expect(column(batch, 0)).toEqual(Array(12).fill(0));
  });
});

describe('channel-drop', () => {
  it('drops whole columns of a row, at its rate', () => {
    const augmenter = augmenterOf('channel-drop', { rate: 0.25 });
    const random = new Random(4);
    let dropped = 0;
    const times = 100;
    for (let time = 0; time < times; time++) {
      const batch = batchToAugment();
      augmenter.augment(batch, random);
      LENGTHS.forEach((length, row) => {
        for (const of of [0, 1, 2]) {
          const zeros = column(batch, row, of)
            .slice(0, length)
            .filter((value) => value === 0).length;
          expect([0, length]).toContain(zeros);
          if (zeros > 0) dropped++;
        }
      });
    }
    const count = times * LENGTHS.length * 3;
    expect(Math.abs(dropped / count - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / count));
  });
});

describe('shift', () => {
  it('moves rows by each number of steps alike, and their length with them', () => {
    const augmenter = augmenterOf('shift', { steps: 2 });
    const random = new Random(4);
    const before = batchToAugment();
    const seen = new Map<number, number>();
    for (let time = 0; time < 150; time++) {
      const batch = batchToAugment();
      augmenter.augment(batch, random);
      LENGTHS.forEach((length, row) => {
        const own = column(before, row).slice(0, length);
        const possible = [-2, -1, 0, 1, 2].filter((by) => {
          const moved = by < 0 ? own.slice(-by) : [...Array<number>(by).fill(0), ...own].slice(0, 12);
          const expected = [...moved, ...Array<number>(12 - moved.length).fill(0)];
          return moved.length > 0 && expected.every((value, step) => value === column(batch, row)[step]);
        });
        expect(possible.length).toBe(1);
        const [by] = possible;
        expect(batch.inputs[0].lengths[row]).toBe(Math.min(12, length + by));
        if (length > 2) seen.set(by, (seen.get(by) ?? 0) + 1);
      });
      expect(batch.inputs[1]).toEqual(before.inputs[1]);
    }
    const counts = [...seen.values()];
    expect(counts.length).toBe(5);
    counts.forEach((count) => {
      expect(Math.abs(count - 150)).toBeLessThan(4 * Math.sqrt(150 * 0.8));
    });
  });

  it('leaves at least one step, however far it moves', () => {
    const augmenter = augmenterOf('shift', { steps: 100 });
    const random = new Random(4);
    for (let time = 0; time < 100; time++) {
      const batch = batchToAugment();
      augmenter.augment(batch, random);
      LENGTHS.forEach((_, row) => {
        const { lengths } = batch.inputs[0];
        expect(column(batch, row).some((value) => value !== 0)).toBe(true);
        expect(lengths[row]).toBeGreaterThan(0);
      });
    }
  });
});

describe('the option input', () => {
  it.each(['noise', 'time-mask', 'channel-drop', 'shift'])('of %s must be an input', (name) => {
    expect(() => augmenterOf(name, { input: 'sequenze' }).check?.(INPUTS)).toThrow(
      expect.objectContaining({
        code: 'AUGMENTER_INPUT_UNKNOWN',
        allowed: 'sequence, statistics',
        hint: "Did you mean 'sequence'?",
      }),
    );
  });

  it.each(['time-mask', 'shift'])('of %s must be a sequence', (name) => {
    const code = 'AUGMENTER_INPUT_VECTOR';
    expect(() => augmenterOf(name, { input: 'statistics' }).check?.(INPUTS)).toThrow(
      expect.objectContaining({ code, allowed: 'sequence' }),
    );
    expect(() => augmenterOf(name).check?.(VECTOR)).toThrow(expect.objectContaining({ code }));
  });
});
