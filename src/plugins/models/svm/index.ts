import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { definePlugin } from '../../../core/registry/plugin.js';
import type { ClassicalState, FittedClassical } from '../../../core/registry/contracts.js';
import { fitMachine } from './fit.js';
import { gammaOf } from './kernel.js';
import { pairsOf, predictorOf, type SupportVectorMachine } from './machine.js';

const Settings = Type.Object({
  kernel: Type.Object({
    kind: Type.Union([Type.Literal('rbf'), Type.Literal('linear')]),
    gamma: Type.Number(),
  }),
  classes: Type.Integer(),
  present: Type.Array(Type.Integer(), { minItems: 2 }),
  columns: Type.Integer({ minimum: 1 }),
});

/**
 * A C-SVM for each pair of classes, as libsvm and scikit-learn's SVC. Probabilities are libsvm's: Platt's scaling of each
 * pair on a cross-validation within the training rows, then pairwise coupling. The class that is predicted is the most
 * probable one; SVC's `predict` counts the pairs' votes, which now and then names another class where two are close.
 */
export default definePlugin({
  kind: 'model',
  name: 'svm',
  summary:
    "Support vector machines, one for each pair of classes, with Platt's probabilities, fitted at once; as libsvm and scikit-learn's SVC.",
  options: Type.Object(
    {
      kernel: Type.Union([Type.Literal('rbf'), Type.Literal('linear')], {
        default: 'rbf',
        description: "What tells how alike two rows are: 'rbf' (exp(−gamma · squared distance)) or 'linear'.",
      }),
      cost: Type.Number({
        default: 1,
        exclusiveMinimum: 0,
        description: "C: what a row on the wrong side costs, times its class's weight (train.classWeights).",
      }),
      gamma: Type.Union([Type.Literal('scale'), Type.Literal('auto'), Type.Number({ exclusiveMinimum: 0 })], {
        default: 'scale',
        description:
          "Of the rbf kernel: 'scale' (1 / (columns × variance of all values)), 'auto' (1 / columns), or a number.",
      }),
      tolerance: Type.Number({
        default: 0.001,
        exclusiveMinimum: 0,
        description: 'By how much the optimality conditions may be missed (no unit).',
      }),
    },
    { additionalProperties: false },
  ),
  create: ({ kernel: kind, cost, gamma, tolerance }, { warn }) => ({
    type: 'classical',
    takes: [['vector']],
    weighsClasses: true,
    async fit(training, fitting) {
      const kernel = { kind, gamma: gammaOf(gamma, training.table) };
      return fittedMachine(await fitMachine(training, { cost, kernel, tolerance }, fitting, warn));
    },
    restore: (state) => fittedMachine(machineOf(state)),
  }),
});

function fittedMachine(machine: SupportVectorMachine): FittedClassical {
  const { kernel, classes, present, columns, ...arrays } = machine;
  return {
    predict: predictorOf(machine),
    state: { settings: { kernel, classes, present, columns }, arrays },
  };
}

function machineOf({ settings, arrays }: ClassicalState): SupportVectorMachine {
  Value.Assert(Settings, settings);
  const { vectors, coefficients, offsets, slopes, shifts } = arrays;
  if (!(vectors instanceof Float32Array)) throw new TypeError('it lacks vectors');
  const pairs = pairsOf(settings.present.length).length;
  const count = vectors.length / settings.columns;
  return {
    ...settings,
    vectors,
    coefficients: doubles(coefficients, 'coefficients', pairs * count),
    offsets: doubles(offsets, 'offsets', pairs),
    slopes: doubles(slopes, 'slopes', pairs),
    shifts: doubles(shifts, 'shifts', pairs),
  };
}

function doubles(
  array: ClassicalState['arrays'][string] | undefined,
  name: string,
  length: number,
): Float64Array {
  if (array instanceof Float64Array && array.length === length) return array;
  throw new TypeError(`it lacks ${name}, or has another number of them`);
}
