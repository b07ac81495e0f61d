import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { describe, expect, it } from 'vitest';
import standard from '../../../src/plugins/scalers/standard.js';
import { caughtError } from '../../support/caughtError.js';
import { pluginContext } from '../../support/pluginContext.js';
import { readJson } from '../../support/readJson.js';
import { pooledTable, sequenceTable, trainingRows } from '../../support/trainingRows.js';

const Numbers = Type.Array(Type.Number());
const Rows = Type.Array(Numbers);
const Fitted = { mean: Numbers, scale: Numbers, scaled: Rows };
const golden = readJson(
  Type.Object({
    pooled: Type.Object({ values: Rows, ...Fitted }),
    sequences: Type.Object({ lengths: Numbers, values: Type.Array(Rows), ...Fitted }),
  }),
  new URL('../../golden/scaler.json', import.meta.url),
);
const State = Type.Object({ columns: Type.Array(Type.String()), mean: Numbers, scale: Numbers });

const scaler = standard.create({}, pluginContext());

function readState(state: unknown): Static<typeof State> {
  return Value.Decode(State, state);
}

/** The largest distance, relative to the expected number or to 1 where that is smaller. */
function largestError(found: ArrayLike<number>, expected: readonly number[]): number {
  expect(found).toHaveLength(expected.length);
  const errors = expected.map((value, i) => Math.abs(found[i] - value) / Math.max(Math.abs(value), 1));
  return Math.max(...errors);
}

function zeros(count: number): number[] {
  return new Array<number>(count).fill(0);
}

describe('standard scaler', () => {
  const table = pooledTable(golden.pooled.values);
  const fitted = scaler.fit(trainingRows(table, zeros(table.shape[0]), 1));

  it('agrees with scikit-learn on means and deviations, constant columns included', () => {
    const { mean, scale } = readState(fitted.state);
    expect(largestError(mean, golden.pooled.mean)).toBeLessThan(1e-12);
    expect(largestError(scale, golden.pooled.scale)).toBeLessThan(1e-12);
    expect(scale.slice(3, 5)).toEqual([1, 1]);
  });

  it('agrees with scikit-learn on the scaled rows, to single precision', () => {
    const scaled = fitted.apply(table);
    expect(largestError(scaled.values, golden.pooled.scaled.flat())).toBeLessThan(1e-6);
    expect(scaled.columns).toEqual(table.columns);
  });

  it('leaves the table that it was given as it was', () => {
    const before = table.values.slice();
    fitted.apply(table);
    expect(table.values).toEqual(before);
  });

  it('gives the same bytes after its state went through JSON', () => {
    const restored = scaler.restore(JSON.parse(JSON.stringify(fitted.state)));
    expect(restored.state).toEqual(fitted.state);
    expect(restored.apply(table).values).toEqual(fitted.apply(table).values);
  });

  it('scales other rows by what the training rows gave', () => {
    const two = scaler.fit(trainingRows(pooledTable([[0], [2]]), [0, 0], 1));
    expect(two.state).toEqual({ columns: ['c0'], mean: [1], scale: [1] });
    expect([...two.apply(pooledTable([[7], [-3]])).values]).toEqual([6, -4]);
  });
});

describe('standard scaler on sequences', () => {
  const { lengths, values, mean, scale, scaled } = golden.sequences;
  const table = sequenceTable(values);
  const fitted = scaler.fit(trainingRows(table, zeros(values.length), 1));

  it('is fitted on the real steps only', () => {
    const state = readState(fitted.state);
    expect(largestError(state.mean, mean)).toBeLessThan(1e-12);
    expect(largestError(state.scale, scale)).toBeLessThan(1e-12);
  });

  it('scales the real steps and keeps the padding zero', () => {
    const result = fitted.apply(table);
    const width = result.values.length / lengths.length;
    const real = lengths.map((length, row) => [
      ...result.values.subarray(row * width, row * width + length * 2),
    ]);
    expect(largestError(real.flat(), scaled.flat())).toBeLessThan(1e-6);
    const padding = lengths.flatMap((length, row) => [
      ...result.values.subarray(row * width + length * 2, (row + 1) * width),
    ]);
    expect(padding).toEqual(zeros((4 + 1) * 2 - 2));
    expect(result.lengths).toEqual(Int32Array.from(lengths));
  });
});

describe('standard scaler, wrongly used', () => {
  const fitted = scaler.fit(trainingRows(pooledTable([[1, 2]]), [0], 1));

  it('names the first column that differs', () => {
    const other = { ...pooledTable([[1, 2]]), columns: ['c0', 'rms'] };
    expect(() => fitted.apply(other)).toThrow("column 2 was 'c1' and is 'rms'");
  });

  it('refuses another number of columns', () => {
    expect(() => fitted.apply(pooledTable([[1, 2, 3]]))).toThrow('fitted on 2 columns and finds 3');
  });

  it.each([
    ['nothing', null, 'Expected object'],
    ['a mean that is text', { columns: ['a'], mean: ['1'], scale: [1] }, '/mean/0'],
    ['a scale of zero', { columns: ['a'], mean: [1], scale: [0] }, '/scale/0'],
    ['a mean too few', { columns: ['a', 'b'], mean: [1], scale: [1, 1] }, '2 columns, 1 means and 2 scales'],
  ])('does not take up a state with %s', (_, state, message) => {
    const error = caughtError(() => scaler.restore(state));
    expect(error.code).toBe('SCALER_STATE_INVALID');
    expect(error.message).toContain(message);
  });
});
