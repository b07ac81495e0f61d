import { setImmediate } from 'node:timers/promises';
import { TRAINING_DIVERGED, TRAINING_INTERRUPTED } from '../errors/training.js';
import { batchesOf, everyRow, trainingBatch } from './batches.js';
import { batchProgress } from './progress.js';
import { finiteOrNull, score } from './score.js';
import { copyWeights, type TrainingState } from './state.js';
import { trainOnBatch } from './step.js';
import { afterEpoch, type Watch } from './stopping.js';
import type { Training } from './train.js';

/** Trains epoch after epoch until the last one or until early stopping has enough; `state` is where it all is. */
export async function trainEpochs(
  training: Training,
  state: TrainingState,
  watch: Watch | null,
): Promise<void> {
  const { settings, emit } = training;
  const { epochs, batchSize } = settings;
  const progress = batchProgress(emit, epochs * Math.ceil(training.training.labels.length / batchSize));
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const started = performance.now();
    const train = await trainEpoch(training, state, epoch, progress);
    const { validation, recall, watched, ...byClass } = scoreEpoch(training, state, watch);
    const { improved, stop, ...after } = afterEpoch(state.stopping, epoch, watched, watch);
    state.stopping = after.state;
    if (improved && watch !== null) {
      state.bestWeights = copyWeights(state.model);
    }
    const { learningRate } = training.optimizer;
    const record = { epoch, learningRate, train: finiteOrNull(train), validation, recall };
    state.history.push(record);
    const seconds = (performance.now() - started) / 1000;
    emit({ type: 'epoch-finished', ...record, ...byClass, epochs, seconds, best: improved });
    if (watch !== null && Number.isNaN(watched)) {
      const message = `'${watch.metric}' is not defined on the validation part after epoch ${epoch}; early stopping takes that for no improvement.`;
      emit({ type: 'warning', stage: 'train', message });
    }
    if (stop || epoch === epochs) {
      const { bestEpoch } = state.stopping;
      emit({ type: 'training-stopped', reason: stop ? 'patience' : 'epochs', epoch, bestEpoch });
      return;
    }
  }
}

async function trainEpoch(
  { tf, training, classWeights, classes, settings, loss, optimizer, signal }: Training,
  state: TrainingState,
  epoch: number,
  progress: () => void,
): Promise<{ loss: number; accuracy: number }> {
  const order = state.randoms.order.shuffle(everyRow(training.table));
  const batches = batchesOf(order, settings.batchSize);
  let lossSum = 0;
  let correct = 0;
  for (const [index, chosen] of batches.entries()) {
    const batch = trainingBatch(tf, training, chosen, classWeights);
    const step = trainOnBatch(tf, state, loss, batch, classes);
    if (!Number.isFinite(step.loss)) {
      const { learningRate } = optimizer;
      throw TRAINING_DIVERGED({
        loss: step.loss,
        epoch,
        batch: index + 1,
        batches: batches.length,
        learningRate,
      });
    }
    lossSum += step.loss * chosen.length;
    correct += step.correct;
    progress();
    // Training blocks its thread: here the screen is drawn and a signal is heard.
    await setImmediate();
    if (signal?.aborted === true) {
      throw TRAINING_INTERRUPTED({ epoch, batch: index + 1, epochs: settings.epochs });
    }
  }
  return { loss: lossSum / order.length, accuracy: correct / order.length };
}

/** The epoch's validation numbers; `watched` is NaN where the watched metric is not defined. */
function scoreEpoch(
  { tf, validation, classes, loss, evaluators }: Training,
  { model }: TrainingState,
  watch: Watch | null,
) {
  if (validation.labels.length === 0) {
    return { validation: {}, recall: {}, perClass: {}, confusion: [], watched: NaN };
  }
  const { metrics, recall, perClass, confusion } = score(tf, model, validation, classes, loss, evaluators);
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
