import { messageOf } from '../text/words.js';
import { trainEpoch, type EpochMeans } from './epoch.js';
import { batchProgress } from './progress.js';
import { finiteOrNull, score, type Score } from './score.js';
import { takeSnapshot } from './snapshot.js';
import { copyWeights, nextEpoch, type TrainingState } from './state.js';
import { UNSTEERED } from './steering.js';
import { afterEpoch, type Watch } from './stopping.js';
import type { Training } from './training.js';
import { learningRateOf } from './updateWeights.js';

/**
 * Trains epoch after epoch until the last one, until early stopping has enough, or until it is asked to stop. `state`
 * is where it all is: it may be in the midst of an epoch, or past the last one.
 */
export async function trainEpochs(
  training: Training,
  state: TrainingState,
  watch: Watch | null,
): Promise<void> {
  const { settings, emit } = training;
  const batches = batchesPerEpoch(training);
  const done = state.history.length * batches + state.underWay.batches;
  const report = batchProgress(emit, settings.epochs * batches, done);
  const save = keeper(training, state);
  while (state.stopped === null) {
    const means = await trainEpoch(training, state, report, save);
    closeEpoch(training, state, watch, means);
    await save();
  }
  const { history, stopping, stopped: reason } = state;
  emit({ type: 'training-stopped', reason, epoch: history.length, bestEpoch: stopping.bestEpoch });
}

function batchesPerEpoch({ training, settings }: Training): number {
  return Math.ceil(training.labels.length / settings.batchSize);
}

/** Scores the epoch whose batches are all done, tells of it, and decides whether there is another. */
function closeEpoch(training: Training, state: TrainingState, watch: Watch | null, train: EpochMeans): void {
  const { settings, emit, steering = UNSTEERED } = training;
  const { epochs } = settings;
  const epoch = state.history.length + 1;
  const began = performance.now();
  const { validation, recall, watched, ...byClass } = scoreEpoch(training, state, watch);
  const { improved, stop, ...after } = afterEpoch(state.stopping, epoch, watched, watch);
  state.stopping = after.state;
  if (improved && watch !== null) {
    state.bestWeights = state.average?.copy() ?? copyWeights(state.model);
  }
  const batches = batchesPerEpoch(training);
  const learningRate = learningRateOf(training, epoch * batches - 1, batches);
  const record = { epoch, learningRate, train: finiteOrNull({ ...train }), validation, recall };
  state.history.push(record);
  const seconds = state.underWay.seconds + (performance.now() - began) / 1000;
  emit({ type: 'epoch-finished', ...record, ...byClass, epochs, seconds, best: improved });
  if (watch !== null && Number.isNaN(watched)) {
    const message = `'${watch.metric}' is not defined on the validation part after epoch ${epoch}; early stopping takes that for no improvement.`;
    emit({ type: 'warning', stage: 'train', message });
  }
  state.underWay = nextEpoch(state.randoms.order);
  state.stopped = stop
    ? 'patience'
    : epoch === epochs
      ? 'epochs'
      : steering.stopsAfterEpoch()
        ? 'asked'
        : null;
}

/** Keeps the state as a checkpoint, where checkpoints are kept; an optimizer that cannot be saved is told of once. */
function keeper({ tf, checkpoints, emit }: Training, state: TrainingState): () => Promise<void> {
  let possible = checkpoints !== undefined;
  return async () => {
    if (checkpoints === undefined || !possible) return;
    const began = performance.now();
    const snapshot = await takeSnapshot(tf, state).catch((error: unknown) => {
      possible = false;
      const reason = messageOf(error);
      const message = `The optimizer cannot be saved (${reason}): if this run is interrupted, it trains from the first epoch again.`;
      emit({ type: 'warning', stage: 'train', message });
      return null;
    });
    if (snapshot === null) return;
    await checkpoints.keep(snapshot);
    const seconds = (performance.now() - began) / 1000;
    emit({ type: 'checkpoint-saved', epoch: state.history.length, seconds });
  };
}

/** The epoch's validation numbers; `watched` is NaN where the watched metric is not defined. */
function scoreEpoch(
  { tf, validation, classes, loss, evaluators }: Training,
  { model, average }: TrainingState,
  watch: Watch | null,
) {
  if (validation.labels.length === 0) {
    return { validation: {}, recall: {}, perClass: {}, confusion: [], watched: NaN };
  }
  const scored = (): Score => score(tf, model, validation, classes, loss, evaluators);
  const { metrics, recall, perClass, confusion } = average?.inPlace(model, scored) ?? scored();
  return {
    validation: finiteOrNull(metrics),
    recall: finiteOrNull(recall),
    perClass: Object.fromEntries(
      Object.entries(perClass).map(([metric, values]) => [metric, finiteOrNull(values)]),
    ),
    confusion: confusion.map((row) => [...row]),
    watched: watch === null ? NaN : (metrics[watch.metric] ?? NaN),
  };
}
