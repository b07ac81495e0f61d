import { describe, expect, it } from 'vitest';
import type { Clip, Part } from '../../../src/core/experiment/clips.js';
import type { InputTable, Table } from '../../../src/core/experiment/rows.js';
import { findLeaks, leakWarnings } from '../../../src/core/honesty/leaks.js';
import { findNearDuplicates, MOST_CLIPS } from '../../../src/core/honesty/nearDuplicates.js';
import { honestyLines } from '../../../src/cli/honestyLines.js';
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

/** So many random clips, every other one held out. */
function many(count: number): [readonly Clip[], readonly Part[], readonly InputTable[]] {
  const random = new Random(2);
  const table: Table = {
    shape: [count, COLUMNS],
    values: Float32Array.from({ length: count * COLUMNS }, () => random.next()),
    columns: Array.from({ length: COLUMNS }, (_, column) => `c${column}`),
  };
  return [
    Array.from({ length: count }, (_, row) => ({ ...clips[row % ROWS], id: `clip-${row}` })),
    Array.from({ length: count }, (_, row) => (row % 2 === 0 ? 'test' : 'train')),
    [{ name: 'features', table }],
  ];
}

const found = async (inputs: readonly InputTable[]) => {
  const made = await findNearDuplicates(clips, parts, inputs, { examples: 20 });
  if (!made.looked) throw new Error(made.why);
  return made.pairs;
};

describe('findNearDuplicates', () => {
  it('finds copies on both sides, and none among clips that only lie near each other', async () => {
    expect(await found([input({})])).toEqual([]);
    expect(await found([input({ 3: 10, 6: 9 })])).toEqual([
      { clip: 'clip-3', part: 'test', other: 'clip-10', otherPart: 'train' },
    ]);
  });

  it('does not take a clip with as much noise as a third of the spread for a copy', async () => {
    expect(await found([input({ 3: 10 }, 0.3)])).toEqual([]);
  });

  it('does not look where there are too few clips to tell', async () => {
    const made = await findNearDuplicates(clips.slice(0, 3), parts.slice(0, 3), [], { examples: 20 });
    expect(made).toEqual({ looked: false, why: 'too few' });
  });

  it('heeds all inputs: what is equal in one and differs in another is no copy', async () => {
    const { table } = input({});
    const other: InputTable = { name: 'other', table: { ...table, values: table.values.toReversed() } };
    expect(await found([input({ 3: 10 }), other])).toEqual([]);
  });

  it('keeps the first pairs and counts the others', async () => {
    const inputs = [input({ 3: 10, 12: 13, 15: 16 })];
    const all = await findNearDuplicates(clips, parts, inputs, { examples: 20 });
    expect(all).toMatchObject({ count: 3, pairs: { length: 3 } });
    const some = await findNearDuplicates(clips, parts, inputs, { examples: 2 });
    expect(some).toEqual({ looked: true, count: 3, pairs: (await found(inputs)).slice(0, 2) });
  });

  it('lets the event loop turn, and stops when it is told to', async () => {
    const controller = new AbortController();
    let turned = 0;
    const timer = setInterval(() => {
      turned += 1;
      if (turned === 2) controller.abort();
    }, 0);
    const looking = findNearDuplicates(...many(12_000), { examples: 20, signal: controller.signal });
    await expect(looking).rejects.toMatchObject({ name: 'AbortError' });
    clearInterval(timer);
    expect(turned).toBeGreaterThanOrEqual(2);
  });

  it('compares sequences by their means over the steps that are real', async () => {
    const { table } = input({ 3: 10 });
    const values = new Float32Array(ROWS * 2 * COLUMNS);
    const lengths = new Int32Array(ROWS).fill(1);
    for (let row = 0; row < ROWS; row++) {
      values.set(table.values.subarray(row * COLUMNS, (row + 1) * COLUMNS), row * 2 * COLUMNS);
    }
    const sequence: Table = { shape: [ROWS, 2, COLUMNS], values, columns: table.columns, lengths };
    expect(await found([{ name: 'sequence', table: sequence }])).toEqual(
      await found([{ name: 'features', table }]),
    );
  });
});

describe('findLeaks', () => {
  it('names speakers, takes, copies and scalers that go from one side to the other', async () => {
    const leaks = await findLeaks({
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

  it('leaves near-duplicates out where there are too many clips, and says so', async () => {
    const count = MOST_CLIPS + 1;
    const [ids, sides, inputs] = many(count);
    const leaks = await findLeaks({
      clips: ids,
      parts: sides,
      inputs,
      defects: [],
      claims: 'same speakers',
      performance: undefined,
      normalisation: [],
    });
    expect(leaks.nearDuplicates).toEqual({ looked: false, tooManyClips: count, count: 0, pairs: [] });
    expect(leakWarnings(leaks)).toEqual([
      expect.stringMatching(/^Near-duplicates .* not looked for: there are 20,001 clips, .* up to 20,000\. /),
    ]);
    expect(honestyLines({}, leaks, undefined)).toContain('near-duplicates not looked for (too many clips)');
  });
});
