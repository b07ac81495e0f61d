import type { Random } from '../random.js';
import type { StoppingState } from './stopping.js';
import type { LayersModel, Optimizer, Tf } from './tf.js';
import type { WeightAverage } from './weightAverage.js';

/** A number of each metric; null where it is not defined. */
export type Numbers = Readonly<Record<string, number | null>>;

/** What one epoch came to. */
export interface EpochRecord {
  /** Counts from 1. */
  readonly epoch: number;
  /** Of its last step. */
  readonly learningRate: number;
  /** `loss` (weighted, as trained on) and `accuracy`, both with dropout on, as the mean over the epoch's rows. */
  readonly train: Numbers;
  /** `loss` (unweighted) and the evaluators' overall metrics; empty where there are no validation rows. */
  readonly validation: Numbers;
  /** Validation recall by class. */
  readonly recall: Numbers;
}

/** Why training ended. */
export type StopReason = 'epochs' | 'patience' | 'asked';

/** How far the epoch under way is. */
export interface EpochUnderWay {
  /** State of `randoms.order` from which its rows are ordered. */
  readonly orderState: readonly number[];
  /** Batches that were trained on. */
  readonly batches: number;
  /** Over the rows of these batches, each weighted as its class. */
  readonly lossSum: number;
  /** Rows of these batches whose largest logit was their class's. */
  readonly correct: number;
  /** What they took, pauses left out. */
  readonly seconds: number;
}

/**
 * Everything that the next batch depends on beside the data and the settings: what a checkpoint has to keep. It
 * changes at the end of each batch and of each epoch.
 */
export interface TrainingState {
  readonly model: LayersModel;
  readonly optimizer: Optimizer;
  readonly randoms: {
    /** Orders the rows of each epoch. */
    readonly order: Random;
    /** Seeds the dropout masks of each batch. */
    readonly dropout: Random;
    /** One an augmenter. */
    readonly augment: readonly Random[];
  };
  /** Null where the weights are not averaged. */
  readonly average: WeightAverage | null;
  stopping: StoppingState;
  /** Weights (averaged ones, where they are) of the best epoch; null before the first epoch's end and where the last epoch is kept. */
  bestWeights: readonly Float32Array[] | null;
  /** Of the epochs that are over; the one under way is the next. */
  readonly history: EpochRecord[];
  underWay: EpochUnderWay;
  /** Null while there are epochs to come. */
  stopped: StopReason | null;
}

/** The epoch that comes next, before its first batch. */
export function nextEpoch(order: Random): EpochUnderWay {
  return { orderState: order.state(), batches: 0, lossSum: 0, correct: 0, seconds: 0 };
}

/** Copies of all weights, trainable and not, in the model's order. */
export function copyWeights(model: LayersModel): Float32Array[] {
  return model.getWeights().map((weight) => Float32Array.from(weight.dataSync()));
}

/** Puts weights back that `copyWeights` gave. */
export function putWeights(tf: Tf, model: LayersModel, weights: readonly Float32Array[]): void {
  tf.tidy(() => {
    model.setWeights(model.getWeights().map((weight, index) => tf.tensor(weights[index], weight.shape)));
  });
}
