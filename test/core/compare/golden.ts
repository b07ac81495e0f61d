import { Type } from '@sinclair/typebox';
import { readJson } from '../../support/readJson.js';

const Difference = Type.Object({
  value: Type.Number(),
  low: Type.Number(),
  high: Type.Number(),
  standardError: Type.Number(),
});

/** What SciPy says (scripts/golden/compare.py). */
export const golden = readJson(
  Type.Object({
    mcnemar: Type.Array(
      Type.Object({
        onlyFirst: Type.Integer(),
        onlySecond: Type.Integer(),
        statistic: Type.Union([Type.Number(), Type.Null()]),
        p: Type.Number(),
      }),
    ),
    chiSquareSurvival: Type.Array(Type.Object({ statistic: Type.Number(), p: Type.Number() })),
    paired: Type.Array(
      Type.Object({
        classes: Type.Integer(),
        truth: Type.Array(Type.Integer()),
        first: Type.Array(Type.Integer()),
        second: Type.Array(Type.Integer()),
        differences: Type.Object({ accuracy: Difference, 'f1.macro': Difference }),
      }),
    ),
  }),
  new URL('../../golden/compare.json', import.meta.url),
);
