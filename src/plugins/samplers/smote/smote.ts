import { Type } from '@sinclair/typebox';
import { dimensions, withContents, type Rows, type Table } from '../../../core/experiment/rows.js';
import { definePlugin } from '../../../core/registry/plugin.js';
import type { Random } from '../../../core/random.js';
import { nearestRows } from '../../../kernels/neighbors/nearest.js';

/** A row to make: on the way from `base` to `neighbor`, `step` of the way, in [0, 1). */
interface Recipe {
  readonly base: number;
  readonly neighbor: number;
  readonly step: number;
}

/**
 * Synthetic minority over-sampling (Chawla et al. 2002), with the meaning of imbalanced-learn's
 * `SMOTE(sampling_strategy='auto')`: every class that has rows, except the largest, is brought to the largest's count.
 * A new row is `base + step · (neighbor - base)`, where `base` is any row of the class, `neighbor` any of its nearest
 * rows of the same class (itself left out) and `step` uniform in [0, 1). New rows follow the given ones, class by class.
 *
 * A sequence counts as one long row of steps × columns, padding included, for distances and for the way between two
 * rows alike; a new row is as long as the longer one of the two that it lies between.
 */
export default definePlugin({
  kind: 'sampler',
  name: 'smote',
  summary: 'Synthesises minority-class rows between nearest neighbours (Chawla et al. 2002).',
  options: Type.Object(
    {
      neighbors: Type.Integer({
        default: 5,
        minimum: 1,
        description:
          'Nearest rows of the same class that a new row may lie toward (a count). Each class needs one training row more than this.',
      }),
    },
    { additionalProperties: false },
  ),
  create: ({ neighbors }, { random }) => ({
    minimumRowsPerClass: neighbors + 1,
    resample(training) {
      const members = rowsByClass(training);
      const largest = Math.max(...members.map(({ length }) => length));
      const recipes = members.flatMap((rows, label) =>
        rows.length > 0 && rows.length < largest
          ? recipesForClass(training, rows, largest - rows.length, neighbors, random.fork(`class-${label}`))
          : [],
      );
      return withRecipes(training, recipes);
    },
  }),
});

function rowsByClass({ labels, classes }: Rows<'train'>): number[][] {
  const members = Array.from({ length: classes }, (): number[] => []);
  labels.forEach((label, row) => members[label].push(row));
  return members;
}

function recipesForClass(
  training: Rows<'train'>,
  members: readonly number[],
  missing: number,
  neighbors: number,
  random: Random,
): Recipe[] {
  const drawn = Array.from({ length: missing }, () => ({
    base: random.integer(members.length),
    rank: random.integer(neighbors),
    step: random.next(),
  }));
  // Only of rows that were drawn the neighbours are needed.
  const bases = Uint32Array.from(new Set(drawn.map(({ base }) => base))).sort();
  const places = new Map(Array.from(bases, (base, place) => [base, place]));
  const { width } = dimensions(training.table);
  const rows = Uint32Array.from(members);
  const nearest = nearestRows({ values: training.table.values, width, rows }, neighbors, bases);
  return drawn.map(({ base, rank, step }) => {
    const neighbor = nearest[(places.get(base) ?? 0) * neighbors + rank];
    return { base: members[base], neighbor: members[neighbor], step };
  });
}

function withRecipes(training: Rows<'train'>, recipes: readonly Recipe[]): Rows<'train'> {
  const { table, labels, ids } = training;
  return withContents(training, {
    table: extendTable(table, recipes),
    labels: extended(labels, recipes, ({ base }) => labels[base]),
    ids: ids.concat(recipes.map(({ base }, index) => `${ids[base]}~smote-${index + 1}`)),
  });
}

function extended(
  numbers: Int32Array,
  recipes: readonly Recipe[],
  numberOf: (recipe: Recipe) => number,
): Int32Array {
  const all = new Int32Array(numbers.length + recipes.length);
  all.set(numbers);
  recipes.forEach((recipe, index) => {
    all[numbers.length + index] = numberOf(recipe);
  });
  return all;
}

function interpolate(
  given: Float32Array,
  width: number,
  { base, neighbor, step }: Recipe,
  made: Float32Array,
  at: number,
): void {
  const [from, to] = [base * width, neighbor * width];
  for (let column = 0; column < width; column++) {
    const start = given[from + column];
    made[at + column] = start + step * (given[to + column] - start);
  }
}

function extendTable(table: Table, recipes: readonly Recipe[]): Table {
  const { rows, steps, columns, width } = dimensions(table);
  const total = rows + recipes.length;
  const values = new Float32Array(total * width);
  values.set(table.values);
  recipes.forEach((recipe, index) => {
    interpolate(table.values, width, recipe, values, (rows + index) * width);
  });
  const shape: Table['shape'] = table.shape.length === 3 ? [total, steps, columns] : [total, columns];
  const { lengths } = table;
  return {
    ...table,
    shape,
    values,
    ...(lengths && {
      lengths: extended(lengths, recipes, ({ base, neighbor }) => Math.max(lengths[base], lengths[neighbor])),
    }),
  };
}
