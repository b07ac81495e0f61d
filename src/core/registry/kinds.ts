import type { Kind } from './contracts.js';

/** How a kind of plugin is spoken of, and where a config names it. */
export interface KindInfo {
  readonly noun: string;
  readonly plural: string;
  /** The config's key. */
  readonly slot: string;
  /** What the kind is for, in one sentence. */
  readonly summary: string;
}

/** The kinds, in the order of the data. */
export const KINDS: { readonly [K in Kind]: KindInfo } = {
  dataset: {
    noun: 'dataset',
    plural: 'datasets',
    slot: 'data',
    summary: 'Which clips there are, and their labels.',
  },
  split: { noun: 'split', plural: 'splits', slot: 'split', summary: 'Which part each clip belongs to.' },
  audio: {
    noun: 'audio front end',
    plural: 'audio front ends',
    slot: 'audio',
    summary: 'From a file to samples.',
  },
  feature: {
    noun: 'feature',
    plural: 'features',
    slot: 'features',
    summary: 'Numbers for each frame of a clip.',
  },
  pooling: {
    noun: 'pooling',
    plural: 'poolings',
    slot: 'pool',
    summary: "From a clip's frames to the model's input.",
  },
  scaler: {
    noun: 'scaler',
    plural: 'scalers',
    slot: 'scale',
    summary: 'Fitted on training rows, applied to all.',
  },
  sampler: {
    noun: 'sampler',
    plural: 'samplers',
    slot: 'sample',
    summary: 'Balances the classes of the training rows.',
  },
  augmenter: {
    noun: 'augmenter',
    plural: 'augmenters',
    slot: 'augment',
    summary: 'Changes the rows of each training batch.',
  },
  model: { noun: 'model', plural: 'models', slot: 'model', summary: 'The network.' },
  loss: { noun: 'loss', plural: 'losses', slot: 'loss', summary: 'What training makes smaller.' },
  optimizer: {
    noun: 'optimizer',
    plural: 'optimizers',
    slot: 'train.optimizer',
    summary: 'How weights are changed.',
  },
  evaluator: {
    noun: 'evaluator',
    plural: 'evaluators',
    slot: 'evaluate',
    summary: 'Makes metrics of predictions.',
  },
  backend: { noun: 'backend', plural: 'backends', slot: 'backend', summary: 'What computes the training.' },
};

export function isKind(value: unknown): value is Kind {
  return typeof value === 'string' && Object.hasOwn(KINDS, value);
}

/** All kinds, in the order of the data. */
export const KIND_NAMES: readonly Kind[] = Object.keys(KINDS).filter(isKind);
