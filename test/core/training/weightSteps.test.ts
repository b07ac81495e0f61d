import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { movedTowards, stepOfAdam, type AdamTensors } from '../../../src/core/training/weightSteps.js';
import type { Tensor, Tf } from '../../../src/core/training/tf.js';
import { normals } from '../../kernels/numbers.js';
import { startBoth } from '../../plugins/backends/start.js';

let tf: Tf;
beforeAll(async () => {
  tf = await startBoth();
  await tf.setBackend('wasm');
});
afterAll(() => {
  tf.disposeVariables();
});

// Below a vector, off its width, and beyond what is taken at once.
describe.each([3, 129, 20_000])('of %s numbers', (size) => {
  const tensor = (seed: number): Tensor => tf.tensor1d(normals(size, seed));

  it.each([
    ['Keras', { kept: 1, rate: 0.003, scale: 1 }],
    ['decoupled', { kept: 1 - 2e-3 * 0.02, rate: 0.002 / 0.1, scale: Math.sqrt(0.001) }],
  ])('a step of Adam has the bytes of the single operations: %s', async (_, change) => {
    const numbers = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, ...change };
    const before = (): AdamTensors => ({ weight: tensor(1), first: tensor(2), second: tf.square(tensor(3)) });
    const { kernelNames } = await tf.profile(() => stepOfAdam(tf, before(), tensor(4), numbers).weight);
    expect(kernelNames).toContain('IntoneAdam');

    const found = stepOfAdam(tf, before(), tensor(4), numbers);
    const given = before();
    const first = tf.add(tf.mul(given.first, 0.9), tf.mul(tensor(4), 1 - 0.9));
    const second = tf.add(tf.mul(given.second, 0.999), tf.mul(tf.square(tensor(4)), 1 - 0.999));
    const root = tf.div(tf.sqrt(second), change.scale);
    const step = tf.div(tf.mul(first, change.rate), tf.add(root, 1e-7));
    expect(found.first.dataSync()).toEqual(first.dataSync());
    expect(found.second.dataSync()).toEqual(second.dataSync());
    expect(found.weight.dataSync()).toEqual(tf.sub(tf.mul(given.weight, change.kept), step).dataSync());
    // What was given stays as it was: others may share its numbers.
    expect(given.weight.dataSync()).toEqual(tensor(1).dataSync());
  });

  it('a share of the way has the bytes of the single operations', () => {
    const [values, others] = [tensor(1), tensor(2)];
    const expected = tf.add(values, tf.mul(tf.sub(others, values), 0.005));
    expect(movedTowards(tf, values, others, 0.005).dataSync()).toEqual(expected.dataSync());
    expect(values.dataSync()).toEqual(tensor(1).dataSync());
  });
});
