import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { Random } from '../../../src/core/random.js';
import type { ClassicalModel, Fitting } from '../../../src/core/registry/contracts.js';
import type { Plugin } from '../../../src/core/registry/plugin.js';
import type { Rows } from '../../../src/core/experiment/rows.js';
import { pluginContext } from '../../support/pluginContext.js';
import { readJson } from '../../support/readJson.js';
import { pooledTable, trainingRows } from '../../support/trainingRows.js';

const Numbers = Type.Array(Type.Number());
const Matrix = Type.Array(Numbers);
const Case = Type.Object({
  classes: Type.Integer(),
  training: Matrix,
  labels: Numbers,
  test: Matrix,
  truth: Numbers,
  lda: Type.Object({ auto: Matrix, fixed: Matrix, equal: Matrix }),
  svm: Type.Array(
    Type.Object({
      options: Type.Object({
        kernel: Type.Union([Type.Literal('rbf'), Type.Literal('linear')]),
        C: Type.Number(),
        gamma: Type.Optional(Type.Unknown()),
        class_weight: Type.Optional(Type.Literal('balanced')),
      }),
      decisions: Matrix,
      supportVectors: Type.Integer(),
      predicted: Numbers,
    }),
  ),
});

/** What scripts/golden/classical.py computed with scikit-learn. */
export const golden = readJson(
  Type.Object({
    cases: Type.Array(Case),
    platt: Type.Array(
      Type.Object({ decisions: Numbers, isFirst: Type.Array(Type.Boolean()), probabilities: Numbers }),
    ),
    coupling: Type.Object({
      slopes: Numbers,
      shifts: Numbers,
      decisions: Matrix,
      probabilities: Matrix,
    }),
  }),
  new URL('../../golden/classical.json', import.meta.url),
);
export type GoldenCase = Static<typeof Case>;

export function trainingOf({ training, labels, classes }: GoldenCase): Rows<'train'> {
  return trainingRows(pooledTable(training), labels, classes);
}

/** What a fit is given where nothing else is said: equal weights, nobody who stops it. */
export function fittingOf(classes: number, changes: Partial<Fitting> = {}): Fitting {
  return {
    classes: Array.from({ length: classes }, (_, label) => `class ${label}`),
    classWeights: new Float32Array(classes).fill(1),
    random: new Random(5),
    progress: () => undefined,
    ...changes,
  };
}

export function classical(plugin: Plugin<'model'>, options: object = {}): ClassicalModel {
  const model = plugin.create(options, pluginContext());
  if (model.type !== 'classical') throw new TypeError(`${plugin.name} is a network`);
  return model;
}

/** The largest difference of the numbers. */
export function largestDifference(
  found: ArrayLike<number>,
  expected: readonly (readonly number[])[],
): number {
  const flat = expected.flat();
  if (found.length !== flat.length) throw new RangeError(`${found.length} numbers, not ${flat.length}`);
  return Math.max(...flat.map((value, index) => Math.abs(found[index] - value)));
}
