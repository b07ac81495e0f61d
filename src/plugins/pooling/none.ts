import { Type } from '@sinclair/typebox';
import { averageRuns, stepsOf } from '../../core/pooling/averages.js';
import { stepOptions } from '../../core/pooling/options.js';
import { definePlugin } from '../../core/registry/plugin.js';

export default definePlugin({
  kind: 'pooling',
  name: 'none',
  summary: 'The frames as they are, in their order, as a sequence.',
  options: Type.Object(stepOptions, { additionalProperties: false }),
  create({ every, maximumSteps }) {
    return {
      output: 'sequence',
      names: (columns) => columns,
      pool: (features) => averageRuns(features, every, stepsOf(features.frames, every, maximumSteps)),
    };
  },
});
