import { readFileSync } from 'node:fs';
import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

const Values = Type.Object({ shape: Type.Array(Type.Integer()), values: Type.Array(Type.Number()) });

const Golden = Type.Object({
  adamw: Type.Array(
    Type.Object({
      options: Type.Record(Type.String(), Type.Unknown()),
      start: Type.Array(Values),
      steps: Type.Array(
        Type.Object({ rate: Type.Number(), gradients: Type.Array(Values), weights: Type.Array(Values) }),
      ),
    }),
  ),
  schedules: Type.Array(
    Type.Object({
      base: Type.Number(),
      warm: Type.Integer(),
      steps: Type.Integer(),
      to: Type.Number(),
      rates: Type.Array(Type.Number()),
    }),
  ),
  clipping: Type.Array(
    Type.Object({
      most: Type.Number(),
      gradients: Type.Array(Values),
      norm: Type.Number(),
      clipped: Type.Array(Values),
    }),
  ),
});

/** What PyTorch computes (scripts/golden/training_loop.py). */
export const loopGolden: Static<typeof Golden> = Value.Parse(
  Golden,
  JSON.parse(readFileSync('test/golden/training-loop.json', 'utf8')),
);
