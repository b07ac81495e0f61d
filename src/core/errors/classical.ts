import { defineError, type CatalogueEntry } from './entry.js';

export const CLASSICAL_CLASS_WEIGHTS = defineError(
  'CLASSICAL_CLASS_WEIGHTS',
  'Class weights are set for a model that has no use for them.',
  (p: { model: string }) => ({
    message: `train.classWeights are set, and the model '${p.model}' does not weigh its rows.`,
    allowed: 'train.classWeights: none',
    hint: "Leave them out; the model's own options may balance the classes (lda: priors), or take a model that weighs (svm).",
  }),
);

export const CLASSICAL_AUGMENT = defineError(
  'CLASSICAL_AUGMENT',
  'Augmenters are named for a model that is not trained in batches.',
  (p: { model: string }) => ({
    message: `augment changes training batches, and the model '${p.model}' is fitted on all rows at once.`,
    allowed: 'augment: []',
    hint: 'Leave augment out, or take a network (mlp, cnn-bilstm, two-branch).',
  }),
);

export const MODEL_SINGULAR = defineError(
  'MODEL_SINGULAR',
  'The covariance of the training rows cannot be inverted.',
  () => ({
    message: "The shrunken covariance of the training rows is singular: the model 'lda' cannot be fitted.",
    allowed: 'rows that differ, and a shrinkage above 0',
    hint: 'Raise model.shrinkage (try 0.1), scale the features (scale: standard), or leave out features that hardly vary.',
  }),
);

export const MODEL_ONE_CLASS = defineError(
  'MODEL_ONE_CLASS',
  'All training rows of a classifier are of one class.',
  (p: { model: string; found: number }) => ({
    message: `The model '${p.model}' has training rows of ${p.found === 1 ? 'one class' : 'no class'} only.`,
    allowed: 'training rows of two classes or more',
    hint: 'Give the train part clips of several classes in the split.',
  }),
);

export const classicalErrors = {
  CLASSICAL_CLASS_WEIGHTS,
  CLASSICAL_AUGMENT,
  MODEL_SINGULAR,
  MODEL_ONE_CLASS,
} satisfies Readonly<Record<string, CatalogueEntry>>;
