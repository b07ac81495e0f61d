import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../../src/core/random.js';
import {
  allMovedTowards,
  clippedAtOnce,
  stepAllByAdam,
  type AdamOfOne,
} from '../../../../src/core/training/allWeights.js';
import { clipByGlobalNorm } from '../../../../src/core/training/clipping.js';
import type { Tensor, Tf } from '../../../../src/core/training/tf.js';
import { movedTowards, stepOfAdam } from '../../../../src/core/training/weightSteps.js';
import adam from '../../../../src/plugins/optimizers/adam/index.js';
import adamw from '../../../../src/plugins/optimizers/adam/adamw.js';
import { largestDifference, tensorOf } from '../../../core/training/golden.js';
import { loopGolden } from '../../../core/training/loopGolden.js';
import { normals } from '../../../kernels/numbers.js';
import { installed, startTensorflow, whereInstalled } from './installed.js';

const SHAPES = [[3], [7, 129], [2, 3, 5], [1]];
const context = { random: new Random(1), warn: (): void => undefined };

let tf: Tf;

describe.skipIf(!installed)(whereInstalled('all weights at once, on tensorflow'), () => {
  beforeAll(async () => {
    tf = await startTensorflow();
  });
  afterEach(() => {
    tf.disposeVariables();
  });

  const tensors = (seed: number): Tensor[] =>
    SHAPES.map((shape, index) =>
      tf.tensor(
        normals(
          shape.reduce((a, b) => a * b),
          seed + index,
        ),
        shape,
      ),
    );

  describe.each(loopGolden.adamw)('adamw, $options.decayed', (golden) => {
    it("is PyTorch's, at learning rates that change from step to step", async () => {
      const weights = golden.start.map((values, index) =>
        tf.tidy(() => tf.variable(tensorOf(tf, values), true, `weight_${index}`)),
      );
      const factory = adamw.create(golden.options, context);
      const optimizer = factory.create(tf);
      for (const { rate, gradients, weights: expected } of golden.steps) {
        factory.setLearningRate?.(optimizer, rate);
        const { kernelNames } = await tf.profile(() => {
          const named = gradients.map((values, index) => [`weight_${index}`, tensorOf(tf, values)] as const);
          optimizer.applyGradients(Object.fromEntries(named));
          return tf.scalar(0);
        });
        expect(kernelNames.filter((name) => name === 'IntoneAdamOfAll')).toHaveLength(1);
        weights.forEach((weight, index) => {
          expect(largestDifference(weight.dataSync(), expected[index].values)).toBeLessThan(1e-6);
        });
      }
      optimizer.dispose();
    });
  });

  it("is each weight's own step of Adam, with numbers of its own", () => {
    tf.tidy(() => {
      const [weights, firsts, seconds, gradients] = [tensors(1), tensors(11), tensors(21), tensors(31)];
      const steps = SHAPES.map((_, index): AdamOfOne => ({
        before: { weight: weights[index], first: firsts[index], second: tf.square(seconds[index]) },
        gradient: gradients[index],
        numbers: {
          ...{ beta1: 0.9, beta2: 0.999, epsilon: 1e-3 },
          ...(index % 2 === 0
            ? { kept: 1, rate: 0.003, scale: 1 }
            : { kept: 0.9, rate: 0.02, scale: Math.sqrt(0.001) }),
        },
      }));
      const taken: number[] = [];
      stepAllByAdam(tf, steps, (after, index) => {
        taken.push(index);
        const { before, gradient, numbers } = steps[index];
        const expected = stepOfAdam(tf, before, gradient, numbers);
        expect(after.weight.shape).toEqual(SHAPES[index]);
        expect(largestDifference(after.weight.dataSync(), expected.weight.dataSync())).toBeLessThan(1e-6);
        expect(largestDifference(after.first.dataSync(), expected.first.dataSync())).toBeLessThan(1e-6);
        expect(largestDifference(after.second.dataSync(), expected.second.dataSync())).toBeLessThan(1e-6);
      });
      expect(taken).toEqual([0, 1, 2, 3]);
      // What was given stays as it was: others may share its numbers.
      tensors(1).forEach((weight, index) => {
        expect(weights[index].dataSync()).toEqual(weight.dataSync());
      });
    });
  });

  it('moves all by the same share', () => {
    tf.tidy(() => {
      const [values, others] = [tensors(1), tensors(11)];
      allMovedTowards(tf, values, others, 0.005).forEach((moved, index) => {
        const expected = movedTowards(tf, values[index], others[index], 0.005);
        expect(moved.dataSync()).toEqual(expected.dataSync());
        expect(moved.shape).toEqual(SHAPES[index]);
      });
    });
  });

  describe.each(loopGolden.clipping)('gradients clipped to a norm of $most', (golden) => {
    it("are PyTorch's but for the millionth that it adds to the norm", () => {
      tf.tidy(() => {
        const gradients = Object.fromEntries(
          golden.gradients.map((values, index) => [`w${index}`, tensorOf(tf, values)]),
        );
        expect(clippedAtOnce(tf, gradients, golden.most)).not.toBeNull();
        const clipped = clipByGlobalNorm(tf, gradients, golden.most);
        golden.clipped.forEach(({ values }, index) => {
          expect(largestDifference(clipped[`w${index}`].dataSync(), values)).toBeLessThan(5e-6);
        });
      });
    });
  });

  it('a norm of 0 stays 0', () => {
    tf.tidy(() => {
      const clipped = clipByGlobalNorm(tf, { w: tf.zeros([3]) }, 1);
      expect([...clipped['w'].dataSync()]).toEqual([0, 0, 0]);
    });
  });

  it('keeps no tensors but the moments', () => {
    const weight = tf.variable(tf.zeros([4]), true, 'weight');
    const optimizer = adam.create({}, context).create(tf);
    const step = (): number => {
      tf.tidy(() => {
        optimizer.applyGradients(clipByGlobalNorm(tf, { weight: tf.ones([4]) }, 1));
      });
      return tf.memory().numTensors;
    };
    const first = step();
    expect(step()).toBe(first);
    optimizer.dispose();
    tf.dispose(weight);
  });
});
