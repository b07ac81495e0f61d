import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';
import type { FrameFeatures } from '../../core/experiment/frames.js';

export default definePlugin({
  kind: 'pooling',
  name: 'none',
  summary: 'The frames as they are, in their order, as a sequence.',
  options: Type.Object(
    {
      every: Type.Integer({
        default: 1,
        minimum: 1,
        description: 'Frames that are averaged into one step; a rest at the end makes a step of its own.',
      }),
      maximumSteps: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
        default: null,
        description: 'Longer sequences lose their end, in steps; null: no limit.',
      }),
    },
    { additionalProperties: false },
  ),
  create({ every, maximumSteps }) {
    return {
      output: 'sequence',
      names: (columns) => columns,
      pool(features) {
        const steps = Math.min(Math.ceil(features.frames / every), maximumSteps ?? Infinity);
        return every === 1
          ? features.values.slice(0, steps * features.names.length)
          : averageRuns(features, every, steps);
      },
    };
  },
});

function averageRuns({ frames, names, values }: FrameFeatures, every: number, steps: number): Float32Array {
  const columns = names.length;
  const averages = new Float32Array(steps * columns);
  for (let step = 0; step < steps; step++) {
    const first = step * every;
    const end = Math.min(frames, first + every);
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let frame = first; frame < end; frame++) sum += values[frame * columns + column];
      averages[step * columns + column] = sum / (end - first);
    }
  }
  return averages;
}
