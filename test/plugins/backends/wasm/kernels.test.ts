import type { Rank, Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Tf } from '../../../../src/core/training/tf.js';
import { largestDifference, normals } from '../../../kernels/numbers.js';
import { startBoth } from '../start.js';

let tf: Tf;
beforeAll(async () => {
  tf = await startBoth();
});

/** What a function of two tensors gives, and its gradients by them, on one backend. */
async function valueAndGradients(
  backend: 'wasm' | 'cpu',
  f: (a: Tensor, b: Tensor) => Tensor,
  shapes: readonly (readonly number[])[],
): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const inputs = shapes.map((shape, index) => numbers(shape, 1 + index));
    const value = f(inputs[0], inputs[1]);
    const gradients = tf.grads((a: Tensor, b: Tensor) => f(a, b))(inputs, numbers(value.shape, 9));
    return [value, ...gradients].map((tensor) => Float32Array.from(tensor.dataSync()));
  });
}

function numbers(shape: readonly number[], seed: number): Tensor {
  return tf.tensor(normals(tf.util.sizeFromShape([...shape]), seed), [...shape]);
}

/** Slopes of sum(f · weighting) by single numbers of one input: exact where f is linear in it, whatever the step. */
async function slopes(
  f: (a: Tensor, b: Tensor) => Tensor,
  shapes: readonly (readonly number[])[],
  which: number,
  step: number,
): Promise<Map<number, number>> {
  await tf.setBackend('wasm');
  const values = shapes.map((shape, index) => normals(tf.util.sizeFromShape([...shape]), 1 + index));
  const score = (): number =>
    tf.tidy(() => {
      const [a, b] = shapes.map((shape, index) => tf.tensor(Float32Array.from(values[index]), [...shape]));
      const value = f(a, b);
      const weighting = normals(value.size, 9);
      return Float32Array.from(value.dataSync()).reduce((sum, one, index) => sum + one * weighting[index], 0);
    });
  const found = new Map<number, number>();
  const stride = Math.max(1, Math.floor(values[which].length / 12));
  for (let index = 0; index < values[which].length; index += stride) {
    const kept = values[which][index];
    values[which][index] = kept + step;
    const above = score();
    values[which][index] = kept - step;
    found.set(index, (above - score()) / (2 * step));
    values[which][index] = kept;
  }
  return found;
}

const convolutions = [
  ['1-D, as conv1d does it', [3, 1, 20, 1], [1, 5, 1, 8], [1, 1], 'valid'],
  ['1-D with channels and strides', [2, 1, 17, 6], [1, 3, 6, 5], [1, 2], 'same'],
  ['2-D, valid', [2, 7, 9, 3], [3, 2, 3, 4], [1, 1], 'valid'],
  ['2-D, same, strided', [2, 8, 9, 3], [3, 5, 3, 7], [2, 3], 'same'],
  ['2-D, padded by hand', [1, 6, 5, 2], [3, 3, 2, 4], [2, 2], 1],
] as const;

describe('convolution on wasm', () => {
  it.each(convolutions)(
    '%s: value and gradients are those of cpu and of finite differences',
    async (_, x, filter, strides, pad) => {
      const shapes = [x, filter];
      const convolve = (a: Tensor, b: Tensor): Tensor =>
        tf.conv2d(
          tf.reshape<Rank.R4>(a, [...x]),
          tf.reshape<Rank.R4>(b, [...filter]),
          [...strides],
          pad,
          'NHWC',
          [1, 1],
          pad === 1 ? 'floor' : undefined,
        );
      const found = await valueAndGradients('wasm', convolve, shapes);
      const expected = await valueAndGradients('cpu', convolve, shapes);
      found.forEach((values, index) => {
        expect(largestDifference(values, expected[index]), `array ${index}`).toBeLessThan(2e-6);
      });
      for (const which of [0, 1]) {
        for (const [index, slope] of await slopes(convolve, shapes, which, 1)) {
          expect(Math.abs(found[1 + which][index] - slope), `input ${which}, number ${index}`).toBeLessThan(
            2e-4,
          );
        }
      }
    },
  );
});

const poolings = [
  ['halving a sequence', [2, 20, 1, 8], [2, 1], [2, 1], 'valid'],
  ['overlapping', [2, 9, 8, 5], [3, 3], [2, 1], 'same'],
  ['longer than its steps leave', [1, 7, 7, 3], [2, 2], [2, 2], 'valid'],
] as const;

describe('max pooling on wasm', () => {
  it.each(poolings)(
    '%s: gradient is that of cpu and of finite differences',
    async (_, x, size, strides, pad) => {
      const shapes = [x, [1]];
      const pool = (a: Tensor, b: Tensor): Tensor =>
        tf.mul(tf.maxPool(tf.reshape<Rank.R4>(a, [...x]), [...size], [...strides], pad), b);
      const found = await valueAndGradients('wasm', pool, shapes);
      const expected = await valueAndGradients('cpu', pool, shapes);
      found.forEach((values, index) => {
        expect(largestDifference(values, expected[index]), `array ${index}`).toBeLessThan(2e-6);
      });
      for (const [index, slope] of await slopes(pool, shapes, 0, 1e-3)) {
        expect(Math.abs(found[1][index] - slope), `number ${index}`).toBeLessThan(5e-3);
      }
    },
  );

  it('gives a tie to the first place alone', async () => {
    await tf.setBackend('wasm');
    const gradient = tf.grad((x: Tensor) =>
      tf.maxPool(tf.reshape<Rank.R4>(x, [1, 4, 1, 1]), [2, 1], [2, 1], 'valid'),
    );
    const found = gradient(tf.tensor([3, 3, 0, 0]), tf.tensor([5, 7], [1, 2, 1, 1]));
    expect([...found.dataSync()]).toEqual([5, 0, 7, 0]);
  });
});

const products = [
  ['plain', [5, 7], [7, 3], false, false],
  ['left transposed', [7, 5], [7, 3], true, false],
  ['right transposed', [5, 7], [3, 7], false, true],
  ['both transposed', [7, 5], [3, 7], true, true],
  ['a batch', [4, 5, 7], [4, 7, 3], false, false],
  ['a batch, transposed', [4, 5, 7], [4, 3, 7], false, true],
] as const;

describe('matrix products on wasm', () => {
  it.each(products)(
    '%s: value and gradients are those of cpu and of finite differences',
    async (_, a, b, left, right) => {
      const shapes = [a, b];
      const product = (x: Tensor, y: Tensor): Tensor => tf.matMul(x, y, left, right);
      const found = await valueAndGradients('wasm', product, shapes);
      const expected = await valueAndGradients('cpu', product, shapes);
      found.forEach((values, index) => {
        expect(largestDifference(values, expected[index]), `array ${index}`).toBeLessThan(2e-6);
      });
      for (const which of [0, 1]) {
        for (const [index, slope] of await slopes(product, shapes, which, 1)) {
          expect(Math.abs(found[1 + which][index] - slope), `input ${which}, number ${index}`).toBeLessThan(
            2e-4,
          );
        }
      }
    },
  );

  it('takes one matrix against a batch of them', async () => {
    const [a, b] = [normals(35, 1), normals(84, 2)];
    const products: Float32Array[] = [];
    for (const backend of ['wasm', 'cpu']) {
      await tf.setBackend(backend);
      const product = tf.tidy(() => tf.matMul(tf.tensor(a, [1, 5, 7]), tf.tensor(b, [4, 7, 3])));
      products.push(Float32Array.from(product.dataSync()));
      product.dispose();
    }
    expect(largestDifference(products[0], products[1])).toBeLessThan(2e-6);
  });

  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('with bias and activation, transposed: %s, %s', async (transposeA, transposeB) => {
    const shapes = [transposeA ? [7, 5] : [5, 7], transposeB ? [3, 7] : [7, 3]];
    const fused = (x: Tensor, y: Tensor): Tensor =>
      tf.fused.matMul({
        a: x,
        b: y,
        transposeA,
        transposeB,
        bias: tf.tensor1d([0.1, -0.2, 0.3]),
        activation: 'relu',
      });
    const found = await valueAndGradients('wasm', fused, shapes);
    const expected = await valueAndGradients('cpu', fused, shapes);
    found.forEach((values, index) => {
      expect(largestDifference(values, expected[index]), `array ${index}`).toBeLessThan(2e-6);
    });
  });
});

describe('kernels borrowed from cpu', () => {
  it('gather has its gradient', async () => {
    const gathered = (a: Tensor, b: Tensor): Tensor =>
      tf.mul(tf.gather(a, tf.tensor1d([2, 0, 2], 'int32')), b);
    const found = await valueAndGradients('wasm', gathered, [[4, 3], [1]]);
    const weighting = normals(9, 9);
    const scale = normals(1, 2)[0];
    const expected = [3, 4, 5, NaN, NaN, NaN, [0, 6], [1, 7], [2, 8], NaN, NaN, NaN].map((from) =>
      [from].flat().reduce((sum, index) => sum + (Number.isNaN(index) ? 0 : weighting[index] * scale), 0),
    );
    expect(largestDifference(found[1], expected)).toBeLessThan(1e-6);
  });

  it('depthwise convolution has its gradients', async () => {
    const [x, filter]: [number, number, number, number][] = [
      [2, 6, 5, 3],
      [3, 2, 3, 2],
    ];
    const shapes = [x, filter];
    const convolve = (a: Tensor, b: Tensor): Tensor =>
      tf.depthwiseConv2d(tf.reshape<Rank.R4>(a, x), tf.reshape<Rank.R4>(b, filter), 1, 'same');
    const found = await valueAndGradients('wasm', convolve, shapes);
    for (const which of [0, 1]) {
      for (const [index, slope] of await slopes(convolve, shapes, which, 1)) {
        expect(Math.abs(found[1 + which][index] - slope), `input ${which}, number ${index}`).toBeLessThan(
          2e-4,
        );
      }
    }
  });
});

describe('copies on wasm', () => {
  it.each([
    ['steps of sequences', [2, 3, 4], 1],
    ['steps, counted from the end', [2, 3, 4], -2],
    ['columns', [2, 3, 4], 2],
    ['rows of a matrix', [3, 4], 0],
  ] as const)('reverse %s', async (_, shape, axis) => {
    const reversed = (a: Tensor, b: Tensor): Tensor => tf.mul(tf.reverse(a, axis), b);
    const found = await valueAndGradients('wasm', reversed, [shape, [1]]);
    const expected = await valueAndGradients('cpu', reversed, [shape, [1]]);
    found.forEach((values, index) => {
      expect(largestDifference(values, expected[index]), `array ${index}`).toBeLessThan(1e-6);
    });
  });

  it('a clone outlives what it was cloned from', async () => {
    await tf.setBackend('wasm');
    const before = tf.memory();
    const original = tf.tensor1d([1, 2, 3]);
    const clone = tf.clone(original);
    original.dispose();
    tf.tensor1d([7, 8, 9]).dispose();
    expect([...clone.dataSync()]).toEqual([1, 2, 3]);
    clone.dispose();
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  });
});

describe('repeats on wasm', () => {
  /** What one backend computes. */
  async function on(
    backend: 'wasm' | 'cpu',
    f: () => Tensor,
  ): Promise<{ shape: number[]; values: number[] }> {
    await tf.setBackend(backend);
    return tf.tidy(() => {
      const made = f();
      return { shape: made.shape, values: [...made.dataSync()] };
    });
  }

  it.each([
    [
      [1, 1, 5],
      [3, 4, 1],
    ],
    [
      [2, 3, 2],
      [1, 2, 3],
    ],
    [
      [2, 3],
      [2, 1],
    ],
    [[4], [3]],
    [
      [2, 0, 3],
      [2, 2, 2],
    ],
  ])('tile %j by %j as on cpu', async (shape, reps) => {
    const tiled = (): Tensor => tf.tile(numbers(shape, 1), reps);
    expect(await on('wasm', tiled)).toEqual(await on('cpu', tiled));
  });

  it.each([
    [
      [2, 4, 3],
      [2, 1, 3],
    ],
    [
      [2, 4, 3],
      [1, 1, 3],
    ],
    [
      [2, 4, 3],
      [2, 1, 1],
    ],
    [
      [2, 4, 3],
      [2, 4, 3],
    ],
    [
      [2, 4, 3],
      [1, 4, 1],
    ],
    [
      [2, 1, 3],
      [2, 4, 3],
    ],
    [[2, 4, 3], [3]],
  ])('compare %j with %j as on cpu', async (left, right) => {
    const few = (shape: number[], seed: number): Tensor => tf.round(tf.mul(0.8, numbers(shape, seed)));
    const compared = (): Tensor => tf.equal(few(left, 1), few(right, 2));
    const expected = await on('cpu', compared);
    expect(new Set(expected.values)).toEqual(new Set([0, 1]));
    expect(await on('wasm', compared)).toEqual(expected);
  });
});
