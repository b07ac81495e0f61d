import { MODEL_INPUT_MISMATCH, TRAINING_MONITOR_UNKNOWN, TRAINING_PART_EMPTY } from '../errors/training.js';
import { SCHEDULE_WITHOUT_RATE } from '../errors/fitting.js';
import { listed } from '../text/words.js';
import { modelInputs } from './batches.js';
import { trainEpochs } from './epochs.js';
import { registerDilatedGradients } from './dilatedGradients.js';
import { registerMaskGradients } from './maskGradients.js';
import { checkInputs, checkOutput, logitsOf, shapeText, softmaxRows } from './network.js';
import { saveNetwork } from './save.js';
import { watchable } from './score.js';
import { seedWeights, unseedDropout } from './seeding.js';
import { restoreState } from './snapshot.js';
import { nextEpoch, putWeights, type EpochRecord, type StopReason, type TrainingState } from './state.js';
import { NOT_STARTED, type Watch } from './stopping.js';
import { canTake, kindOf, takesText } from './takes.js';
import type { TrainedModel } from './trained.js';
import type { Training } from './training.js';
import { WeightAverage } from './weightAverage.js';

/** A network after training, with the weights that are kept. */
export interface TrainedNetwork extends TrainedModel {
  readonly history: readonly EpochRecord[];
  /** Whose weights it has; counts from 1. */
  readonly bestEpoch: number;
  readonly stopped: StopReason;
}

/**
 * Trains a network: each epoch takes all rows in a new order, batch by batch, and is scored on the validation part.
 *
 * With `stopEarly` training ends when the watched validation metric has not improved for `patience` epochs, and the
 * best epoch's weights are kept in any case (Keras's EarlyStopping with `restore_best_weights`); without it all epochs
 * are trained and the last is kept. With `averageWeights` it is the weights' running average that is scored and kept. The
 * event loop gets its turn between batches.
 *
 * With `checkpoints` a training that was cut off goes on from the last one, and ends with the same bits as one that was
 * not.
 *
 * @throws TRAINING_PART_EMPTY, TRAINING_MONITOR_UNKNOWN, MODEL_INPUT_MISMATCH, MODEL_INPUT_UNNAMED,
 * MODEL_OUTPUT_MISMATCH, MODEL_NOT_SEEDABLE, CHECKPOINT_MISFIT before the first batch; TRAINING_DIVERGED,
 * TRAINING_INTERRUPTED (exit 130) in it or later
 */
export async function trainNetwork(training: Training): Promise<TrainedNetwork> {
  const { tf, model: plugin, optimizer, classes, random } = training;
  const watch = check(training);
  registerMaskGradients(tf);
  registerDilatedGradients(tf);
  const inputs = modelInputs(training.training.inputs);
  const model = plugin.build(tf, inputs, classes.length, random.fork('model'));
  const augment = (training.augmenters ?? []).map((_, index) => random.fork(`augment/${index}`));
  const randoms = { order: random.fork('order'), dropout: random.fork('dropout'), augment };
  const { averageWeights = null } = training.settings;
  const state: TrainingState = {
    model,
    optimizer: optimizer.create(tf),
    randoms,
    average: averageWeights === null ? null : new WeightAverage(tf, averageWeights),
    stopping: NOT_STARTED,
    bestWeights: null,
    history: [],
    underWay: nextEpoch(randoms.order),
    stopped: null,
  };
  const latest = training.checkpoints?.latest ?? null;
  try {
    checkInputs(model, inputs);
    checkOutput(model, classes.length);
    seedWeights(tf, model, random.fork('weights'));
    if (latest !== null) await restoreState(tf, state, latest, watch !== null);
    await trainEpochs(training, state, watch);
    if (state.bestWeights === null) state.average?.put(model);
    else putWeights(tf, model, state.bestWeights);
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    state.optimizer.dispose();
    state.average?.dispose();
  }
  unseedDropout(tf, model);
  return {
    history: state.history,
    bestEpoch: state.stopping.bestEpoch,
    stopped: state.stopped ?? 'epochs',
    predict: (tables) => softmaxRows(logitsOf(tf, model, tables), classes.length),
    save: (directory) => saveNetwork(tf, model, directory),
    dispose: () => void model.dispose(),
  };
}

/** Refuses what cannot be trained; gives what early stopping watches. */
function check(checked: Training): Watch | null {
  const { model, loss, augmenters = [], settings, classes, evaluators, training, validation } = checked;
  const inputs = modelInputs(training.inputs);
  if (!canTake(model.takes, inputs.map(kindOf))) {
    const found = listed(inputs.map(({ shape }) => shapeText(shape)));
    throw MODEL_INPUT_MISMATCH({ expected: takesText(model.takes), found });
  }
  if (training.labels.length === 0) {
    throw TRAINING_PART_EMPTY({ part: 'train' });
  }
  loss.check?.(classes);
  augmenters.forEach((augmenter) => {
    const taken = inputs.map((input) => ({ name: input.name, kind: kindOf(input) }));
    augmenter.check?.(taken);
  });
  if (settings.schedule && checked.optimizer.setLearningRate === undefined) {
    throw SCHEDULE_WITHOUT_RATE({});
  }
  if (settings.stopEarly === null) {
    return null;
  }
  const { on: metric, patience } = settings.stopEarly;
  if (validation.labels.length === 0) {
    throw TRAINING_PART_EMPTY({ part: 'validation', monitor: metric });
  }
  const known = watchable(evaluators);
  const better = known.get(metric);
  if (better === undefined) {
    throw TRAINING_MONITOR_UNKNOWN({ monitor: metric, known: [...known.keys()] });
  }
  return { metric, better, patience };
}
