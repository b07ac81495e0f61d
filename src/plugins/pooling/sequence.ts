import { Type } from '@sinclair/typebox';
import { averageRuns, stepsOf } from '../../core/pooling/averages.js';
import { columnsNamed } from '../../core/pooling/columns.js';
import { stepOptions } from '../../core/pooling/options.js';
import { definePlugin } from '../../core/registry/plugin.js';
import type { FrameFeatures } from '../../core/experiment/frames.js';

export default definePlugin({
  kind: 'pooling',
  name: 'sequence',
  summary:
    'The frames in their order with what they change by, and chosen columns less their mean over the clip.',
  options: Type.Object(
    {
      center: Type.Array(Type.String({ minLength: 1 }), {
        default: [],
        description:
          "Columns that stand there a second time less the clip's own mean, as `<column>_centered`: names, with * for any letters, and ! before what is left out.",
      }),
      deltas: Type.Boolean({
        default: true,
        description: 'What each column changes by from frame to frame, as `<column>_delta` (numpy.gradient).',
      }),
      ...stepOptions,
    },
    { additionalProperties: false },
  ),
  /**
   * Columns: the features', then the centred ones, then the deltas. A delta is half the difference of the frames after
   * and before; at the ends, that of the two frames there. Means, deltas first and averages after. Sequences of several
   * lengths are padded by the framework, which tells the model where the real steps end.
   */
  create({ center, deltas, every, maximumSteps }) {
    const names = (columns: readonly string[]): readonly string[] => [
      ...columns,
      ...columnsNamed(center, columns, 'sequence').map((index) => `${columns[index]}_centered`),
      ...(deltas ? columns.map((column) => `${column}_delta`) : []),
    ];
    return {
      output: 'sequence',
      names,
      pool(features) {
        const centered = columnsNamed(center, features.names, 'sequence');
        const wide = widened(features, names(features.names), centered, deltas);
        return averageRuns(wide, every, stepsOf(features.frames, every, maximumSteps));
      },
    };
  },
});

function widened(
  features: FrameFeatures,
  names: readonly string[],
  centered: readonly number[],
  deltas: boolean,
): FrameFeatures {
  const { frames, values } = features;
  const [columns, width] = [features.names.length, names.length];
  const wide = new Float32Array(frames * width);
  for (let frame = 0; frame < frames; frame++) {
    wide.set(values.subarray(frame * columns, (frame + 1) * columns), frame * width);
  }
  centered.forEach((column, index) => {
    let sum = 0;
    for (let frame = 0; frame < frames; frame++) sum += values[frame * columns + column];
    const mean = sum / frames;
    for (let frame = 0; frame < frames; frame++) {
      wide[frame * width + columns + index] = values[frame * columns + column] - mean;
    }
  });
  if (deltas) {
    for (let frame = 0; frame < frames; frame++) {
      const [before, after] = [Math.max(0, frame - 1), Math.min(frames - 1, frame + 1)];
      const to = frame * width + columns + centered.length;
      for (let column = 0; column < columns; column++) {
        const rise = values[after * columns + column] - values[before * columns + column];
        wide[to + column] = rise / Math.max(1, after - before);
      }
    }
  }
  return { frames, names, values: wide };
}
