import { describe, expect, it } from 'vitest';
import { countedSteps } from '../../../../src/plugins/backends/tensorflow/steps.js';

/** Two sequences of four steps: the first counts steps 0, 1 and 3, the second none. */
const MASK = [1, 1, 0, 1, 0, 0, 0, 0];
const sizes = { batch: 2, steps: 4, everyStep: true };

describe('countedSteps', () => {
  it('takes the steps that count first, and keeps the state of the last one at masked steps', () => {
    const { taken, back, state } = countedSteps(MASK, { ...sizes, backwards: false, inTime: false });
    expect([...taken]).toEqual([0, 4, 1, 5, 3, 6, 2, 7]);
    expect([...back]).toEqual([0, 2, 6, 4, 1, 3, 5, 7]);
    expect([...state]).toEqual([2, 4, 4, 6, 1, 1, 1, 1]);
  });

  it('takes them from the last to the first, outputs in that order or in the order of time', () => {
    const backwards = countedSteps(MASK, { ...sizes, backwards: true, inTime: false });
    expect([...backwards.taken]).toEqual([3, 7, 1, 6, 0, 5, 2, 4]);
    expect([...backwards.state]).toEqual([2, 2, 4, 6, 1, 1, 1, 1]);
    const inTime = countedSteps(MASK, { ...sizes, backwards: true, inTime: true });
    expect([...inTime.state]).toEqual([6, 4, 2, 2, 1, 1, 1, 1]);
  });

  it('gives the last state alone where no other is asked for', () => {
    const { state } = countedSteps(MASK, { ...sizes, backwards: true, inTime: false, everyStep: false });
    expect([...state]).toEqual([6, 1]);
  });
});
