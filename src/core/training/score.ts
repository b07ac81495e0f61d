import { confusionOf, confusionRows } from '../experiment/confusion.js';
import type { MetricInfo, Predictions } from '../experiment/predictions.js';
import type { InputRows } from '../experiment/rows.js';
import type { Evaluator, Loss } from '../registry/contracts.js';
import { logitsOf, softmaxRows } from './network.js';
import type { Numbers } from './state.js';
import type { LayersModel, Tf } from './tf.js';

/** How a network does on the validation part. */
export interface Score {
  /** `loss` and every overall metric; NaN where it is not defined. */
  readonly metrics: Readonly<Record<string, number>>;
  /** By class; NaN for a class without rows. */
  readonly recall: Readonly<Record<string, number>>;
  /** The evaluators' metrics by class: metric → class → value. */
  readonly perClass: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Rows by true class (outer) and predicted class (inner). */
  readonly confusion: readonly (readonly number[])[];
}

/** The metrics that early stopping can watch: `loss` and what the evaluators make overall. */
export function watchable(evaluators: readonly Evaluator[]): Map<string, MetricInfo['better']> {
  const overall = evaluators.flatMap(({ metrics }) => metrics.filter(({ per }) => per === 'overall'));
  return new Map([['loss', 'lower'], ...overall.map(({ name, better }) => [name, better] as const)]);
}

/** Scores a network on rows that it was not trained on; every row weighs the same. */
export function score(
  tf: Tf,
  model: LayersModel,
  rows: InputRows<'validation'>,
  classes: readonly string[],
  loss: Loss,
  evaluators: readonly Evaluator[],
): Score {
  const logits = logitsOf(tf, model, rows.inputs);
  const predictions: Predictions = {
    classes,
    truth: rows.labels,
    probabilities: softmaxRows(logits, classes.length),
  };
  const values = evaluators.map((evaluator) => evaluator.evaluate(predictions));
  const overall = values.flatMap((made) => Object.entries(made.overall));
  const byClass = values.flatMap((made) => Object.entries(made.perClass));
  const named = (numbers: readonly number[]): Record<string, number> =>
    Object.fromEntries(classes.map((name, index) => [name, numbers[index]]));
  const confusion = confusionOf(predictions);
  const matrix = confusionRows(confusion);
  return {
    metrics: { loss: meanLoss(tf, logits, rows, classes, loss), ...Object.fromEntries(overall) },
    recall: named(matrix.map((row, label) => row[label] / confusion.truth[label])),
    perClass: Object.fromEntries(byClass.map(([metric, numbers]) => [metric, named(numbers)])),
    confusion: matrix,
  };
}

/** The numbers as an event and a file hold them: what is not finite is null. */
export function finiteOrNull(values: Readonly<Record<string, number>>): Numbers {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
  );
}

function meanLoss(
  tf: Tf,
  logits: Float32Array,
  rows: InputRows<'validation'>,
  classes: readonly string[],
  loss: Loss,
): number {
  const shape: [number, number] = [rows.labels.length, classes.length];
  const oneHot = new Float32Array(logits.length);
  rows.labels.forEach((label, row) => {
    oneHot[row * classes.length + label] = 1;
  });
  return tf.tidy(() => {
    const mean = loss.loss(
      tf,
      tf.tensor2d(logits, shape),
      tf.tensor2d(oneHot, shape),
      tf.ones([rows.labels.length]),
      classes,
    );
    return mean.dataSync()[0];
  });
}
