import { Type, type Static, type TLiteral } from '@sinclair/typebox';
import {
  POOLING_COLUMN_TWICE,
  POOLING_NO_VOICING,
  POOLING_NOTHING_LEFT,
} from '../../../core/errors/pooling.js';
import { columnsNamed } from '../../../core/pooling/columns.js';
import { STATISTICS, type Statistic } from './statistics.js';

const PLUGIN = 'clip-statistics';

const literals: TLiteral<Statistic>[] = [];
for (const name of statisticNames()) literals.push(Type.Literal(name));

function* statisticNames(): Generator<Statistic> {
  for (const name in STATISTICS) if (isStatistic(name)) yield name;
}

function isStatistic(name: string): name is Statistic {
  return Object.hasOwn(STATISTICS, name);
}

export const GroupOptions = Type.Object(
  {
    columns: Type.Array(Type.String({ minLength: 1 }), {
      minItems: 1,
      description:
        'Columns: names, with * for any letters, and ! before what is left out of those before it.',
    }),
    statistics: Type.Array(Type.Union(literals), {
      minItems: 1,
      uniqueItems: true,
      description: 'What is computed of each of them.',
    }),
    voicedOnly: Type.Boolean({
      default: false,
      description: 'Over the voiced frames; over all where there is none, in the clip or the part.',
    }),
    parts: Type.Integer({
      default: 1,
      minimum: 1,
      maximum: 16,
      description: 'Parts of equal length that the clip is cut into, each with statistics of its own.',
    }),
  },
  { additionalProperties: false },
);

export type Group = Static<typeof GroupOptions>;

const CONTOURS = ['*', '!mel_*', '!pitch_log2', '!pitch_voiced'];
const BASIC: readonly Statistic[] = ['mean', 'deviation', 'p5', 'p50', 'p95', 'iqr', 'skewness'];
const MOVEMENT: readonly Statistic[] = ['slope', 'delta-deviation', 'delta-mean-absolute'];

const group = (
  columns: readonly string[],
  statistics: readonly Statistic[],
  more: Partial<Group> = {},
): Group => ({
  columns: [...columns],
  statistics: [...statistics],
  voicedOnly: false,
  parts: 1,
  ...more,
});

/** With 25 MFCC, spectral-shape, pitch and 64 mel bands they make 906 columns. */
export const STANDARD: readonly Group[] = [
  group(CONTOURS, [...BASIC, 'kurtosis', ...MOVEMENT]),
  group(['mfcc_*'], ['delta2-deviation']),
  group(['mel_*'], ['mean', 'deviation', 'shape', 'delta2-deviation']),
  group(['mel_*'], ['mean', 'deviation'], { voicedOnly: true }),
  group(['pitch_log2'], [...BASIC, ...MOVEMENT], { voicedOnly: true }),
  group(['pitch_strength'], ['mean', 'deviation'], { voicedOnly: true }),
  group(['pitch_voiced'], ['mean', 'frames', 'runs', 'run-mean', 'run-deviation', 'gap-mean']),
  group(['*', '!mel_*', '!pitch_voiced'], ['mean'], { parts: 3 }),
];

/** A group and the places of its columns. */
export interface Task {
  readonly group: Group;
  readonly columns: readonly number[];
}

/** What is to be done with some columns. */
export interface Plan {
  readonly tasks: readonly Task[];
  /** Place of the column that tells voiced frames; −1: none, and no task needs it. */
  readonly voiced: number;
  readonly names: readonly string[];
}

/**
 * @param groups None: the standard ones, less what the columns do not have.
 * @throws POOLING_COLUMNS_UNKNOWN, POOLING_NOTHING_LEFT, POOLING_NO_VOICING, POOLING_COLUMN_TWICE
 */
export function planOf(groups: readonly Group[], voicedColumn: string, columns: readonly string[]): Plan {
  const voiced = columns.indexOf(voicedColumn);
  const standard = groups.length === 0;
  const tasks = (standard ? STANDARD : groups).flatMap((each): Task[] => {
    if (each.voicedOnly && voiced < 0) {
      if (standard) return [];
      throw POOLING_NO_VOICING({ plugin: PLUGIN, column: voicedColumn, columns });
    }
    const known = standard ? each.columns.filter((pattern) => fitsAny(pattern, columns)) : each.columns;
    const chosen = columnsNamed(known, columns, PLUGIN);
    if (chosen.length > 0) return [{ group: each, columns: chosen }];
    if (standard) return [];
    throw POOLING_NOTHING_LEFT({ plugin: PLUGIN, patterns: each.columns });
  });
  if (tasks.length === 0) throw POOLING_NOTHING_LEFT({ plugin: PLUGIN, patterns: columns });
  const names = tasks.flatMap((task) => namesOf(task, columns));
  const seen = new Set<string>();
  for (const column of names) {
    if (seen.has(column)) throw POOLING_COLUMN_TWICE({ plugin: PLUGIN, column });
    seen.add(column);
  }
  return { tasks, voiced, names };
}

function fitsAny(pattern: string, columns: readonly string[]): boolean {
  return (
    pattern.startsWith('!') || columnsNamed(['*', `!${pattern}`], columns, PLUGIN).length < columns.length
  );
}

/** `mfcc_1_delta_deviation`, `mel_3_voiced_mean`, `log_energy_mean_1of3`: part by part, column by column. */
function namesOf(
  { group: { statistics, voicedOnly, parts }, columns: places }: Task,
  columns: readonly string[],
): string[] {
  return Array.from({ length: parts }, (_, part) =>
    places.flatMap((place) =>
      statistics.map((statistic) =>
        [
          columns[place],
          ...(voicedOnly ? ['voiced'] : []),
          statistic.replaceAll('-', '_'),
          ...(parts > 1 ? [`${part + 1}of${parts}`] : []),
        ].join('_'),
      ),
    ),
  ).flat();
}
