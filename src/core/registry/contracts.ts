import type { Random } from '../random.js';
import type { Clip, ClipDefect, Part, Recording } from '../experiment/clips.js';
import type { MetricInfo, MetricValues, Predictions } from '../experiment/predictions.js';
import type { FrameFeatures } from '../experiment/frames.js';
import type { Rows, Table } from '../experiment/rows.js';
import type { Analysis } from '../signal/analysis.js';
import type { TrainingBatch } from '../training/augmentation.js';
import type { LayersModel, Optimizer, Scalar, Tensor1D, Tensor2D, Tf } from '../training/tf.js';

/** A corpus: which clips there are, what they are labelled, and their bytes. */
export interface Dataset {
  /** Every class that the options leave in, in the order of the model's outputs. */
  readonly classes: readonly string[];
  /** Every class that the corpus has, whatever the options leave out: the gate fails for those. Default: `classes`. */
  readonly allClasses?: readonly string[];
  /** Names of the clips' columns beside `speaker` and `label`. */
  readonly columns: readonly string[];
  /**
   * Columns that, with the speaker and the label, make a performance: clips that agree in all are takes of one, and
   * the leak report tells of those on both sides of a split. Absent: it cannot be known.
   */
  readonly performance?: readonly string[];
  /** All clips, in an order that does not depend on the machine, and the files that cannot be clips. */
  list(): Promise<{ clips: readonly Clip[]; defects: readonly ClipDefect[] }>;
  /** A clip's audio file (WAV, FLAC, …), whole. */
  read(clip: Clip): Promise<Uint8Array>;
}

/** Says which part each clip belongs to. */
export interface Split {
  /** The columns it needs (`speaker`, `label` or one of the dataset's). */
  readonly needs: readonly string[];
  /** One part a clip, in the clips' order; null leaves the clip out (it is warned about). */
  assign(clips: readonly Clip[], classes: readonly string[]): readonly (Part | null)[];
}

/** Turns an audio file's bytes into mono samples at one rate. */
export interface AudioFrontEnd {
  /** Of the waveforms it makes, in Hz. */
  readonly sampleRate: number;
  /** Of the waveforms it makes; null where it depends on the clip. */
  readonly sampleCount: number | null;
  load(bytes: Uint8Array): Promise<Recording>;
}

/** Numbers for each frame of a clip. */
export interface Feature {
  /** One name a column, e.g. `mfcc_1`. */
  readonly names: readonly string[];
  /** Row-major, shape [analysis.frameCount, names.length]. */
  extract(analysis: Analysis): Float32Array;
}

/** Brings a clip's frames to what the model takes. */
export interface Pooling {
  /** `vector`: one row of numbers a clip. `sequence`: the frames in their order. */
  readonly output: 'vector' | 'sequence';
  /** The columns that it makes of these columns. */
  names(columns: readonly string[]): readonly string[];
  /** Row-major, shape [names.length] or [frames, names.length]. */
  pool(features: FrameFeatures): Float32Array;
}

/** Fitted on the training rows of one input, applied to any rows of it. */
export interface Scaler {
  fit(training: Rows<'train'>): FittedScaler;
  /** Takes up what `FittedScaler.state` gave. */
  restore(state: unknown): FittedScaler;
  /**
   * What it normalises by beyond the training rows, in words (`all clips of the speaker`): the leak report tells of it.
   * Absent: nothing.
   */
  readonly sees?: string;
}
export interface FittedScaler {
  apply(table: Table): Table;
  /** Plain JSON. */
  readonly state: unknown;
}

/**
 * Changes the class balance of the training rows. It sees one table: where the model has several inputs, a row of it is
 * all inputs of a clip one after the other, and the framework takes the result apart again.
 */
export interface Sampler {
  /** Rows of one class that it needs; checked against the split before training. */
  readonly minimumRowsPerClass: number;
  resample(training: Rows<'train'>): Rows<'train'>;
}

/** Changes the rows of each training batch, after scaling and sampling; rows of no other part can be given to it. */
export interface Augmenter {
  /** Throws where it cannot change such inputs; called before anything is computed. */
  check?(inputs: readonly AugmentedInput[]): void;
  /**
   * Changes values, lengths and labels in place; rows stay zero after their lengths. It draws from `random` and nothing else,
   * and keeps nothing from one batch to the next: the stream's state is all that a checkpoint has of it.
   */
  augment(batch: TrainingBatch, random: Random): void;
}
export interface AugmentedInput {
  /** The input's name in the config. */
  readonly name: string;
  readonly kind: 'vector' | 'sequence';
}

/** Shape of one row, without the batch: [columns] or [steps, columns]. */
export type RowShape = readonly [number] | readonly [number, number];

/** What a row of an input is: one row of numbers, or one a step. */
export type InputKind = Pooling['output'];

/** What a model is built for. */
export interface ModelInput {
  /** The input's name in the config. */
  readonly name: string;
  readonly shape: RowShape;
}

/** A network of standard layers, trained by the framework's own loop. */
export interface NetworkModel {
  readonly type: 'network';
  /**
   * The inputs that it can be built for: each combination names the kinds of all inputs, in any order; 'any': every
   * number of them, of every kind.
   */
  readonly takes: readonly (readonly InputKind[])[] | 'any';
  /**
   * What each auxiliary output's loss counts for in training, beside the loss of the first output; of no account where
   * there is one output. Default: 1.
   */
  readonly auxiliaryWeight?: number;
  /**
   * Builds the network. Its input layers are named as the inputs, each [batch, ...shape]; with one input and one input
   * layer the name does not matter. Sequences are zero-padded: a layer `<input>_mask`, [batch, steps, 1], is given 1 for
   * real steps and 0 for padding. Output: logits, [batch, classes]; the framework adds the softmax. Outputs after the
   * first are auxiliary logits of the same shape: training adds their losses, and nothing else looks at them.
   * The framework draws the weights (by the initializers that the layers declare) and the dropout masks from the
   * experiment's seed; `random` is for what else a model wants to draw. Give every layer a name.
   */
  build(tf: Tf, inputs: readonly ModelInput[], classes: number, random: Random): LayersModel;
}

/** What fitting a classical model is given beside the rows. */
export interface Fitting {
  /** In the order of the model's outputs; one may have no row. */
  readonly classes: readonly string[];
  /** One a class; a mistake on a row costs its class's times as much. All 1 unless `weighsClasses`. */
  readonly classWeights: Float32Array;
  readonly random: Random;
  /** Give the event loop its turn now and then, and stop where it is aborted (`throwIfAborted`). */
  readonly signal?: AbortSignal | undefined;
  /** Says how far the fitting is; `unit` is what is counted, in the plural. */
  readonly progress: (done: number, total: number, unit: string) => void;
}

/** What is kept of a fitted classical model. */
export interface ClassicalState {
  /** Plain JSON. */
  readonly settings: unknown;
  /** Numbers that are too many for JSON, by name. */
  readonly arrays: Readonly<Record<string, Float32Array | Float64Array>>;
}

export interface FittedClassical {
  /**
   * Probabilities, row-major, shape [rows, classes]; each row sums to 1. A row's do not depend on the other rows of the
   * table, to the last bit.
   */
  predict(table: Table): Float64Array;
  readonly state: ClassicalState;
}

/** A model that is fitted on all rows at once, without epochs, loss, optimizer and backend: an SVM, say. */
export interface ClassicalModel {
  readonly type: 'classical';
  /** The kinds of input that it can be fitted on; it is given one. */
  readonly takes: readonly (readonly [InputKind])[];
  /** Whether it heeds `train.classWeights`; a config that sets them for another model is refused. */
  readonly weighsClasses: boolean;
  /** The same rows and the same state of `random` give the same bits. */
  fit(training: Rows<'train'>, fitting: Fitting): Promise<FittedClassical>;
  /** Takes up what `FittedClassical.state` gave; throws where it is not such a state. */
  restore(state: ClassicalState): FittedClassical;
}
export type Model = NetworkModel | ClassicalModel;

/** Scores logits against labels. */
export interface Loss {
  /**
   * Mean over the batch of each row's loss times its weight; `weights` are one a row. logits and labels: [batch,
   * classes], in the order of `classes`. A row's labels are shares of the classes whose sum is 1: one-hot, or of several
   * classes where an augmenter mixes rows. Differentiable.
   */
  loss(tf: Tf, logits: Tensor2D, labels: Tensor2D, weights: Tensor1D, classes: readonly string[]): Scalar;
  /** Throws where the options do not fit the classes; called before anything is computed. */
  check?(classes: readonly string[]): void;
}

export interface OptimizerFactory {
  readonly learningRate: number;
  /**
   * Makes an optimizer that has made no step. A run can be resumed with no bit lost where its `getWeights`, with the
   * tf.Variables that it holds as properties, are its whole state, and `setWeights` takes that up; the gradients come
   * in the same order at every step. Where `getWeights` throws, a resumed run trains from its first epoch.
   */
  create(tf: Tf): Optimizer;
  /** Sets the learning rate of an optimizer's next steps. Without it, a config that has `train.schedule` is refused. */
  setLearningRate?(optimizer: Optimizer, learningRate: number): void;
}

/** Makes metrics of predictions. It is called again on each bootstrap resample, so it holds no state. */
export interface Evaluator {
  readonly metrics: readonly MetricInfo[];
  evaluate(predictions: Predictions): MetricValues;
  /** What to show beside the metrics (plain JSON), made once. */
  details?(predictions: Predictions): unknown;
}

/** What of the machine a run may use. */
export interface Machine {
  /** Threads that may compute at once, at least 1. */
  readonly threads: number;
}

/** Brings up TensorFlow.js on some hardware. */
export interface Backend {
  /** Why it cannot be used here, or null. Cheap: nothing is loaded. */
  unavailable(): Promise<string | null>;
  /**
   * Brings it up, once a process. A later call gives the same; whether it takes up its own count of `threads` is the
   * backend's affair: `wasm` does, `tensorflow` keeps the first call's.
   */
  start(machine: Machine): Promise<Tf>;
  /** Name and version of what computes, for the run's record. */
  readonly version: string;
  /** Whether the last bits of its results depend on the number of threads; the record names it then. Default: no. */
  readonly dependsOnThreads?: boolean;
  /** `backend: auto` takes the one that has most of it and can be used. Absent: it never takes this one. */
  readonly preference?: number;
}

/** What each kind of plugin makes. */
export interface Contracts {
  dataset: Dataset;
  split: Split;
  audio: AudioFrontEnd;
  feature: Feature;
  pooling: Pooling;
  scaler: Scaler;
  sampler: Sampler;
  augmenter: Augmenter;
  model: Model;
  loss: Loss;
  optimizer: OptimizerFactory;
  evaluator: Evaluator;
  backend: Backend;
}

export type Kind = keyof Contracts;
