import { beforeAll, describe, expect, it } from 'vitest';
import type { Loss } from '../../../src/core/registry/contracts.js';
import type { Rank, Tensor2D, Tf } from '../../../src/core/training/tf.js';
import { lossPlugins } from '../../../src/plugins/losses/index.js';
import crossEntropy from '../../../src/plugins/losses/crossEntropy.js';
import focal from '../../../src/plugins/losses/focal.js';
import { golden, GOLDEN_CLASSES, largestDifference } from '../../core/training/golden.js';
import { lossOf, startTf } from '../../core/training/tasks.js';

let tf: Tf;
beforeAll(async () => {
  tf = await startTf();
});

const { logits, truth, soft, weights } = golden.losses;
const ROWS = truth.length;
const ONE_HOT = truth.flatMap((label) => GOLDEN_CLASSES.map((_, index) => Number(index === label)));

function evaluate(
  loss: Loss,
  values: readonly number[],
  rowWeights: readonly number[],
  shares = ONE_HOT,
): number {
  return tf.tidy(() => {
    const [scores, labels] = tensors(values, shares);
    return loss.loss(tf, scores, labels, tf.tensor1d([...rowWeights]), GOLDEN_CLASSES).dataSync()[0];
  });
}

function gradient(
  loss: Loss,
  values: readonly number[],
  rowWeights: readonly number[],
  shares = ONE_HOT,
): Float32Array {
  return tf.tidy(() => {
    const [scores, labels] = tensors(values, shares);
    const slope = tf.grad((at) =>
      loss.loss(tf, tf.reshape<Rank.R2>(at, [ROWS, 4]), labels, tf.tensor1d([...rowWeights]), GOLDEN_CLASSES),
    );
    return Float32Array.from(slope(scores).dataSync());
  });
}

function tensors(values: readonly number[], shares: number[]): [Tensor2D, Tensor2D] {
  return [tf.tensor2d([...values], [ROWS, 4]), tf.tensor2d(shares, [ROWS, 4])];
}

describe.each(golden.losses.cases)(
  '$use $options, of mixed rows: $soft',
  ({ use, options, weighted, soft: mixed, loss: expected, gradient: slope }) => {
    const plugin = lossPlugins.find(({ name }) => name === use);
    if (plugin === undefined) throw new Error(`no loss ${use}`);
    const loss = lossOf(plugin, options);
    const rowWeights = weighted ? weights.values : weights.values.map(() => 1);
    const shares = mixed ? soft.values : ONE_HOT;

    it("is Keras's", () => {
      expect(Math.abs(evaluate(loss, logits.values, rowWeights, shares) / expected - 1)).toBeLessThan(2e-6);
    });

    it("has Keras's gradient", () => {
      const found = gradient(loss, logits.values, rowWeights, shares);
      expect(largestDifference(found, slope.values)).toBeLessThan(1e-6);
    });

    it('has the gradient of finite differences', () => {
      const step = 1e-2;
      const differences = logits.values.map((_, index) => {
        const at = (shift: number): number =>
          evaluate(
            loss,
            logits.values.map((value, other) => (other === index ? value + shift : value)),
            rowWeights,
            shares,
          );
        return (at(step) - at(-step)) / (2 * step);
      });
      const found = gradient(loss, logits.values, rowWeights, shares);
      expect(largestDifference(found, differences)).toBeLessThan(2e-4);
    });
  },
);

describe.each([
  ['cross-entropy', crossEntropy, {}],
  ['focal', focal, {}],
  ['focal with a flat start', focal, { gamma: 0.5 }],
] as const)('%s', (_, plugin, options) => {
  const ones = truth.map(() => 1);

  it('stays finite where a class is certain, rightly or wrongly', () => {
    const loss = lossOf(plugin, options);
    const certain = truth.flatMap((label, row) =>
      GOLDEN_CLASSES.map((_, index) => (index === (row % 2 === 0 ? label : (label + 1) % 4) ? 500 : -500)),
    );
    expect(evaluate(loss, certain, ones)).toBeGreaterThan(0);
    expect(evaluate(loss, certain, ones)).toBeLessThan(Infinity);
    expect(gradient(loss, certain, ones).every(Number.isFinite)).toBe(true);
  });

  it('does not change when all logits of a row rise together', () => {
    const loss = lossOf(plugin, options);
    const raised = logits.values.map((value, index) => value + 64 * Math.floor(index / 4));
    expect(evaluate(loss, raised, ones)).toBeCloseTo(evaluate(loss, logits.values, ones), 4);
  });
});

describe('focal', () => {
  it('is cross-entropy where gamma is 0 and alpha 1', () => {
    const loss = evaluate(lossOf(focal, { gamma: 0, alpha: 1 }), logits.values, weights.values);
    expect(loss).toBeCloseTo(evaluate(lossOf(crossEntropy), logits.values, weights.values), 6);
  });

  it('refuses an alpha that does not name exactly the classes', () => {
    const loss = lossOf(focal, { alpha: { 'class-0': 1, 'class-1': 1, 'class-2': 1, angry: 1 } });
    expect(() => loss.check?.(GOLDEN_CLASSES)).toThrow(
      expect.objectContaining({
        code: 'LOSS_CLASSES_MISMATCH',
        message:
          'loss.alpha names what is not a class of the data: angry. loss.alpha has no number for: class-3.',
      }),
    );
  });

  it('takes an alpha that names them all', () => {
    const loss = lossOf(focal, { alpha: Object.fromEntries(GOLDEN_CLASSES.map((name) => [name, 1])) });
    expect(() => loss.check?.(GOLDEN_CLASSES)).not.toThrow();
  });
});
