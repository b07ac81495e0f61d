import { describe, expect, it } from 'vitest';
import { afterEpoch, NOT_STARTED, type Watch } from '../../../src/core/training/stopping.js';

/** Feeds an epoch's value after the other until it stops; gives the epochs that were kept and the last one. */
function run(values: readonly number[], watch: Watch | null) {
  let state = NOT_STARTED;
  const kept: number[] = [];
  for (const [index, value] of values.entries()) {
    const after = afterEpoch(state, index + 1, value, watch);
    state = after.state;
    if (after.improved) kept.push(index + 1);
    if (after.stop) return { kept, last: index + 1, bestEpoch: state.bestEpoch };
  }
  return { kept, last: values.length, bestEpoch: state.bestEpoch };
}

const higher = (patience: number): Watch => ({ metric: 'accuracy', better: 'higher', patience });
const lower = (patience: number): Watch => ({ metric: 'loss', better: 'lower', patience });

describe('afterEpoch', () => {
  it('stops after as many epochs without improvement as its patience', () => {
    expect(run([0.5, 0.6, 0.6, 0.59, 0.9], higher(2))).toEqual({ kept: [1, 2], last: 4, bestEpoch: 2 });
    expect(run([0.5, 0.6, 0.6, 0.59, 0.9], higher(3))).toEqual({ kept: [1, 2, 5], last: 5, bestEpoch: 5 });
  });

  it('knows which way is better', () => {
    expect(run([3, 2, 2.5, 1, 1.1, 1.2], lower(2))).toEqual({ kept: [1, 2, 4], last: 6, bestEpoch: 4 });
  });

  it('takes an undefined value for no improvement, and keeps the first epoch all the same', () => {
    expect(run([NaN, NaN, NaN], higher(3))).toEqual({ kept: [1], last: 3, bestEpoch: 1 });
    expect(run([NaN, 0.2, NaN, 0.1], higher(2))).toEqual({ kept: [1, 2], last: 4, bestEpoch: 2 });
  });

  it('keeps the last epoch where nothing is watched', () => {
    expect(run([0.5, 0.4, 0.3], null)).toEqual({ kept: [1, 2, 3], last: 3, bestEpoch: 3 });
  });
});
