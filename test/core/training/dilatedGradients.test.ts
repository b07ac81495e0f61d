import type { Rank, Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { registerDilatedGradients } from '../../../src/core/training/dilatedGradients.js';
import type { Tf } from '../../../src/core/training/tf.js';
import { normals } from '../../kernels/numbers.js';
import { startBoth } from '../../plugins/backends/start.js';

let tf: Tf;
beforeAll(async () => {
  tf = await startBoth();
  registerDilatedGradients(tf);
  registerDilatedGradients(tf);
});

type Shape4D = [number, number, number, number];
const X: Shape4D = [2, 9, 8, 3];
const FILTER: Shape4D = [3, 2, 3, 4];

it.each(
  ['wasm', 'cpu'].flatMap((backend) =>
    [
      ['same', [2, 3]],
      ['valid', [3, 1]],
      ['valid', [1, 1]],
    ].map(([pad, dilations]) => ({ backend, pad, dilations })),
  ),
)('on $backend: $pad, dilations $dilations, as finite differences', async ({ backend, pad, dilations }) => {
  await tf.setBackend(backend);
  if (pad !== 'same' && pad !== 'valid') throw new TypeError('No such padding.');
  const steps: [number, number] = [Number(dilations[0]), Number(dilations[1])];
  const values = [normals(2 * 9 * 8 * 3, 1), normals(3 * 2 * 3 * 4, 2)];
  const convolved = (x: Tensor, filter: Tensor): Tensor =>
    tf.conv2d(tf.reshape<Rank.R4>(x, X), tf.reshape<Rank.R4>(filter, FILTER), 1, pad, 'NHWC', steps);
  const given = (): Tensor[] => [tf.tensor(values[0], X), tf.tensor(values[1], FILTER)];
  const [a, b] = given();
  const weighting = tf.tensor(normals(convolved(a, b).size, 3), convolved(a, b).shape);
  const score = (): number => {
    const [x, filter] = given();
    const products = tf.mul(convolved(x, filter), weighting).dataSync();
    return Float32Array.from(products).reduce((sum, one) => sum + one, 0);
  };
  const gradients = tf.grads(convolved)([a, b], weighting);
  gradients.forEach((gradient, which) => {
    expect(gradient.shape).toEqual([X, FILTER][which]);
    const found = gradient.dataSync();
    // Linear in each number, so the step may be large.
    for (let index = 0; index < found.length; index += 5) {
      const kept = values[which][index];
      values[which][index] = kept + 1;
      const above = score();
      values[which][index] = kept - 1;
      expect(Math.abs(found[index] - (above - score()) / 2)).toBeLessThan(1e-4);
      values[which][index] = kept;
    }
  });
});
