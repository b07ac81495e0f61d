/**
 * Where a masked sequence's steps stand once the steps that count are moved to the front, in the order in which they
 * are taken: an LSTM runs over those without a mask, and the state of a masked step is that of the last one that
 * counted before it.
 */
export interface CountedSteps {
  /** [steps × batch]: the row of [batch × steps] that is taken at step t of a sequence; the masked ones come last. */
  readonly taken: Int32Array;
  /** [batch × steps]: the reverse of it, a row of [steps × batch]. */
  readonly back: Int32Array;
  /**
   * [batch × steps], or [batch] where only the last is asked for: the output's row in [(steps + 1) × batch], whose
   * first `batch` rows are the zeros that a sequence starts from.
   */
  readonly state: Int32Array;
}

export interface StepOrder {
  readonly batch: number;
  readonly steps: number;
  /** Takes the steps from the last to the first. */
  readonly backwards: boolean;
  /** The outputs of a sequence taken backwards stand in the order of time, not in that of taking them. */
  readonly inTime: boolean;
  readonly everyStep: boolean;
}

/** @param mask [batch × steps]; 0: the step is masked */
export function countedSteps(mask: ArrayLike<number>, order: StepOrder): CountedSteps {
  const { batch, steps, backwards, inTime, everyStep } = order;
  const taken = new Int32Array(steps * batch);
  const back = new Int32Array(batch * steps);
  const state = new Int32Array(everyStep ? batch * steps : batch);
  for (let row = 0; row < batch; row++) {
    const inOrder = Array.from({ length: steps }, (_, turn) => (backwards ? steps - 1 - turn : turn));
    const counts = (time: number): boolean => mask[row * steps + time] !== 0;
    const kept = inOrder.filter(counts);
    [...kept, ...inOrder.filter((time) => !counts(time))].forEach((time, step) => {
      taken[step * batch + row] = row * steps + time;
      back[row * steps + time] = step * batch + row;
    });
    let counted = 0;
    inOrder.forEach((time, turn) => {
      if (counts(time)) counted++;
      if (everyStep) state[row * steps + (inTime ? time : turn)] = counted * batch + row;
    });
    if (!everyStep) state[row] = kept.length * batch + row;
  }
  return { taken, back, state };
}
