import { readFileSync } from 'node:fs';
import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Tensor, Tf } from '../../../src/core/training/tf.js';

const Values = Type.Object({ shape: Type.Array(Type.Integer()), values: Type.Array(Type.Number()) });
export type Values = Static<typeof Values>;

const Golden = Type.Object({
  losses: Type.Object({
    logits: Values,
    truth: Type.Array(Type.Integer()),
    soft: Values,
    weights: Values,
    cases: Type.Array(
      Type.Object({
        use: Type.String(),
        options: Type.Record(Type.String(), Type.Unknown()),
        weighted: Type.Boolean(),
        soft: Type.Boolean(),
        loss: Type.Number(),
        gradient: Values,
      }),
    ),
  }),
  training: Type.Object({
    weights: Type.Array(Values),
    rows: Values,
    truth: Type.Array(Type.Integer()),
    logits: Values,
    losses: Type.Array(Type.Number()),
    trained: Type.Array(Values),
  }),
  masking: Type.Object({
    weights: Type.Array(Values),
    lengths: Type.Array(Type.Integer()),
    rows: Values,
    logits: Values,
  }),
});

/** What Keras computes (scripts/golden/training.py). */
export const golden: Static<typeof Golden> = Value.Parse(
  Golden,
  JSON.parse(readFileSync('test/golden/training.json', 'utf8')),
);

/** The classes of the golden script. */
export const GOLDEN_CLASSES = ['class-0', 'class-1', 'class-2', 'class-3'];

export const tensorOf = (tf: Tf, { shape, values }: Values): Tensor => tf.tensor(values, shape);

/** The largest difference between two lists of numbers, of the same length. */
export function largestDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length)
    throw new RangeError(`${found.length} numbers, not ${expected.length}`);
  return Array.from(found).reduce(
    (most, value, index) => Math.max(most, Math.abs(value - expected[index])),
    0,
  );
}
