import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Tf } from '../../../../src/core/training/tf.js';
import { normals } from '../../../kernels/numbers.js';
import { startBoth } from '../start.js';

let tf: Tf;
beforeAll(async () => {
  tf = await startBoth();
  await tf.setBackend('wasm');
});

/** Sums over the rows in order, each rounded to 32 bits: what the backend's own kernel computes. */
function columnSums(values: Float32Array, columns: number): Float32Array {
  const sums = new Float32Array(columns);
  values.forEach((value, index) => (sums[index % columns] += value));
  return sums;
}

const cases = [
  { shape: [32, 8], axes: [0], columns: 8 },
  { shape: [5, 7, 19], axes: [0, 1], columns: 19 },
  { shape: [1, 4, 300, 33], axes: [0, 1, 2], columns: 33 },
  { shape: [6, 3, 16], axes: [0], columns: 48 },
];

describe.each(cases)('over the first axes of $shape', ({ shape, axes, columns }) => {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = normals(size, 1);
  const sums = columnSums(values, columns);
  const reduced = (keep: boolean): number[] => [
    ...(keep ? axes.map(() => 1) : []),
    ...shape.slice(axes.length),
  ];

  it.each([false, true])('sums to the last bit, axes kept: %s', (keep) => {
    const made = tf.sum(tf.tensor(values, shape), axes, keep);
    expect(made.shape).toEqual(reduced(keep));
    expect(made.dataSync()).toEqual(sums);
  });

  it('takes means to the last bit', () => {
    const made = tf.mean(tf.tensor(values, shape), axes);
    expect(made.shape).toEqual(reduced(false));
    expect(made.dataSync()).toEqual(sums.map((sum) => sum / (size / columns)));
  });
});

it('leaves other axes and kinds to the stock kernels', () => {
  const counts = tf.tensor2d([1, 2, 3, 4], [2, 2], 'int32');
  expect([...tf.sum(counts, 0).dataSync()]).toEqual([4, 6]);
  expect([...tf.sum(tf.tensor2d([1, 2, 3, 4], [2, 2]), 1).dataSync()]).toEqual([3, 7]);
  expect(tf.sum(tf.tensor2d([1, 2, 3, 4], [2, 2])).dataSync()[0]).toBe(10);
});

it('splits along the last axis', () => {
  const x: Tensor = tf.tensor(normals(2 * 3 * 7, 2), [2, 3, 7]);
  const parts = tf.split(x, [4, 1, 2], 2);
  expect(parts.map(({ shape }) => shape)).toEqual([
    [2, 3, 4],
    [2, 3, 1],
    [2, 3, 2],
  ]);
  expect(tf.concat(parts, 2).dataSync()).toEqual(x.dataSync());
  expect([...parts[1].dataSync()]).toEqual([...x.dataSync()].filter((_, index) => index % 7 === 4));
});
