import { beforeAll, describe, expect, it } from 'vitest';
import type { Tf } from '../../../src/core/training/tf.js';
import { optimizerOf, startTf } from '../../core/training/tasks.js';

let tf: Tf;
beforeAll(async () => {
  tf = await startTf();
});

describe('adam', () => {
  it("has Keras's learning rate by default", () => {
    expect(optimizerOf().learningRate).toBe(0.001);
  });

  it('follows its formula in double precision', () => {
    const options = { learningRate: 0.05, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 };
    const optimizer = optimizerOf(options).create(tf);
    const variable = tf.variable(tf.scalar(1), true, 'adam_weight');
    let [weight, first, second] = [1, 0, 0];
    [3, -1, 0.001, 0, 2].forEach((gradient, index) => {
      const tensor = tf.scalar(gradient);
      optimizer.applyGradients({ adam_weight: tensor });
      tensor.dispose();
      first = 0.8 * first + 0.2 * gradient;
      second = 0.95 * second + 0.05 * gradient ** 2;
      const step = index + 1;
      const rate = (0.05 * Math.sqrt(1 - 0.95 ** step)) / (1 - 0.8 ** step);
      weight -= (rate * first) / (Math.sqrt(second) + 1e-3);
      expect(variable.dataSync()[0]).toBeCloseTo(weight, 6);
    });
    optimizer.dispose();
    variable.dispose();
  });

  it('frees its moments', () => {
    const variable = tf.variable(tf.zeros([3]), true, 'adam_other');
    const before = tf.memory().numTensors;
    const optimizer = optimizerOf().create(tf);
    tf.tidy(() => {
      optimizer.applyGradients({ adam_other: tf.ones([3]) });
    });
    expect(tf.memory().numTensors).toBe(before + 2);
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(before);
    variable.dispose();
  });

  it.each([{ learningRate: 0 }, { beta1: 1 }, { epsilon: 0 }, { rate: 0.1 }])('refuses %o', (options) => {
    expect(() => optimizerOf(options)).toThrow();
  });
});
