import { expect, it } from 'vitest';
import { normalsOf } from '../../src/core/normals.js';
import { Random } from '../../src/core/random.js';

const COUNT = 400_000;

/** The standard normal's distribution function (Abramowitz & Stegun 7.1.26, to 1.5e-7). */
function below(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - poly * Math.exp(-z * z);
  return x < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
}

const drawn = (seed: number): Float64Array => {
  const normal = normalsOf(new Random(seed));
  return Float64Array.from({ length: COUNT }, normal);
};

it('are normal, in the tails too (Kolmogorov–Smirnov at 0.1 %, and counts beyond 3 and 3.5)', () => {
  const values = drawn(3).sort();
  let distance = 0;
  values.forEach((value, index) => {
    distance = Math.max(distance, Math.abs(below(value) - (index + 0.5) / COUNT));
  });
  expect(distance).toBeLessThan(1.95 / Math.sqrt(COUNT));
  for (const [limit, share] of [
    [3, 0.0026998],
    [3.5, 0.00046526],
  ]) {
    const beyond = values.filter((value) => Math.abs(value) > limit).length;
    expect(Math.abs(beyond - share * COUNT)).toBeLessThan(4 * Math.sqrt(share * COUNT));
    const above = values.filter((value) => value > limit).length;
    expect(Math.abs(above - (share / 2) * COUNT)).toBeLessThan(4 * Math.sqrt((share / 2) * COUNT));
  }
});

it('do not hang together with the next', () => {
  const values = drawn(4);
  let [product, squares] = [0, 0];
  for (let index = 1; index < COUNT; index++) {
    product += values[index] * values[index - 1];
    squares += (values[index] ** 2 - 1) * (values[index - 1] ** 2 - 1);
  }
  expect(Math.abs(product / COUNT)).toBeLessThan(4 / Math.sqrt(COUNT));
  expect(Math.abs(squares / COUNT)).toBeLessThan((4 * 2) / Math.sqrt(COUNT));
});

it('come from the stream', () => {
  const firsts = (random: Random): number[] => {
    const normal = normalsOf(random);
    return [normal(), normal(), normal()];
  };
  const random = new Random(5);
  const first = firsts(random);
  expect(firsts(random)).not.toEqual(first);
  expect(firsts(new Random(5))).toEqual(first);
});
