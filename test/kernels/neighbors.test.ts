import { describe, expect, it } from 'vitest';
import { Random } from '../../src/core/random.js';
import { nearestRows, type ChosenRows } from '../../src/kernels/neighbors/nearest.js';
import { nearestRowsPlainly } from '../../src/kernels/neighbors/reference.js';

/** Rows made number by number. */
function matrix(rows: number, width: number, value: (row: number, column: number) => number): ChosenRows {
  const values = Float32Array.from({ length: rows * width }, (_, at) =>
    value(Math.floor(at / width), at % width),
  );
  return { values, width, rows: everyRow(rows) };
}

function everyRow(rows: number): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row);
}

function expectReference(given: ChosenRows, count: number): void {
  expect(nearestRows(given, count)).toEqual(nearestRowsPlainly(given, count, everyRow(given.rows.length)));
}

describe('nearest rows', () => {
  it.each([
    [2, 1, 1],
    [3, 2, 2],
    [6, 169, 5],
    [7, 3, 6],
    [33, 5, 3],
    [100, 2, 40],
    [250, 169, 5],
    [700, 24, 5],
    [90, 1024, 4],
    [60, 2051, 4],
  ])('are those of brute force: %i rows of %i columns, %i neighbours', (rows, width, count) => {
    const random = new Random(rows);
    expectReference(
      matrix(rows, width, () => random.normal()),
      count,
    );
  });

  it('are given for the rows that are asked for, in their order', () => {
    const random = new Random(2);
    const given = matrix(300, 20, () => random.normal());
    const queries = Uint32Array.of(299, 4, 4, 0, 17);
    expect(nearestRows(given, 3, queries)).toEqual(nearestRowsPlainly(given, 3, queries));
  });

  it('are sought among the chosen rows of a matrix, and called by their places', () => {
    const random = new Random(8);
    const { values, width } = matrix(300, 20, () => random.normal());
    const rows = Uint32Array.from({ length: 150 }, (_, place) => 299 - 2 * place);
    const alone = matrix(150, 20, (row, column) => values[rows[row] * width + column]);
    const among = { values, width, rows };
    expect(nearestRows(among, 4)).toEqual(nearestRows(alone, 4));
    expect(nearestRows(among, 4, Uint32Array.of(149))).toEqual(nearestRows(alone, 4, Uint32Array.of(149)));
  });

  it('are the earlier ones of equally distant rows', () => {
    const random = new Random(3);
    // Points of a coarse grid: almost every distance occurs many times.
    expectReference(
      matrix(400, 3, () => random.integer(4)),
      5,
    );
    const corners = matrix(64, 6, (row, column) => (row >> column) & 1);
    expectReference(corners, 7);
    expect(nearestRows(corners, 3, Uint32Array.of(63))).toEqual(Int32Array.of(31, 47, 55));
  });

  it('are the earliest of rows that are all the same', () => {
    const same = matrix(500, 4, () => 1.5);
    expectReference(same, 5);
    expect(nearestRows(same, 3, Uint32Array.of(0, 1, 400))).toEqual(Int32Array.of(1, 2, 3, 0, 2, 3, 0, 1, 2));
  });

  it('are found among copies of a few rows', () => {
    const random = new Random(4);
    const few = matrix(9, 30, () => random.normal());
    const picks = Array.from({ length: 600 }, () => random.integer(9));
    expectReference(
      matrix(600, 30, (row, column) => few.values[picks[row] * 30 + column]),
      5,
    );
  });

  it.each([
    ['very large', 1e37, 0],
    ['very small', 1e-40, 0],
    ['far from the origin', 1e-3, 4096],
  ])('are those of brute force for numbers that are %s', (_, scale, offset) => {
    const random = new Random(5);
    expectReference(
      matrix(200, 33, () => offset + scale * random.normal()),
      5,
    );
  });

  it('are those of brute force where one number dwarfs all others', () => {
    const random = new Random(6);
    expectReference(
      matrix(200, 16, (row, column) => (row === 7 && column === 3 ? 3e38 : random.normal())),
      5,
    );
    expectReference(
      matrix(300, 16, (row) => (row % 50 === 0 ? 1000 : 1) * random.normal()),
      5,
    );
  });

  it('are those of brute force for rows that come nearer one by one', () => {
    expectReference(
      matrix(500, 12, (row, column) => 0.9 ** (row / 10) * (column + 1)),
      5,
    );
  });

  it('are those of brute force where a number is not finite', () => {
    const random = new Random(7);
    expectReference(
      matrix(40, 8, (row, column) => (row === 3 && column === 3 ? Infinity : random.normal())),
      3,
    );
  });

  it('cannot be more than there are other rows', () => {
    expect(() => nearestRows(matrix(3, 2, Number), 3)).toThrow('3 rows have no 3 neighbours each.');
  });
});
