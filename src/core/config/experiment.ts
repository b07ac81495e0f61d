import type { Framing } from '../experiment/frames.js';
import type { Part } from '../experiment/clips.js';

/** A plugin named in a config, with its options as validated and completed by its schema. */
export interface PluginUse {
  readonly use: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What a clip that cannot be used does to the run. */
export type DefectPolicy = 'stop' | 'skip';

export interface StopEarly {
  /** A metric of the validation part (`loss` or one that an evaluator makes overall). */
  readonly on: string;
  /** Epochs without improvement before training stops. */
  readonly patience: number;
}

/** How the learning rate goes over the steps of a training. */
export interface Schedule {
  /** Epochs (parts of one too) over which the learning rate grows linearly to the optimizer's. */
  readonly warmup: number;
  /** How it falls from there to the end of the last epoch. */
  readonly decay: 'none' | 'linear' | 'cosine';
  /** What of it is left at the end, as a share of the optimizer's. */
  readonly to: number;
}

export interface TrainSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: PluginUse;
  /** null: the optimizer's learning rate at every step. */
  readonly schedule: Schedule | null;
  /** Norm over all gradients of a step above which they are scaled down to it; null: they are taken as they are. */
  readonly clipNorm: number | null;
  /** What the running average of the weights keeps of itself at a step; null: the weights themselves are the model. */
  readonly averageWeights: number | null;
  /** null: train all epochs and keep the last. Otherwise the best epoch's weights are kept. */
  readonly stopEarly: StopEarly | null;
  /** The parts whose rows the scaler, the sampler and the training take. */
  readonly fitOn: 'train' | 'train+validation';
  /** `balanced`: rows / (classes × rows of the class), of the training rows before sampling (scikit-learn's). */
  readonly classWeights: 'none' | 'balanced' | Readonly<Record<string, number>>;
}

/** One input of the model: what is computed of a clip for it. */
export interface InputSettings {
  /** Names it in the config, and its layer in the network. */
  readonly name: string;
  readonly frames: Framing;
  readonly features: readonly PluginUse[];
  readonly pool: PluginUse;
  readonly scale: PluginUse | null;
}

/** What makes an input of a clip; the scaler comes after, where training rows are known. */
export type InputFeatures = Omit<InputSettings, 'scale'>;

/** The input of a config that has `features` at the top and no `inputs`. */
export const DEFAULT_INPUT = 'features';

/** One threshold. */
export interface GateCheck {
  readonly metric: string;
  readonly per: 'overall' | 'class';
  /** Class names that a `per: class` check is for; absent: every class of the dataset. */
  readonly classes?: readonly string[];
  readonly part: Exclude<Part, 'train'>;
  /** At least. */
  readonly min?: number;
  /** At most. */
  readonly max?: number;
  /** More than. */
  readonly above?: number;
  /** Less than. */
  readonly below?: number;
  /** Classes that the gate lets go missing from the part: left out by the config, or never predicted. */
  readonly mayMiss?: readonly string[];
  /** Which number is held against the threshold: the value, or an end of its interval. */
  readonly bound: 'value' | 'low' | 'high';
  /** `warn` is shown and never fails the gate. */
  readonly level: 'error' | 'warn';
}

/** A whole experiment: every default filled in, frozen. */
export interface Experiment {
  readonly name: string;
  readonly description?: string;
  readonly seed: number;
  readonly data: PluginUse;
  /** What happens when clips cannot be used. */
  readonly badClips: DefectPolicy;
  readonly split: PluginUse;
  readonly audio: PluginUse;
  /** At least one; their names differ. */
  readonly inputs: readonly InputSettings[];
  readonly sample: PluginUse | null;
  /** In their order. */
  readonly augment: readonly PluginUse[];
  readonly model: PluginUse;
  readonly loss: PluginUse;
  readonly train: TrainSettings;
  readonly evaluate: readonly PluginUse[];
  /** Bootstrap intervals of all metrics; null: none. */
  readonly intervals: { readonly resamples: number; readonly level: number } | null;
  /** Whether baselines are computed beside the result. Absent: yes. */
  readonly baselines?: false;
  readonly gate: readonly GateCheck[];
  readonly backend: PluginUse;
}
