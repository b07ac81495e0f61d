import { MODEL_INPUT_MISMATCH, TRAINING_PART_EMPTY } from '../errors/training.js';
import type { EventSink } from '../events.js';
import { rowsOfInput, type InputRows } from '../experiment/rows.js';
import type { Random } from '../random.js';
import type { ClassicalModel } from '../registry/contracts.js';
import { listed } from '../text/words.js';
import { modelInputs } from './batches.js';
import { saveClassical } from './classicalFiles.js';
import { shapeText } from './network.js';
import { canTake, kindOf, takesText } from './takes.js';
import type { TrainedModel } from './trained.js';

/** What a classical model is fitted with. */
export interface ClassicalTraining {
  /** The plugin's name, which the saved model names. */
  readonly name: string;
  readonly model: ClassicalModel;
  readonly training: InputRows<'train'>;
  /** One a class. */
  readonly classWeights: Float32Array;
  readonly classes: readonly string[];
  readonly random: Random;
  readonly emit: EventSink;
  readonly signal?: AbortSignal;
}

/**
 * Fits a classical model. There is no checkpoint: a run that was stopped here fits anew, to the same bits.
 *
 * @throws TRAINING_PART_EMPTY, MODEL_INPUT_MISMATCH, what the plugin throws, and the signal's reason
 */
export async function fitClassical(job: ClassicalTraining): Promise<TrainedModel> {
  const { name, model, training, classWeights, classes, random, emit, signal } = job;
  const inputs = modelInputs(training.inputs);
  if (!canTake(model.takes, inputs.map(kindOf))) {
    const found = listed(inputs.map(({ shape }) => shapeText(shape)));
    throw MODEL_INPUT_MISMATCH({ expected: takesText(model.takes), found });
  }
  if (training.labels.length === 0) throw TRAINING_PART_EMPTY({ part: 'train' });
  const fitted = await model.fit(rowsOfInput(training, training.inputs[0]), {
    classes,
    classWeights,
    random,
    signal,
    progress: (done, total, unit) => {
      emit({ type: 'stage-progress', stage: 'train', done, total, unit });
    },
  });
  return {
    predict: ([{ table }]) => fitted.predict(table),
    save: (directory) => saveClassical(directory, name, fitted.state),
    dispose: () => undefined,
  };
}
