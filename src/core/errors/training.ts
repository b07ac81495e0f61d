import { defineError, EXIT, type CatalogueEntry } from './entry.js';

export const TRAINING_DIVERGED = defineError(
  'TRAINING_DIVERGED',
  'The loss became NaN or infinite while training.',
  (p: {
    loss: number;
    epoch: number;
    batch: number;
    batches: number;
    learningRate: number;
    highest: number;
  }) => ({
    message: `The loss became ${p.loss} in epoch ${p.epoch}, batch ${p.batch} of ${p.batches}, at a learning rate of ${p.learningRate}.`,
    allowed: 'a finite loss',
    hint: `Lower train.optimizer.learningRate (try ${p.highest / 10}), and check that the features are scaled (scale: standard).`,
  }),
);

export const TRAINING_INTERRUPTED = defineError(
  'TRAINING_INTERRUPTED',
  'Training was asked to stop (Ctrl-C or a signal) before it was done.',
  (p: { epoch: number; batch: number; epochs: number }) => ({
    message: `Training was stopped in epoch ${p.epoch} of ${p.epochs}, after batch ${p.batch}.`,
    hint: 'Where checkpoints are kept, training goes on from this batch; otherwise it starts anew.',
  }),
  EXIT.interrupted,
);

export const TRAINING_PART_EMPTY = defineError(
  'TRAINING_PART_EMPTY',
  'A part that training needs has no rows.',
  (p: { part: 'train' | 'validation'; monitor?: string }) => ({
    message:
      p.monitor === undefined
        ? `The ${p.part} part has no rows.`
        : `The ${p.part} part has no rows, and train.stopEarly watches its ${p.monitor}.`,
    allowed: 'at least one row',
    hint:
      p.monitor === undefined
        ? `Give the ${p.part} part clips in the split.`
        : 'Give the validation part clips in the split, or set train.stopEarly to null.',
  }),
);

export const TRAINING_MONITOR_UNKNOWN = defineError(
  'TRAINING_MONITOR_UNKNOWN',
  'Early stopping watches a metric that no evaluator makes.',
  (p: { monitor: string; known: readonly string[] }) => ({
    message: `train.stopEarly.on is '${p.monitor}', which no evaluator of the experiment makes overall.`,
    allowed: p.known.join(', '),
    hint: 'Watch one of these, or add the evaluator that makes it.',
  }),
);

export const MODEL_INPUT_MISMATCH = defineError(
  'MODEL_INPUT_MISMATCH',
  'The rows do not have the shape that the model takes.',
  (p: { expected: string; found: string }) => ({
    message: `The model takes ${p.expected}, the rows are ${p.found}.`,
    allowed: p.expected,
    hint: 'Pool the features to what the model takes (pool: mean gives a vector, pool: none a sequence).',
  }),
);

export const MODEL_INPUT_UNNAMED = defineError(
  'MODEL_INPUT_UNNAMED',
  "A network's input layer is named as none of the experiment's inputs.",
  (p: { layer: string; names: readonly string[] }) => ({
    message: `The network has an input layer '${p.layer}', and nothing in the experiment is called so.`,
    allowed: p.names.join(', '),
    hint: "Name the input layers in the model plugin's build function as the inputs that it is given.",
  }),
);

export const MODEL_INPUT_TOO_SHORT = defineError(
  'MODEL_INPUT_TOO_SHORT',
  'The convolution and the pooling leave nothing of the input.',
  (p: { steps: number; kernel: number; pool: number }) => ({
    message: `The input has ${p.steps} steps; a kernel of ${p.kernel} and pooling by ${p.pool} leave none of them.`,
    allowed: `at least ${p.kernel + p.pool - 1} steps`,
    hint: 'Use more features or frames, or a smaller model.kernel or model.pool.',
  }),
);

export const MODEL_OUTPUT_MISMATCH = defineError(
  'MODEL_OUTPUT_MISMATCH',
  'A model plugin built a network that does not give one logit a class.',
  (p: { found: string; classes: number }) => ({
    message: `The model's output is ${p.found}.`,
    allowed: `one output, [batch, ${p.classes}]: a logit for each class`,
    hint: "Mend the model plugin's build function.",
  }),
);

export const MODEL_NOT_SEEDABLE = defineError(
  'MODEL_NOT_SEEDABLE',
  "A model plugin uses something whose randomness cannot come from the experiment's seed.",
  (p: { layer: string; what: string; instead: string }) => ({
    message: `Layer '${p.layer}' uses ${p.what}, which the experiment's seed cannot determine.`,
    allowed: p.instead,
    hint: "Mend the model plugin's build function.",
  }),
);

export const LOSS_CLASSES_MISMATCH = defineError(
  'LOSS_CLASSES_MISMATCH',
  "The loss's per-class numbers are not for exactly the experiment's classes.",
  (p: { missing: readonly string[]; unknown: readonly string[]; classes: readonly string[] }) => ({
    message: [
      ...(p.unknown.length > 0
        ? [`loss.alpha names what is not a class of the data: ${p.unknown.join(', ')}.`]
        : []),
      ...(p.missing.length > 0 ? [`loss.alpha has no number for: ${p.missing.join(', ')}.`] : []),
    ].join(' '),
    allowed: `one number, or one for each of ${p.classes.join(', ')}`,
    hint: 'Name every class once, as the dataset does.',
  }),
);

export const NETWORK_MISSING = defineError(
  'NETWORK_MISSING',
  'A folder that should hold a saved network does not.',
  (p: { file: string }) => ({
    message: `There is no file '${p.file}'.`,
    allowed: 'a folder with model.json and weights.bin',
    hint: 'Name a finished run; one that was stopped has no model.',
  }),
);

export const NETWORK_DAMAGED = defineError(
  'NETWORK_DAMAGED',
  'A saved network cannot be read.',
  (p: { file: string; detail: string }) => ({
    message: `'${p.file}' is damaged: ${p.detail}.`,
    allowed: 'the files as intone wrote them',
    hint: 'Copy the run directory anew, or train again.',
  }),
);

export const CHECKPOINT_MISFIT = defineError(
  'CHECKPOINT_MISFIT',
  'A checkpoint holds the weights of another network than the one that is to be trained on.',
  (p: { expected: readonly number[]; found: readonly number[] }) => ({
    message: `The checkpoint holds ${p.found.length} weights of ${p.found.join(', ')} numbers; the network has ${p.expected.length} of ${p.expected.join(', ')}.`,
    allowed: 'a checkpoint of the very network',
    hint: "Remove the run's folder 'checkpoint' and resume it again: training then starts anew.",
  }),
);

export const trainingErrors = {
  TRAINING_DIVERGED,
  TRAINING_INTERRUPTED,
  TRAINING_PART_EMPTY,
  TRAINING_MONITOR_UNKNOWN,
  MODEL_INPUT_MISMATCH,
  MODEL_INPUT_UNNAMED,
  MODEL_INPUT_TOO_SHORT,
  MODEL_OUTPUT_MISMATCH,
  MODEL_NOT_SEEDABLE,
  LOSS_CLASSES_MISMATCH,
  NETWORK_MISSING,
  NETWORK_DAMAGED,
  CHECKPOINT_MISFIT,
} satisfies Readonly<Record<string, CatalogueEntry>>;
