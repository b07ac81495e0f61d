import { Type } from '@sinclair/typebox';
import { quantile } from '../../core/experiment/bootstrap.js';
import { definePlugin } from '../../core/registry/plugin.js';

export default definePlugin({
  kind: 'pooling',
  name: 'functionals',
  summary: "Statistics of each column over the clip's frames: mean, standard deviation, percentiles, slope.",
  options: Type.Object(
    {
      mean: Type.Boolean({ default: true, description: 'The mean, as `<column>_mean`.' }),
      deviation: Type.Boolean({
        default: true,
        description: 'The standard deviation (divided by the number of frames), as `<column>_deviation`.',
      }),
      percentiles: Type.Array(Type.Number({ minimum: 0, maximum: 100 }), {
        default: [5, 50, 95],
        uniqueItems: true,
        description: "Percentiles, in %, as `<column>_p5`; between two frames' values they are interpolated.",
      }),
      slope: Type.Boolean({
        default: true,
        description: 'Rise of the least-squares line from frame to frame, as `<column>_slope`.',
      }),
    },
    { additionalProperties: false },
  ),
  create({ mean, deviation, percentiles, slope }) {
    const functionals: Functional[] = [
      ...(mean ? [{ suffix: 'mean', of: meanOf }] : []),
      ...(deviation ? [{ suffix: 'deviation', of: deviationOf }] : []),
      ...percentiles.map((percentile) => ({
        suffix: `p${String(percentile)}`,
        of: (contour: Contour) => quantile(contour.sorted, percentile / 100),
      })),
      ...(slope ? [{ suffix: 'slope', of: slopeOf }] : []),
    ];
    return {
      output: 'vector',
      names: (columns) => columns.flatMap((column) => functionals.map(({ suffix }) => `${column}_${suffix}`)),
      pool({ frames, names, values }) {
        return Float32Array.from(
          names.flatMap((_, column) => {
            const contour = contourOf(values, column, names.length, frames);
            return functionals.map(({ of }) => of(contour));
          }),
        );
      },
    };
  },
});

interface Functional {
  readonly suffix: string;
  readonly of: (contour: Contour) => number;
}

/** A column's values in time, and sorted. */
interface Contour {
  readonly values: Float64Array;
  readonly sorted: Float64Array;
}

function contourOf(values: Float32Array, column: number, columns: number, frames: number): Contour {
  const inTime = Float64Array.from({ length: frames }, (_, frame) => values[frame * columns + column]);
  return { values: inTime, sorted: inTime.slice().sort() };
}

function meanOf({ values }: Contour): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(contour: Contour): number {
  const mean = meanOf(contour);
  const squares = contour.values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / contour.values.length);
}

/** A clip of one frame has no slope: 0. */
function slopeOf({ values }: Contour): number {
  const middle = (values.length - 1) / 2;
  let product = 0;
  let square = 0;
  for (let frame = 0; frame < values.length; frame++) {
    product += (frame - middle) * values[frame];
    square += (frame - middle) ** 2;
  }
  return square === 0 ? 0 : product / square;
}
