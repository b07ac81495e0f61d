import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../../core/registry/plugin.js';
import { Contour } from './contour.js';
import { GroupOptions, planOf, type Plan } from './groups.js';
import { computed } from './statistics.js';
import type { FrameFeatures } from '../../../core/experiment/frames.js';

export default definePlugin({
  kind: 'pooling',
  name: 'clip-statistics',
  summary:
    'Statistics over the clip, by groups of columns: of all frames, of the voiced ones, or of parts of the clip.',
  options: Type.Object(
    {
      groups: Type.Array(GroupOptions, {
        default: [],
        description:
          'Which statistics of which columns; none: a standard set, of those of its columns that the features have (906 numbers of 25 mfcc, spectral-shape, pitch and 64 mel).',
      }),
      voiced: Type.String({
        default: 'pitch_voiced',
        minLength: 1,
        description: 'Column that is above 0 in voiced frames.',
      }),
    },
    { additionalProperties: false },
  ),
  /**
   * | statistic | what it is |
   * |---|---|
   * | `mean`, `deviation` | the deviation is divided by the number of frames |
   * | `minimum`, `p1` … `p99`, `maximum`, `iqr` | percentiles, interpolated; p75 less p25 |
   * | `skewness`, `kurtosis` | biased, as scipy's; a normal distribution has 0; 0 where all values are alike |
   * | `slope` | rise of the least-squares line from frame to frame |
   * | `shape` | the mean less the mean of the means of all columns of the group |
   * | `delta-deviation`, `delta-mean-absolute`, `delta2-deviation` | of the first and second numpy.gradient |
   * | `frames` | number of frames |
   * | `runs`, `run-mean`, `run-deviation`, `gap-mean` | stretches above 0: how many, and their length in frames; mean length of those between |
   */
  create({ groups, voiced }) {
    const plans = new Map<string, Plan>();
    const planFor = (columns: readonly string[]): Plan => {
      const key = columns.join('\n');
      const plan = plans.get(key) ?? planOf(groups, voiced, columns);
      plans.set(key, plan);
      return plan;
    };
    return {
      output: 'vector',
      names: (columns) => planFor(columns).names,
      pool: (features) => statisticsOf(features, planFor(features.names)),
    };
  },
});

function statisticsOf(features: FrameFeatures, plan: Plan): Float32Array {
  const { frames, names, values } = features;
  const whole = new Map<number, Contour>();
  const contourOf = (column: number): Contour => {
    const contour = whole.get(column) ?? Contour.of(values, column, names.length);
    whole.set(column, contour);
    return contour;
  };
  const voiced = plan.voiced < 0 ? null : voicedFrames(contourOf(plan.voiced));
  const found = new Float32Array(plan.names.length);
  let place = 0;
  for (const { group, columns } of plan.tasks) {
    for (let part = 0; part < group.parts; part++) {
      const chosen = chosenFrames(frames, group.parts, part, group.voicedOnly ? voiced : null);
      const contours = columns.map((column) => {
        const contour = contourOf(column);
        return chosen === null ? contour : contour.at(chosen);
      });
      const company = { mean: contours.reduce((sum, { mean }) => sum + mean, 0) / contours.length };
      for (const contour of contours) {
        for (const statistic of group.statistics) found[place++] = computed(statistic, contour, company);
      }
    }
  }
  return found;
}

/** Null where no frame is voiced: then all frames count. */
function voicedFrames({ values }: Contour): Uint32Array | null {
  const voiced: number[] = [];
  for (let frame = 0; frame < values.length; frame++) if (values[frame] > 0) voiced.push(frame);
  return voiced.length === 0 ? null : Uint32Array.from(voiced);
}

/** The frames of a part, or the voiced ones of it if it has any; null: all of the clip. No part is empty. */
function chosenFrames(
  frames: number,
  parts: number,
  part: number,
  voiced: Uint32Array | null,
): Uint32Array | null {
  if (parts === 1) return voiced;
  const first = Math.min(frames - 1, Math.floor((part * frames) / parts));
  const end = Math.max(first + 1, Math.floor(((part + 1) * frames) / parts));
  const own = voiced?.filter((frame) => frame >= first && frame < end);
  if (own && own.length > 0) return own;
  return Uint32Array.from({ length: end - first }, (_, index) => first + index);
}
