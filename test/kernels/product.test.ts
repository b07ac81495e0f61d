import { describe, expect, it } from 'vitest';
import { loadKernels, runnableBuilds } from '../../src/kernels/module.js';
import { multiplyMatrices, type ProductShape } from '../../src/kernels/product.js';
import { largestDifference, normals } from './numbers.js';

const sizes = [
  [1, 1, 1],
  [4, 8, 16],
  [3, 7, 5],
  [5, 9, 257],
  [2, 8, 600],
  [33, 17, 300],
  [32, 512, 128],
];
const transposes = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
];

describe.each(runnableBuilds())('a product on %s', (build) => {
  const module = loadKernels(build);

  for (const [m, n, k] of sizes) {
    for (const [leftTransposed, rightTransposed] of transposes) {
      it(`of ${m}×${k} and ${k}×${n}, transposed: ${String(leftTransposed)}, ${String(rightTransposed)}`, () => {
        const shape = { m, n, k, leftTransposed, rightTransposed };
        const [a, b] = [normals(m * k, 1), normals(k * n, 2)];
        const c = new Float32Array(m * n);
        multiplyMatrices(module, shape, a, b, c);
        expect(largestDifference(c, plainProduct(shape, a, b))).toBeLessThan(2e-6);
      });
    }
  }

  it('is zero over no terms, whatever the memory held before', () => {
    const shape = { m: 3, n: 5, k: 0, leftTransposed: false, rightTransposed: false };
    const full = { ...shape, k: 4 };
    multiplyMatrices(module, full, normals(12, 1), normals(20, 2), new Float32Array(15));
    const c = new Float32Array(15).fill(7);
    multiplyMatrices(module, shape, new Float32Array(0), new Float32Array(0), c);
    expect([...c]).toEqual(new Array(15).fill(0));
  });

  it('gives the same bytes each time', () => {
    const shape = { m: 33, n: 17, k: 300, leftTransposed: true, rightTransposed: false };
    const [a, b] = [normals(33 * 300, 1), normals(300 * 17, 2)];
    const [first, second] = [new Float32Array(33 * 17), new Float32Array(33 * 17)];
    multiplyMatrices(module, shape, a, b, first);
    multiplyMatrices(module, shape, a, b, second);
    expect(second).toEqual(first);
  });

  it('keeps not-a-number and infinity', () => {
    const shape = { m: 1, n: 2, k: 2, leftTransposed: false, rightTransposed: false };
    const c = new Float32Array(2);
    multiplyMatrices(module, shape, Float32Array.of(1, 2), Float32Array.of(NaN, Infinity, 1, 1), c);
    expect([...c]).toEqual([NaN, Infinity]);
  });
});

function plainProduct(shape: ProductShape, a: Float32Array, b: Float32Array): Float64Array {
  const { m, n, k, leftTransposed, rightTransposed } = shape;
  const c = new Float64Array(m * n);
  for (let row = 0; row < m; row++) {
    for (let column = 0; column < n; column++) {
      for (let index = 0; index < k; index++) {
        const left = a[leftTransposed ? index * m + row : row * k + index];
        const right = b[rightTransposed ? column * k + index : index * n + column];
        c[row * n + column] += left * right;
      }
    }
  }
  return c;
}
