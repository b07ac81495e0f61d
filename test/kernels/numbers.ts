import { Random } from '../../src/core/random.js';

/** Standard normal numbers of one seed. */
export function normals(count: number, seed: number, scale = 1): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: count }, () => scale * random.normal());
}

/** The largest difference of two arrays, as a part of the largest value of the second (or of 1, where that is less). */
export function largestDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) throw new Error(`${found.length} numbers for ${expected.length}`);
  let difference = 0;
  let scale = 1;
  for (let index = 0; index < expected.length; index++) {
    scale = Math.max(scale, Math.abs(expected[index]));
    const own = Math.abs(found[index] - expected[index]);
    if (!(own <= difference)) difference = own;
  }
  return difference / scale;
}
