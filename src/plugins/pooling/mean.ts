import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';

export default definePlugin({
  kind: 'pooling',
  name: 'mean',
  summary: "Each column's mean over the clip's frames; the columns keep their names.",
  options: Type.Object({}, { additionalProperties: false }),
  create() {
    return {
      output: 'vector',
      names: (columns) => columns,
      pool({ frames, names, values }) {
        const sums = new Float64Array(names.length);
        for (let frame = 0; frame < frames; frame++) {
          for (let column = 0; column < sums.length; column++) {
            sums[column] += values[frame * sums.length + column];
          }
        }
        return Float32Array.from(sums, (sum) => sum / frames);
      },
    };
  },
});
