import { Type } from '@sinclair/typebox';
import { confusionOf, confusionRows } from '../../core/experiment/confusion.js';
import { definePlugin } from '../../core/registry/plugin.js';

/**
 * What was taken for what. It makes no metric; its details hold, with the classes in the model's order:
 * `matrix[truth][predicted]` in rows, and `normalized`, the same divided by the rows of the true class, so that the
 * diagonal is each class's recall (scikit-learn's `normalize='true'`; null for a class without rows).
 */
export default definePlugin({
  kind: 'evaluator',
  name: 'confusion-matrix',
  summary: 'Counts which class was taken for which (scikit-learn confusion_matrix); makes no metric.',
  options: Type.Object({}, { additionalProperties: false }),
  create: () => ({
    metrics: [],
    evaluate: () => ({ overall: {}, perClass: {} }),
    details(predictions) {
      const confusion = confusionOf(predictions);
      const matrix = confusionRows(confusion);
      const normalized = matrix.map((row, truth) =>
        row.map((count) => (confusion.truth[truth] > 0 ? count / confusion.truth[truth] : null)),
      );
      return { classes: predictions.classes, matrix, normalized };
    },
  }),
});
