import { Type } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { dimensions, type Rows, type Table } from '../../../src/core/experiment/rows.js';
import { countLabels } from '../../../src/core/experiment/sample.js';
import { Random } from '../../../src/core/random.js';
import smote from '../../../src/plugins/samplers/smote/smote.js';
import { pluginContext } from '../../support/pluginContext.js';
import { readJson } from '../../support/readJson.js';
import { pooledTable, sequenceTable, trainingRows } from '../../support/trainingRows.js';

const golden = readJson(
  Type.Array(
    Type.Object({
      neighbors: Type.Integer(),
      counts: Type.Array(Type.Integer()),
      resampled: Type.Array(Type.Integer()),
    }),
  ),
  new URL('../../golden/smote.json', import.meta.url),
);

/** Training rows with so many rows of each class, mixed, normally distributed. */
function randomRows(counts: readonly number[], columns: number, seed = 3): Rows<'train'> {
  const random = new Random(seed);
  const labels = random.shuffle(counts.flatMap((count, label) => new Array<number>(count).fill(label)));
  const rows = labels.map((label) => Array.from({ length: columns }, () => label + random.normal()));
  return trainingRows(pooledTable(rows), labels, counts.length);
}

function resample(training: Rows<'train'>, neighbors: number, seed = 1): Rows<'train'> {
  return smote.create({ neighbors }, pluginContext(seed)).resample(training);
}

function rowOf(table: Table, row: number): Float32Array {
  const { width } = dimensions(table);
  return table.values.subarray(row * width, (row + 1) * width);
}

function distance(one: Float32Array, other: Float32Array): number {
  return Math.hypot(...one.map((value, index) => value - other[index]));
}

/** The k nearest rows of the same class by sorting all distances: the definition, word by word. */
function nearestByDefinition(training: Rows<'train'>, row: number, count: number): number[] {
  const candidates = Array.from(training.labels.keys()).filter(
    (other) => other !== row && training.labels[other] === training.labels[row],
  );
  const away = (other: number): number => distance(rowOf(training.table, row), rowOf(training.table, other));
  return candidates.sort((one, other) => away(one) - away(other)).slice(0, count);
}

/** How far a point is from the segment between two others, and at which step of the way the closest point lies. */
function offSegment(
  point: Float32Array,
  from: Float32Array,
  to: Float32Array,
): { off: number; step: number } {
  let along = 0;
  let squared = 0;
  point.forEach((value, index) => {
    along += (value - from[index]) * (to[index] - from[index]);
    squared += (to[index] - from[index]) ** 2;
  });
  const step = Math.min(Math.max(along / squared, 0), 1);
  return { off: Math.hypot(...point.map((value, i) => value - from[i] - step * (to[i] - from[i]))), step };
}

/** Between which two rows each new row lies: its base by its id, and the neighbour on whose segment it lies. */
function originsOf(training: Rows<'train'>, resampled: Rows<'train'>, neighbors: number): Origin[] {
  const added = Array.from(resampled.labels.keys()).slice(training.labels.length);
  return added.map((row) => {
    const base = training.ids.indexOf(resampled.ids[row].replace(/~smote-\d+$/, ''));
    const label = resampled.labels[row];
    expect(training.labels[base]).toBe(label);
    const fits = nearestByDefinition(training, base, neighbors).map((neighbor, rank) => ({
      base,
      label,
      rank,
      ...offSegment(
        rowOf(resampled.table, row),
        rowOf(training.table, base),
        rowOf(training.table, neighbor),
      ),
    }));
    return fits.reduce((one, other) => (other.off < one.off ? other : one));
  });
}

interface Origin {
  readonly base: number;
  readonly label: number;
  /** 0 for the nearest row of the base, 1 for the next. */
  readonly rank: number;
  readonly step: number;
  /** Distance from the segment. */
  readonly off: number;
}

describe('smote', () => {
  const spread = randomRows([140, 9, 40, 4], 6);
  const origins = originsOf(spread, resample(spread, 3), 3);

  it.each(golden)('leaves as many rows of each class as imbalanced-learn: $counts', (example) => {
    const resampled = resample(randomRows(example.counts, 4), example.neighbors);
    expect([...countLabels(resampled.labels, resampled.classes)]).toEqual(example.resampled);
  });

  it('places every new row between a row and one of its nearest of the same class', () => {
    for (const { off } of origins) expect(off).toBeLessThan(2e-6);
  });

  it('draws the base from the whole class, the neighbour from all the nearest and the step from [0, 1)', () => {
    const ofSmallest = origins.filter(({ label }) => label === 3);
    expect(new Set(ofSmallest.map(({ base }) => base)).size).toBe(4);
    for (const rank of [0, 1, 2]) {
      const share = origins.filter((origin) => origin.rank === rank).length / origins.length;
      expect(Math.abs(share - 1 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / origins.length));
    }
    const sorted = origins.map(({ step }) => step).sort((one, other) => one - other);
    const furthest = Math.max(...sorted.map((step, index) => Math.abs(step - (index + 0.5) / sorted.length)));
    expect(furthest).toBeLessThan(1.6 / Math.sqrt(sorted.length));
    expect(sorted[0]).toBeLessThan(0.05);
    expect(sorted[sorted.length - 1]).toBeGreaterThan(0.95);
  });

  it('keeps the given rows first and untouched, and gives new rows ids of their own', () => {
    const training = randomRows([30, 8], 5);
    const before = training.table.values.slice();
    const resampled = resample(training, 5);
    expect(training.table.values).toEqual(before);
    expect(resampled.table.values.subarray(0, before.length)).toEqual(before);
    expect(resampled.labels.subarray(0, 38)).toEqual(training.labels);
    expect(resampled.ids.slice(0, 38)).toEqual(training.ids);
    expect(new Set(resampled.ids).size).toBe(60);
    expect(resampled.table.shape).toEqual([60, 5]);
  });

  it('makes the same bytes of the same seed, others of another', () => {
    const training = randomRows([30, 8], 5);
    const sampler = smote.create({}, pluginContext(1));
    const first = sampler.resample(training);
    expect(sampler.resample(training)).toEqual(first);
    expect(resample(training, 5, 1)).toEqual(first);
    expect(resample(training, 5, 2).table.values).not.toEqual(first.table.values);
  });

  it('finds the neighbours over several tiles of rows and columns', () => {
    const training = randomRows([90, 70], 2100);
    const resampled = resample(training, 2);
    const off = originsOf(training, resampled, 2).map((origin) => origin.off);
    expect(off).toHaveLength(20);
    expect(Math.max(...off)).toBeLessThan(1e-4);
  });

  it('never takes a row as its own neighbour, and takes one that is there twice', () => {
    const rows = [[1], [1], [4], ...new Array<number[]>(60).fill([9])];
    const labels = rows.map(([value]) => (value === 9 ? 1 : 0));
    const added = [...resample(trainingRows(pooledTable(rows), labels, 2), 1).table.values.subarray(63)];
    const between = added.filter((value) => value > 1);
    expect(added.every((value) => value >= 1 && value <= 4)).toBe(true);
    expect(between.length).toBeGreaterThan(0);
    expect(between.length).toBeLessThan(added.length);
    expect(new Set(between).size).toBe(between.length);
  });
});

describe('smote on sequences', () => {
  const training = trainingRows(
    sequenceTable([[[1], [1]], [[3], [3], [3], [3]], [[9]], [[8]], [[7]]]),
    [0, 0, 1, 1, 1],
    2,
  );
  const resampled = resample(training, 1);

  it('takes steps and columns as one row, padding as zeros', () => {
    const [first, second, third, fourth] = resampled.table.values.subarray(5 * 4);
    const step = fourth / 3;
    expect(resampled.table.shape).toEqual([6, 4, 1]);
    expect(third).toBeCloseTo(fourth, 6);
    expect(first).toBeCloseTo(1 + 2 * step, 6);
    expect(second).toBeCloseTo(first, 6);
  });

  it('makes a new row as long as the longer of its two', () => {
    expect([...(resampled.table.lengths ?? [])]).toEqual([2, 4, 1, 1, 1, 4]);
  });
});
