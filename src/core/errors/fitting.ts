import { defineError, type CatalogueEntry } from './entry.js';

export const FIT_STOPS_EARLY = defineError(
  'FIT_STOPS_EARLY',
  'Early stopping is to watch a validation part that is trained on.',
  () => ({
    message: 'train.fitOn is train+validation, and train.stopEarly watches the validation part.',
    allowed: 'train.stopEarly: null, or train.fitOn: train',
    hint: 'Find how many epochs there should be with fitOn: train; then train that many on both parts, without stopEarly.',
  }),
);

export const FIT_JUDGES_VALIDATION = defineError(
  'FIT_JUDGES_VALIDATION',
  'A check of the gate is on a validation part that is trained on.',
  (p: { metric: string }) => ({
    message: `The gate checks ${p.metric} of the validation part, and train.fitOn is train+validation: it has no result of its own.`,
    allowed: 'part: test, or train.fitOn: train',
    hint: 'Check the test part.',
  }),
);

export const SCHEDULE_WARMUP_TOO_LONG = defineError(
  'SCHEDULE_WARMUP_TOO_LONG',
  'The warm-up of the learning rate is longer than the training.',
  (p: { warmup: number; epochs: number }) => ({
    message: `train.schedule.warmup is ${p.warmup} epochs, and there are ${p.epochs}.`,
    allowed: `at most ${p.epochs}`,
    hint: 'Lower train.schedule.warmup, or raise train.epochs.',
  }),
);

export const SCHEDULE_WITHOUT_RATE = defineError(
  'SCHEDULE_WITHOUT_RATE',
  "The learning rate is to follow a schedule, and the optimizer's cannot be set.",
  (p: { optimizer?: string }) => ({
    message: `There is a train.schedule, and the optimizer${p.optimizer === undefined ? '' : ` '${p.optimizer}'`} has no setLearningRate.`,
    allowed: 'an optimizer plugin with setLearningRate, or train.schedule: null',
    hint: 'Take another optimizer, or add setLearningRate to the plugin.',
  }),
);

export const AUGMENTER_INPUT_UNKNOWN = defineError(
  'AUGMENTER_INPUT_UNKNOWN',
  'An augmenter is for an input that the experiment does not have.',
  (p: { input: string; known: readonly string[]; nearest?: string | undefined }) => ({
    message: `There is no input '${p.input}'.`,
    allowed: p.known.join(', '),
    hint:
      p.nearest === undefined
        ? "Name one of the experiment's inputs, or leave `input` out for all of them."
        : `Did you mean '${p.nearest}'?`,
  }),
);

export const AUGMENTER_INPUT_VECTOR = defineError(
  'AUGMENTER_INPUT_VECTOR',
  'An augmenter that moves or masks steps is for an input that has none.',
  (p: { input: string | null; sequences: readonly string[] }) => ({
    message:
      p.input === null
        ? 'The augmenter changes sequences, and every input is a vector.'
        : `The augmenter changes sequences, and the input '${p.input}' is a vector.`,
    allowed: p.sequences.length === 0 ? 'an input that is a sequence' : p.sequences.join(', '),
    hint: 'Pool the input to a sequence (pool: none), or leave the augmenter out.',
  }),
);

export const fittingErrors = {
  FIT_STOPS_EARLY,
  FIT_JUDGES_VALIDATION,
  SCHEDULE_WARMUP_TOO_LONG,
  SCHEDULE_WITHOUT_RATE,
  AUGMENTER_INPUT_UNKNOWN,
  AUGMENTER_INPUT_VECTOR,
} satisfies Readonly<Record<string, CatalogueEntry>>;
