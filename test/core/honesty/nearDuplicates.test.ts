import { describe, expect, it } from 'vitest';
import type { Clip, Part } from '../../../src/core/experiment/clips.js';
import type { InputTable, Table } from '../../../src/core/experiment/rows.js';
import { findLeaks, leakWarnings } from '../../../src/core/honesty/leaks.js';
import { findNearDuplicates } from '../../../src/core/honesty/nearDuplicates.js';
import { Random } from '../../../src/core/random.js';

const ROWS = 120;
const COLUMNS = 24;
const parts: readonly Part[] = Array.from({ length: ROWS }, (_, row) => (row % 3 === 0 ? 'test' : 'train'));
const clips = Array.from({ length: ROWS }, (_, row): Clip => {
  const columns = { statement: row % 2 === 0 ? 'kids' : 'dogs' };
  return { id: `clip-${row}`, label: 'calm', speaker: `speaker-${row % 5}`, columns };
});

/** Random rows, and those that `copies` says are another row with a little noise. */
function input(copies: Readonly<Record<number, number>>, noise = 0.01): InputTable {
  const random = new Random(1);
  const values = Float32Array.from({ length: ROWS * COLUMNS }, () => random.normal());
  for (const [row, source] of Object.entries(copies)) {
    for (let column = 0; column < COLUMNS; column++) {
      values[Number(row) * COLUMNS + column] = values[source * COLUMNS + column] + noise * random.normal();
    }
  }
  const table: Table = {
    shape: [ROWS, COLUMNS],
    values,
    columns: Array.from({ length: COLUMNS }, (_, column) => `c${column}`),
  };
  return { name: 'features', table };
}

describe('findNearDuplicates', () => {
  it('finds copies on both sides, and none among clips that only lie near each other', () => {
    expect(findNearDuplicates(clips, parts, [input({})])).toEqual([]);
    expect(findNearDuplicates(clips, parts, [input({ 3: 10, 6: 9 })])).toEqual([
      { clip: 'clip-3', part: 'test', other: 'clip-10', otherPart: 'train' },
    ]);
  });

  it('does not take a clip with as much noise as a third of the spread for a copy', () => {
    expect(findNearDuplicates(clips, parts, [input({ 3: 10 }, 0.3)])).toEqual([]);
  });

  it('does not look where there are too few clips to tell', () => {
    expect(findNearDuplicates(clips.slice(0, 3), parts.slice(0, 3), [])).toBeNull();
  });

  it('heeds all inputs: what is equal in one and differs in another is no copy', () => {
    const { table } = input({});
    const other: InputTable = { name: 'other', table: { ...table, values: table.values.toReversed() } };
    expect(findNearDuplicates(clips, parts, [input({ 3: 10 }), other])).toEqual([]);
  });

  it('compares sequences by their means over the steps that are real', () => {
    const { table } = input({ 3: 10 });
    const values = new Float32Array(ROWS * 2 * COLUMNS);
    const lengths = new Int32Array(ROWS).fill(1);
    for (let row = 0; row < ROWS; row++) {
      values.set(table.values.subarray(row * COLUMNS, (row + 1) * COLUMNS), row * 2 * COLUMNS);
    }
    const sequence: Table = { shape: [ROWS, 2, COLUMNS], values, columns: table.columns, lengths };
    expect(findNearDuplicates(clips, parts, [{ name: 'sequence', table: sequence }])).toEqual(
      findNearDuplicates(clips, parts, [{ name: 'features', table }]),
    );
  });
});

describe('findLeaks', () => {
  it('names speakers, takes, copies and scalers that go from one side to the other', () => {
    const leaks = findLeaks({
      clips,
      parts,
      inputs: [input({ 3: 10 })],
      defects: [{ clip: 'copy', reason: 'duplicate', detail: "the same audio as 'clip-1'" }],
      claims: 'same speakers',
      performance: ['statement'],
      normalisation: [{ input: 'features', scaler: 'by-speaker', sees: 'all clips of the speaker' }],
    });
    expect(leaks.speakers).toEqual({
      heldOut: 5,
      shared: ['speaker-0', 'speaker-1', 'speaker-2', 'speaker-3', 'speaker-4'],
    });
    expect(leaks.performances?.clips).toBe(40);
    expect(leaks.performances?.examples[0]).toEqual({
      clip: 'clip-0',
      part: 'test',
      other: 'clip-10',
      otherPart: 'train',
    });
    expect(leaks.duplicates).toEqual([{ clip: 'copy', detail: "the same audio as 'clip-1'" }]);
    expect(leaks.nearDuplicates).toMatchObject({ count: 1 });
    expect(leakWarnings(leaks)).toHaveLength(3);
  });
});
