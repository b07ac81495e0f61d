import { beforeAll, describe, expect, it } from 'vitest';
import type { Tensor, Tf } from '../../../../src/core/training/tf.js';
import { largestDifference } from '../../../core/training/golden.js';
import { normals } from '../../../kernels/numbers.js';
import { installed, startTensorflow, whereInstalled } from './installed.js';

let tf: Tf;

describe.skipIf(!installed)(whereInstalled('batch normalisation on tensorflow'), () => {
  beforeAll(async () => {
    tf = await startTensorflow();
  });

  it.each([
    ['rows', [6, 5]],
    ['sequences', [3, 4, 5]],
    ['maps', [2, 3, 4, 5]],
  ])("has the numbers and gradients of the library's plain JavaScript: %s", async (_, shape) => {
    const run = () => normalised(shape);
    const found = run();
    await tf.setBackend('cpu');
    const expected = run();
    await tf.setBackend('tensorflow');
    expect(found).toHaveLength(4);
    found.forEach((values, index) => {
      expect(Math.max(...expected[index].map(Math.abs))).toBeGreaterThan(0.01);
      expect(largestDifference(values, expected[index]), `value ${index}`).toBeLessThan(1e-5);
    });
  });

  it('has the gradients of fixed moments, too', async () => {
    const run = (): Float32Array[] =>
      tf.tidy(() => {
        const make = (seed: number): Tensor => tf.tensor1d(normals(5, seed));
        const x = tf.tensor2d(normals(30, 1), [6, 5]);
        const loss = (...[input, mean, variance, offset, scale]: Tensor[]): Tensor =>
          tf.sum(tf.mul(tf.batchNorm(input, mean, variance, offset, scale, 0.01), x));
        const all = [x, make(2), tf.square(make(3)), make(4), make(5)];
        const given = tf.grads(loss)(all);
        return given.map((gradient) => Float32Array.from(gradient.dataSync()));
      });
    const found = run();
    await tf.setBackend('cpu');
    const expected = run();
    await tf.setBackend('tensorflow');
    expect(found).toHaveLength(5);
    found.forEach((values, index) => {
      const scale = Math.max(1, ...expected[index].map(Math.abs));
      expect(largestDifference(values, expected[index]) / scale, `gradient ${index}`).toBeLessThan(1e-5);
    });
  });

  it('keeps no tensors', () => {
    normalised([6, 5]);
    const before = tf.memory().numTensors;
    normalised([6, 5]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** A training pass of the standard layer: its output, and the gradients of its input, scale and offset. */
function normalised(shape: readonly number[]): Float32Array[] {
  const layer = tf.layers.batchNormalization({ epsilon: 1e-3 });
  layer.build([null, ...shape.slice(1)]);
  const weights = [normals(5, 7), normals(5, 8), normals(5, 9, 0), normals(5, 10, 0)].map((values) =>
    tf.tensor1d(values),
  );
  layer.setWeights(weights);
  tf.dispose(weights);
  const made = tf.tidy(() => {
    const size = shape.reduce((a, b) => a * b);
    const x = tf.variable(tf.add(tf.tensor(normals(size, 1), [...shape]), 3), true);
    let output: Tensor = x.clone();
    const { grads } = tf.variableGrads(() => {
      const applied = layer.apply(x, { training: true });
      if (Array.isArray(applied) || !(applied instanceof tf.Tensor)) throw new TypeError('Not a tensor.');
      output = tf.keep(applied.clone());
      return tf.sum(tf.mul(applied, tf.tensor(normals(size, 2), [...shape])));
    });
    const values = [output, ...Object.values(grads)].map((tensor) => Float32Array.from(tensor.dataSync()));
    output.dispose();
    x.dispose();
    return values;
  });
  tf.dispose(layer.weights.map((weight) => weight.read()));
  return made;
}
