import type { TrainSettings } from '../config/experiment.js';
import type { EventSink } from '../events.js';
import type { InputRows } from '../experiment/rows.js';
import type { Random } from '../random.js';
import type { Augmenter, Evaluator, Loss, NetworkModel, OptimizerFactory } from '../registry/contracts.js';
import type { Checkpoints } from './snapshot.js';
import type { Steering } from './steering.js';
import type { Tf } from './tf.js';

/** What a network is trained with. */
export interface Training {
  readonly tf: Tf;
  readonly model: NetworkModel;
  readonly loss: Loss;
  readonly optimizer: OptimizerFactory;
  readonly settings: Pick<TrainSettings, 'epochs' | 'batchSize' | 'stopEarly'> &
    Partial<Pick<TrainSettings, 'schedule' | 'clipNorm' | 'averageWeights'>>;
  /** They change each training batch, in this order. */
  readonly augmenters?: readonly Augmenter[];
  readonly training: InputRows<'train'>;
  readonly validation: InputRows<'validation'>;
  /** One a class; a row's loss is multiplied by its class's. */
  readonly classWeights: Float32Array;
  readonly classes: readonly string[];
  /** They make the validation metrics of each epoch. */
  readonly evaluators: readonly Evaluator[];
  readonly random: Random;
  readonly emit: EventSink;
  /** Ends the training after the batch that is being computed; a checkpoint keeps what was done. */
  readonly signal?: AbortSignal;
  /** Pauses the training, or ends it after an epoch. */
  readonly steering?: Steering;
  /** Keeps the training's state after each epoch, and says where to go on; absent: nothing is kept. */
  readonly checkpoints?: Checkpoints;
}
