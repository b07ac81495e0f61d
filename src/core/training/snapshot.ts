import { CHECKPOINT_MISFIT } from '../errors/training.js';
import { restoreOptimizer, saveOptimizer, type OptimizerState } from './optimizerState.js';
import { copyWeights, putWeights, type TrainingState } from './state.js';
import type { LayersModel, Tf } from './tf.js';

/** The training state as plain data, but for the best weights: those stand in the snapshot of the best epoch. */
export interface Snapshot extends Pick<TrainingState, 'history' | 'stopping' | 'underWay' | 'stopped'> {
  /** State of `randoms.dropout`. */
  readonly dropoutState: readonly number[];
  /** States of `randoms.augment`. */
  readonly augmentStates: readonly (readonly number[])[];
  /** In the model's order. */
  readonly weights: readonly Float32Array[];
  /** The running average of the weights, in the same order; empty where there is none. */
  readonly average: readonly Float32Array[];
  readonly optimizer: OptimizerState;
}

/** What an interrupted training goes on from. */
export interface SavedTraining {
  readonly snapshot: Snapshot;
  /** What `modelWeights` gives of the best epoch's. Null before the first epoch's end; of no account where the last epoch is kept. */
  readonly bestWeights: readonly Float32Array[] | null;
}

/** Where snapshots are kept. */
export interface Checkpoints {
  /** Null where training starts anew. */
  readonly latest: SavedTraining | null;
  /** Keeps a snapshot, the best epoch's, and no other. */
  keep(snapshot: Snapshot): Promise<void>;
}

/** The weights that are the model after the snapshot: the average, where there is one. */
export function modelWeights({ weights, average }: Snapshot): readonly Float32Array[] {
  return average.length > 0 ? average : weights;
}

/** @throws what the optimizer throws where it cannot be saved */
export async function takeSnapshot(tf: Tf, state: TrainingState): Promise<Snapshot> {
  const { history, stopping, underWay, stopped } = state;
  return {
    history: [...history],
    stopping,
    underWay,
    stopped,
    dropoutState: state.randoms.dropout.state(),
    augmentStates: state.randoms.augment.map((random) => random.state()),
    weights: copyWeights(state.model),
    average: state.average?.copy() ?? [],
    optimizer: await saveOptimizer(tf, state.optimizer),
  };
}

/**
 * Takes a saved training up again, into a state that no batch was trained in.
 *
 * @param keepsBest whether the best epoch's weights are kept, not the last's
 * @throws CHECKPOINT_MISFIT where the snapshot is of another network
 */
export async function restoreState(
  tf: Tf,
  state: TrainingState,
  saved: SavedTraining,
  keepsBest: boolean,
): Promise<void> {
  const { snapshot } = saved;
  const bestWeights = keepsBest ? saved.bestWeights : null;
  checkWeights(state.model, snapshot.weights);
  if (bestWeights !== null) checkWeights(state.model, bestWeights);
  if (snapshot.average.length > 0) checkWeights(state.model, snapshot.average);
  putWeights(tf, state.model, snapshot.weights);
  state.average?.restore(state.model, snapshot.average);
  await restoreOptimizer(tf, state.optimizer, snapshot.optimizer);
  state.randoms.dropout.restore(snapshot.dropoutState);
  state.randoms.augment.forEach((random, index) => {
    random.restore(snapshot.augmentStates[index]);
  });
  state.randoms.order.restore(snapshot.underWay.orderState);
  state.history.push(...snapshot.history);
  state.stopping = snapshot.stopping;
  state.bestWeights = bestWeights;
  state.underWay = snapshot.underWay;
  state.stopped = snapshot.stopped;
}

function checkWeights(model: LayersModel, saved: readonly Float32Array[]): void {
  const expected = model.getWeights().map(({ size }) => size);
  const found = saved.map(({ length }) => length);
  if (expected.join() !== found.join()) throw CHECKPOINT_MISFIT({ expected, found });
}
