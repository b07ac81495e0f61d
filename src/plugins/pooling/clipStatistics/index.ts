import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../../core/registry/plugin.js';
import { Contour, Scratch } from './contour.js';
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

/** Of the clip that is looked at. */
const scratch = new Scratch();

function statisticsOf(features: FrameFeatures, plan: Plan): Float32Array {
  const { frames, names, values } = features;
  scratch.clear();
  const whole = new Map<number, Contour>();
  const contourOf = (column: number): Contour => {
    const contour = whole.get(column) ?? Contour.of(values, column, names.length, scratch);
    whole.set(column, contour);
    return contour;
  };
  const voiced = plan.voiced < 0 ? [] : voicedFrames(contourOf(plan.voiced));
  const found = new Float32Array(plan.names.length);
  let place = 0;
  for (const { group, columns } of plan.tasks) {
    for (let part = 0; part < group.parts; part++) {
      const cut = cutOf(frames, group.parts, part, group.voicedOnly ? voiced : []);
      const contours = columns.map((column) => cut(contourOf(column)));
      const company = { mean: contours.reduce((sum, { mean }) => sum + mean, 0) / contours.length };
      for (const contour of contours) {
        for (const statistic of group.statistics) found[place++] = computed(statistic, contour, company);
      }
    }
  }
  return found;
}

function voicedFrames({ values }: Contour): number[] {
  const voiced: number[] = [];
  for (let frame = 0; frame < values.length; frame++) if (values[frame] > 0) voiced.push(frame);
  return voiced;
}

/** Cuts a part out of a clip's contours: those of its frames that are `voiced`, or all where none of it is. */
function cutOf(
  frames: number,
  parts: number,
  part: number,
  voiced: readonly number[],
): (contour: Contour) => Contour {
  // No part is empty, of however short a clip.
  const first = Math.min(frames - 1, Math.floor((part * frames) / parts));
  const end = Math.max(first + 1, Math.floor(((part + 1) * frames) / parts));
  const own = Uint32Array.from(voiced.filter((frame) => frame >= first && frame < end));
  if (own.length > 0) return (contour) => contour.at(own);
  return parts === 1 ? (contour) => contour : (contour) => contour.between(first, end);
}
