import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Random } from '../random.js';

const number = (value: number) => Type.Number({ default: value });

/** The initializers of tf.layers and Keras, as a layer's config holds them. */
const Initializer = Type.Union([
  Type.Object({ className: Type.Literal('Zeros') }),
  Type.Object({ className: Type.Literal('Ones') }),
  Type.Object({ className: Type.Literal('Constant'), config: Type.Object({ value: Type.Number() }) }),
  Type.Object({
    className: Type.Literal('RandomUniform'),
    config: Type.Object({ minval: number(-0.05), maxval: number(0.05) }),
  }),
  Type.Object({
    className: Type.Literal('RandomNormal'),
    config: Type.Object({ mean: number(0), stddev: number(0.05) }),
  }),
  Type.Object({
    className: Type.Literal('VarianceScaling'),
    config: Type.Object({
      scale: number(1),
      mode: Type.Union([Type.Literal('fanIn'), Type.Literal('fanOut'), Type.Literal('fanAvg')]),
      distribution: Type.Union([Type.Literal('uniform'), Type.Literal('normal')]),
    }),
  }),
  Type.Object({ className: Type.Literal('Orthogonal'), config: Type.Object({ gain: number(1) }) }),
]);
type Initializer = Static<typeof Initializer>;

export const SEEDABLE_INITIALIZERS =
  'zeros, ones, constant, randomUniform, randomNormal, glorot-, he-, leCun- and varianceScaling, orthogonal';

/** The initializer in a layer's config, or null where it is none that can be drawn from a seed. */
export function readInitializer(config: unknown): Initializer | null {
  return Value.Check(Initializer, config) ? config : null;
}

/**
 * Draws a weight's initial values as tf.layers and Keras define them, from the given stream.
 *
 * @param shape of the weight; the last axis counts the outputs
 * @returns row-major, shape `shape`
 */
export function drawInitial(
  initializer: Initializer,
  shape: readonly number[],
  random: Random,
): Float32Array {
  const size = shape.reduce((product, length) => product * length, 1);
  const fill = (draw: () => number): Float32Array => Float32Array.from({ length: size }, draw);
  switch (initializer.className) {
    case 'Zeros':
      return new Float32Array(size);
    case 'Ones':
      return fill(() => 1);
    case 'Constant':
      return fill(() => initializer.config.value);
    case 'RandomUniform':
      return fill(() => random.uniform(initializer.config.minval, initializer.config.maxval));
    case 'RandomNormal':
      return fill(() => initializer.config.mean + initializer.config.stddev * random.normal());
    case 'VarianceScaling': {
      const { scale, mode, distribution } = initializer.config;
      const { fanIn, fanOut } = fans(shape);
      const fan = { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }[mode];
      const variance = scale / Math.max(1, fan);
      if (distribution === 'uniform') {
        const limit = Math.sqrt(3 * variance);
        return fill(() => random.uniform(-limit, limit));
      }
      // A normal cut at two deviations has .87962566 of its deviation left.
      const deviation = Math.sqrt(variance) / 0.87962566103423978;
      return fill(() => deviation * truncatedNormal(random));
    }
    case 'Orthogonal':
      return orthogonal(
        size / shape[shape.length - 1],
        shape[shape.length - 1],
        initializer.config.gain,
        random,
      );
  }
}

/** Inputs and outputs of a weight: [in, out] or, for a convolution, [...kernel, in, out]. */
function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  if (shape.length < 2) {
    return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  }
  const receptive = shape.slice(0, -2).reduce((product, length) => product * length, 1);
  return { fanIn: receptive * shape[shape.length - 2], fanOut: receptive * shape[shape.length - 1] };
}

/** A standard normal number within two deviations. */
function truncatedNormal(random: Random): number {
  for (;;) {
    const value = random.normal();
    if (Math.abs(value) <= 2) {
      return value;
    }
  }
}

/**
 * A matrix with orthonormal rows or columns, whichever are fewer, uniform over all such (Saxe et al. 2014; Haar
 * measure by QR with a positive diagonal of R, Mezzadri 2007). The QR is a Gram–Schmidt in double precision, each
 * vector taken through twice, which is as exact as Householder's (Giraud et al. 2005).
 */
function orthogonal(rows: number, columns: number, gain: number, random: Random): Float32Array {
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  const basis: Float64Array[] = [];
  while (basis.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (let pass = 0; pass < 2; pass++) {
      for (const earlier of basis) {
        const along = dot(vector, earlier);
        for (let index = 0; index < length; index++) {
          vector[index] -= along * earlier[index];
        }
      }
    }
    const norm = Math.sqrt(dot(vector, vector));
    basis.push(vector.map((value) => value / norm));
  }
  const matrix = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      matrix[row * columns + column] = gain * (rows < columns ? basis[row][column] : basis[column][row]);
    }
  }
  return matrix;
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) {
    sum += left[index] * right[index];
  }
  return sum;
}
