import { setImmediate } from 'node:timers/promises';
import { TRAINING_DIVERGED, TRAINING_INTERRUPTED } from '../errors/training.js';
import { augmentedBatch } from './augmentation.js';
import { batchesOf, everyRow, trainingBatch } from './batches.js';
import type { BatchReport } from './progress.js';
import type { TrainingState } from './state.js';
import { UNSTEERED } from './steering.js';
import { objectiveOf, trainOnBatch } from './step.js';
import type { Training } from './training.js';
import { learningRateOf, weightUpdate } from './updateWeights.js';

/** Means over the rows of an epoch, each row weighted as its class. */
export interface EpochMeans {
  readonly loss: number;
  readonly accuracy: number;
}

/**
 * Trains the epoch under way from its next batch to its last. `state.underWay` says after each batch how far it is.
 *
 * @param report hears of each batch
 * @param save keeps the state where training is asked to end after the batch
 * @throws TRAINING_DIVERGED, TRAINING_INTERRUPTED
 */
export async function trainEpoch(
  training: Training,
  state: TrainingState,
  report: (batch: BatchReport) => void,
  save: () => Promise<void>,
): Promise<EpochMeans> {
  const { tf, settings, signal, steering = UNSTEERED } = training;
  state.randoms.order.restore(state.underWay.orderState);
  const order = state.randoms.order.shuffle(everyRow(training.training.labels.length));
  const batches = batchesOf(order, settings.batchSize);
  const update = weightUpdate(training, state, batches.length);
  let began = performance.now();
  for (const chosen of batches.slice(state.underWay.batches)) {
    const batch =
      training.augmenters === undefined || training.augmenters.length === 0
        ? trainingBatch(tf, training.training, chosen, training.classWeights)
        : augmentedBatch(training, state.randoms.augment, chosen);
    const { loss, correct } = trainOnBatch(tf, state, objectiveOf(training), batch, update);
    if (!Number.isFinite(loss)) throw divergence(training, state, loss, batches.length);
    const ended = performance.now();
    const seconds = (ended - began) / 1000;
    const { underWay } = state;
    state.underWay = {
      ...underWay,
      batches: underWay.batches + 1,
      lossSum: underWay.lossSum + loss * chosen.length,
      correct: underWay.correct + correct,
      seconds: underWay.seconds + seconds,
    };
    report({ loss, rows: chosen.length, seconds });
    // Training blocks its thread: here the screen is drawn and a signal is heard.
    await setImmediate();
    began = ended + 1000 * (await steering.pause());
    if (signal?.aborted === true) {
      await save();
      throw interruption(training, state);
    }
  }
  const { lossSum, correct } = state.underWay;
  return { loss: lossSum / order.length, accuracy: correct / order.length };
}

function divergence(training: Training, state: TrainingState, loss: number, batches: number): Error {
  const { history, underWay } = state;
  const step = history.length * batches + underWay.batches;
  const place = { epoch: history.length + 1, batch: underWay.batches + 1, batches };
  const learningRate = learningRateOf(training, step, batches);
  return TRAINING_DIVERGED({ loss, ...place, learningRate, highest: training.optimizer.learningRate });
}

function interruption({ settings: { epochs } }: Training, { history, underWay }: TrainingState): Error {
  return TRAINING_INTERRUPTED({ epoch: history.length + 1, batch: underWay.batches, epochs });
}
