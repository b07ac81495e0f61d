import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { SCALER_COLUMNS_DIFFER, SCALER_STATE_INVALID } from '../../core/errors/balance.js';
import { dimensions, type Table } from '../../core/experiment/rows.js';
import type { FittedScaler } from '../../core/registry/contracts.js';
import { definePlugin } from '../../core/registry/plugin.js';

const State = Type.Object(
  {
    columns: Type.Array(Type.String()),
    mean: Type.Array(Type.Number()),
    scale: Type.Array(Type.Number({ exclusiveMinimum: 0 })),
  },
  { additionalProperties: false },
);
type State = Static<typeof State>;

/**
 * Takes each column's mean away and divides by its population deviation, both of the training rows, as scikit-learn's
 * StandardScaler. Columns that do not vary are divided by 1. In sequences the mean and deviation are over the real
 * steps of all clips, and padding stays zero. With `clip` what lies further out is brought to that many deviations.
 */
export default definePlugin({
  kind: 'scaler',
  name: 'standard',
  summary: 'Zero mean and unit variance per column (scikit-learn StandardScaler), fitted on training rows.',
  options: Type.Object(
    {
      clip: Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Null()], {
        default: null,
        description: 'Largest value of a scaled column, above and below 0 (deviations); null: no limit.',
      }),
    },
    { additionalProperties: false },
  ),
  create: ({ clip }) => ({
    fit: ({ table }) => fitted(moments(table), clip),
    restore(state) {
      if (!Value.Check(State, state))
        throw SCALER_STATE_INVALID({ scaler: 'standard', problem: defect(state) });
      if (state.mean.length !== state.columns.length || state.scale.length !== state.columns.length) {
        const problem = `it has ${state.columns.length} columns, ${state.mean.length} means and ${state.scale.length} scales`;
        throw SCALER_STATE_INVALID({ scaler: 'standard', problem });
      }
      return fitted(state, clip);
    },
  }),
});

function defect(state: unknown): string {
  const first = Value.Errors(State, state).First();
  return first ? `${first.path || 'the whole'}: ${first.message}` : 'it cannot be read';
}

/** Two passes in double precision: means, then the squared deviations from them. */
function moments(table: Table): State {
  const { columns } = dimensions(table);
  const mean = new Float64Array(columns);
  const steps = sumColumns(table, mean, (value) => value);
  for (let column = 0; column < columns; column++) mean[column] /= steps;

  const variance = new Float64Array(columns);
  sumColumns(table, variance, (value, column) => (value - mean[column]) ** 2);
  for (let column = 0; column < columns; column++) variance[column] /= steps;

  const scale = variance.map((value, column) =>
    isConstant(value, mean[column], steps) ? 1 : Math.sqrt(value),
  );
  return { columns: [...table.columns], mean: [...mean], scale: [...scale] };
}

/** Adds up a function of the values of each column over the real steps of every row, and counts those steps. */
function sumColumns(table: Table, sums: Float64Array, of: (value: number, column: number) => number): number {
  const { rows, steps, columns, width } = dimensions(table);
  let counted = 0;
  for (let row = 0; row < rows; row++) {
    const real = table.lengths?.[row] ?? steps;
    counted += real;
    for (let index = 0; index < real * columns; index++) {
      const column = index % columns;
      sums[column] += of(table.values[row * width + index], column);
    }
  }
  return counted;
}

/** scikit-learn's bound for a variance that is nothing but rounding (Chan, Golub & LeVeque 1983, equation 9). */
function isConstant(variance: number, mean: number, count: number): boolean {
  return variance <= count * Number.EPSILON * variance + (count * mean * Number.EPSILON) ** 2;
}

function fitted(state: State, clip: number | null): FittedScaler {
  return { state, apply: (table) => applyScale(table, state, clip ?? Infinity) };
}

function applyScale(table: Table, { columns: names, mean, scale }: State, limit: number): Table {
  const { rows, steps, columns, width } = dimensions(table);
  if (columns !== names.length || names.some((name, column) => name !== table.columns[column])) {
    throw SCALER_COLUMNS_DIFFER({ scaler: 'standard', fitted: names, found: table.columns });
  }
  const values = new Float32Array(table.values.length);
  for (let row = 0; row < rows; row++) {
    const real = (table.lengths?.[row] ?? steps) * columns;
    for (let index = 0; index < real; index++) {
      const at = row * width + index;
      const column = index % columns;
      const value = (table.values[at] - mean[column]) / scale[column];
      values[at] = Math.max(-limit, Math.min(limit, value));
    }
  }
  return { ...table, values };
}
