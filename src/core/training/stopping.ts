import type { MetricInfo } from '../experiment/predictions.js';

/** What early stopping watches on the validation part. */
export interface Watch {
  readonly metric: string;
  readonly better: MetricInfo['better'];
  /** Epochs without improvement before training stops. */
  readonly patience: number;
}

/** What early stopping remembers from one epoch to the next. */
export interface StoppingState {
  /** The best value so far; null before the first that is defined. */
  readonly best: number | null;
  /** 0 before the first epoch. */
  readonly bestEpoch: number;
  /** Epochs since the best one. */
  readonly waited: number;
}

export const NOT_STARTED: StoppingState = { best: null, bestEpoch: 0, waited: 0 };

/**
 * Takes an epoch's value of the watched metric into account, as Keras's EarlyStopping with `min_delta=0` and
 * `restore_best_weights=True` does: an equal value is no improvement. A value that is not defined (NaN) is none either.
 * Without early stopping the latest epoch is the best one.
 */
export function afterEpoch(
  state: StoppingState,
  epoch: number,
  value: number,
  watch: Watch | null,
): { state: StoppingState; improved: boolean; stop: boolean } {
  if (watch === null) {
    return { state: { best: null, bestEpoch: epoch, waited: 0 }, improved: true, stop: false };
  }
  const { best } = state;
  const defined = !Number.isNaN(value);
  const better = defined && (best === null || (watch.better === 'higher' ? value > best : value < best));
  if (better) {
    return { state: { best: value, bestEpoch: epoch, waited: 0 }, improved: true, stop: false };
  }
  const waited = state.waited + 1;
  // The first epoch is kept whatever its value is, so that there is one to go back to.
  const first = state.bestEpoch === 0;
  return {
    state: { best, bestEpoch: first ? epoch : state.bestEpoch, waited },
    improved: first,
    stop: waited >= watch.patience && epoch > 1,
  };
}
