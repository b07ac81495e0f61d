import { Type } from '@sinclair/typebox';
import { MODEL_SINGULAR } from '../../../core/errors/classical.js';
import { definePlugin } from '../../../core/registry/plugin.js';
import type { ClassicalState, FittedClassical } from '../../../core/registry/contracts.js';
import { empiricalPriors, equalPriors, fitDiscriminants, probabilitiesOf, type LinearRule } from './fit.js';

/**
 * Linear discriminant analysis with one covariance for all classes, shrunken: scikit-learn's
 * `LinearDiscriminantAnalysis(solver='lsqr', shrinkage=…)`.
 */
export default definePlugin({
  kind: 'model',
  name: 'lda',
  summary:
    "Linear discriminant analysis with a shrunken covariance, fitted at once; as scikit-learn's solver 'lsqr'.",
  options: Type.Object(
    {
      shrinkage: Type.Union([Type.Literal('auto'), Type.Number({ exclusiveMinimum: 0, maximum: 1 })], {
        default: 'auto',
        description:
          "Share of the covariance that is replaced by a diagonal one: 'auto' (Ledoit & Wolf 2004, by class), or a number.",
      }),
      priors: Type.Union([Type.Literal('empirical'), Type.Literal('equal')], {
        default: 'empirical',
        description:
          "How frequent classes are taken to be: as among the training rows ('empirical'), or alike.",
      }),
    },
    { additionalProperties: false },
  ),
  create: ({ shrinkage, priors }) => ({
    type: 'classical',
    takes: [['vector']],
    weighsClasses: false,
    fit(training) {
      const shares = priors === 'equal' ? equalPriors(training) : empiricalPriors(training);
      const rule = fitDiscriminants(training, shrinkage, shares);
      return rule === null ? Promise.reject(MODEL_SINGULAR({})) : Promise.resolve(ruleModel(rule));
    },
    restore: ({ arrays: { coefficients, intercepts } }: ClassicalState) => {
      if (!(coefficients instanceof Float64Array) || !(intercepts instanceof Float64Array)) {
        throw new TypeError('it lacks coefficients or intercepts');
      }
      const columns = coefficients.length / intercepts.length;
      if (!Number.isInteger(columns)) throw new RangeError('its coefficients and intercepts do not fit');
      return ruleModel({ columns, coefficients, intercepts });
    },
  }),
});

function ruleModel(rule: LinearRule): FittedClassical {
  const { coefficients, intercepts } = rule;
  return {
    predict: ({ values }) => probabilitiesOf(rule, values),
    state: { settings: {}, arrays: { coefficients, intercepts } },
  };
}
