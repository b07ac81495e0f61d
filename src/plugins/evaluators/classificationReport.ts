import { Type } from '@sinclair/typebox';
import { confusionOf, type Confusion } from '../../core/experiment/confusion.js';
import type { MetricInfo } from '../../core/experiment/predictions.js';
import { definePlugin } from '../../core/registry/plugin.js';

/** Which classes an average is over, and what it says where nothing was predicted. */
const AVERAGED = 'over the classes that have rows; a class never predicted counts 0';

const overall = (name: string, summary: string): MetricInfo => ({
  name,
  per: 'overall',
  better: 'higher',
  summary,
});
const perClass = (name: string, summary: string): MetricInfo => ({
  name,
  per: 'class',
  better: 'higher',
  summary,
});

const metrics = [
  overall(
    'accuracy',
    'Share of rows whose most probable class is the true one (scikit-learn accuracy_score).',
  ),
  overall(
    'uar',
    'Unweighted average recall, also called balanced accuracy (scikit-learn balanced_accuracy_score; Schuller et al. 2009): the mean recall of the classes that have rows.',
  ),
  overall('precision.macro', `Mean precision ${AVERAGED} (scikit-learn precision_score, average='macro').`),
  overall(
    'recall.macro',
    `Mean recall ${AVERAGED} (scikit-learn recall_score, average='macro'); the same as uar.`,
  ),
  overall('f1.macro', `Mean F1 ${AVERAGED} (scikit-learn f1_score, average='macro').`),
  overall(
    'precision.weighted',
    "Mean precision weighted by rows (scikit-learn precision_score, average='weighted').",
  ),
  overall(
    'recall.weighted',
    "Mean recall weighted by rows (scikit-learn recall_score, average='weighted'); the same as accuracy.",
  ),
  overall('f1.weighted', "Mean F1 weighted by rows (scikit-learn f1_score, average='weighted')."),
  overall(
    'kappa',
    "Cohen's kappa, agreement beyond chance (Cohen 1960; scikit-learn cohen_kappa_score); undefined where truth and prediction are one and the same class throughout.",
  ),
  overall(
    'mcc',
    "Matthews' correlation coefficient for several classes (Gorodkin 2004; scikit-learn matthews_corrcoef); 0 where truth or prediction is one class throughout.",
  ),
  perClass(
    'precision',
    'Of the rows taken for a class, the share that are of it (scikit-learn precision_score); 0 for a class that has rows and is never predicted, undefined for one without either.',
  ),
  perClass(
    'recall',
    "Of the rows of a class, the share taken for it (scikit-learn recall_score); undefined for a class without rows. It is not the class's one-vs-rest accuracy.",
  ),
  perClass(
    'f1',
    'Harmonic mean of precision and recall, 2TP / (2TP + FP + FN) (scikit-learn f1_score); undefined for a class with neither rows nor predictions.',
  ),
  perClass(
    'one-vs-rest-accuracy',
    'Share of all rows that are rightly taken for the class or rightly not (accuracy of the class against the rest). High for rare classes even when none is found; it is not recall.',
  ),
] as const;

/** Precision, recall, F1 and their averages; accuracy, UAR, kappa, MCC; one-vs-rest accuracy under its own name. */
export default definePlugin({
  kind: 'evaluator',
  name: 'classification-report',
  summary: 'Precision, recall and F1 per class and averaged, accuracy, UAR, kappa and MCC (as scikit-learn).',
  options: Type.Object({}, { additionalProperties: false }),
  create: () => ({
    metrics,
    evaluate(predictions) {
      const confusion = confusionOf(predictions);
      const scores = classScores(confusion);
      const equal = confusion.truth.map((rows) => Math.min(rows, 1));
      const macro = (values: readonly number[]): number => mean(values, equal);
      const weighted = (values: readonly number[]): number => mean(values, confusion.truth);
      return {
        overall: {
          accuracy: confusion.correct / confusion.rows,
          uar: macro(scores.recall),
          'precision.macro': macro(scores.precision),
          'recall.macro': macro(scores.recall),
          'f1.macro': macro(scores.f1),
          'precision.weighted': weighted(scores.precision),
          'recall.weighted': weighted(scores.recall),
          'f1.weighted': weighted(scores.f1),
          kappa: cohenKappa(confusion),
          mcc: matthewsCorrelation(confusion),
        },
        perClass: {
          precision: scores.precision,
          recall: scores.recall,
          f1: scores.f1,
          'one-vs-rest-accuracy': scores.oneVersusRest,
        },
      };
    },
  }),
});

interface ClassScores {
  readonly precision: readonly number[];
  readonly recall: readonly number[];
  readonly f1: readonly number[];
  readonly oneVersusRest: readonly number[];
}

function classScores({ size, rows, counts, truth, predicted }: Confusion): ClassScores {
  const classes = Array.from({ length: size }, (_, label) => label);
  const right = (label: number): number => counts[label * size + label];
  return {
    precision: classes.map((label) =>
      predicted[label] === 0 && truth[label] > 0 ? 0 : right(label) / predicted[label],
    ),
    recall: classes.map((label) => right(label) / truth[label]),
    f1: classes.map((label) => (2 * right(label)) / (truth[label] + predicted[label])),
    oneVersusRest: classes.map((label) => {
      const wrong = truth[label] + predicted[label] - 2 * right(label);
      return (rows - wrong) / rows;
    }),
  };
}

/** Weighted mean over the classes with a weight; the others' values may be undefined. NaN where no class has one. */
function mean(values: readonly number[], weights: Int32Array): number {
  let sum = 0;
  let total = 0;
  values.forEach((value, index) => {
    if (weights[index] === 0) return;
    sum += weights[index] * value;
    total += weights[index];
  });
  return sum / total;
}

/** 1 - observed / expected disagreement. */
function cohenKappa({ size, rows, truth, predicted, correct }: Confusion): number {
  let expected = 0;
  for (let label = 0; label < size; label++) expected += (truth[label] * (rows - predicted[label])) / rows;
  return 1 - (rows - correct) / expected;
}

function matthewsCorrelation({ size, rows, truth, predicted, correct }: Confusion): number {
  if (rows === 0) return NaN;
  let both = 0;
  let ofTruth = 0;
  let ofPredicted = 0;
  for (let label = 0; label < size; label++) {
    both += truth[label] * predicted[label];
    ofTruth += truth[label] ** 2;
    ofPredicted += predicted[label] ** 2;
  }
  const spread = (rows ** 2 - ofTruth) * (rows ** 2 - ofPredicted);
  return spread === 0 ? 0 : (correct * rows - both) / Math.sqrt(spread);
}
