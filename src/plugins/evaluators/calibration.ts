import { Type } from '@sinclair/typebox';
import { mostProbable } from '../../core/experiment/confusion.js';
import type { MetricInfo, Predictions } from '../../core/experiment/predictions.js';
import { definePlugin } from '../../core/registry/plugin.js';

const metrics: readonly MetricInfo[] = [
  {
    name: 'log-loss',
    per: 'overall',
    better: 'lower',
    summary:
      'Mean negative natural logarithm of the probability of the true class, kept 2.2e-16 away from 0 and 1 (scikit-learn log_loss).',
  },
  {
    name: 'ece',
    per: 'overall',
    better: 'lower',
    // A resample repeats clips, and repeated clips look less calibrated: its values lie above the true one.
    interval: false,
    summary:
      'Expected calibration error: mean gap between confidence and accuracy over bins of equal width, weighted by rows (Guo et al. 2017, equation 3).',
  },
  {
    name: 'brier',
    per: 'overall',
    better: 'lower',
    summary:
      'Mean squared distance between the probabilities and the truth, summed over classes, in [0, 2] (Brier 1950; scikit-learn brier_score_loss with scale_by_half=False).',
  },
];

/** One bin of a reliability diagram; `confidence` and `accuracy` are means over its rows, null where it has none. */
interface ReliabilityBin {
  /** Confidences in (low, high]. */
  readonly low: number;
  readonly high: number;
  readonly rows: number;
  readonly confidence: number | null;
  readonly accuracy: number | null;
}

/**
 * Whether the probabilities can be believed. Details: `bins`, the reliability diagram of the most probable class.
 */
export default definePlugin({
  kind: 'evaluator',
  name: 'calibration',
  summary: 'Log loss, expected calibration error (Guo et al. 2017) and Brier score, with reliability bins.',
  options: Type.Object(
    {
      bins: Type.Integer({
        default: 15,
        minimum: 1,
        maximum: 1000,
        description: 'Bins of equal width over confidences in (0, 1] (a count).',
      }),
    },
    { additionalProperties: false },
  ),
  create: ({ bins }) => ({
    metrics,
    evaluate: (predictions) => ({
      overall: {
        'log-loss': logLoss(predictions),
        ece: expectedCalibrationError(reliability(predictions, bins), predictions.truth.length),
        brier: brierScore(predictions),
      },
      perClass: {},
    }),
    details: (predictions) => ({ bins: reliability(predictions, bins) }),
  }),
});

function logLoss({ classes, truth, probabilities }: Predictions): number {
  let sum = 0;
  truth.forEach((label, row) => {
    const probability = probabilities[row * classes.length + label];
    sum -= Math.log(Math.min(Math.max(probability, Number.EPSILON), 1 - Number.EPSILON));
  });
  return sum / truth.length;
}

function brierScore({ classes, truth, probabilities }: Predictions): number {
  let sum = 0;
  truth.forEach((label, row) => {
    for (let column = 0; column < classes.length; column++) {
      sum += (probabilities[row * classes.length + column] - (column === label ? 1 : 0)) ** 2;
    }
  });
  return sum / truth.length;
}

function reliability(
  { classes, truth, probabilities }: Predictions,
  bins: number,
): readonly ReliabilityBin[] {
  const rows = new Int32Array(bins);
  const right = new Int32Array(bins);
  const confidence = new Float64Array(bins);
  truth.forEach((label, row) => {
    const taken = mostProbable(probabilities, row, classes.length);
    const probability = probabilities[row * classes.length + taken];
    const bin = Math.min(Math.max(Math.ceil(probability * bins) - 1, 0), bins - 1);
    rows[bin]++;
    confidence[bin] += probability;
    if (taken === label) right[bin]++;
  });
  return Array.from(rows, (count, bin) => ({
    low: bin / bins,
    high: (bin + 1) / bins,
    rows: count,
    confidence: count > 0 ? confidence[bin] / count : null,
    accuracy: count > 0 ? right[bin] / count : null,
  }));
}

function expectedCalibrationError(bins: readonly ReliabilityBin[], rows: number): number {
  const gaps = bins.map(({ rows: count, accuracy, confidence }) =>
    accuracy === null || confidence === null ? 0 : count * Math.abs(accuracy - confidence),
  );
  return gaps.reduce((sum, gap) => sum + gap, 0) / rows;
}
