import type { EventSink } from '../events.js';
import { isIntoneError } from '../errors/entry.js';
import type { Random } from '../random.js';
import type { ClassicalModel, FittedClassical } from '../registry/contracts.js';
import { mostProbable } from './confusion.js';
import { dimensions, rowsOfInput, type InputRows, type InputTable, type Table } from './rows.js';

/** The linear model's plugin; where the registry lacks it there is none. */
export const LINEAR_BASELINE = 'lda';

/** A linear model of more columns would take longer than a look at the result is worth. */
const MOST_COLUMNS = 1200;

/** What a baseline comes to on a part. */
export interface BaselineScore {
  /** Null: no rows. */
  readonly accuracy: number | null;
  /** The mean recall of the classes that have rows. */
  readonly uar: number | null;
}

/** What the result of a part is to be held against. */
export interface PartBaselines {
  /** Always the class that most fitted rows have, the first of equals. */
  readonly majority: BaselineScore & { readonly class: string };
  /** Classes drawn as often as the fitted rows have them: what it comes to in the mean, exactly. */
  readonly stratified: BaselineScore;
  /** Linear discriminant analysis with a shrunken covariance on the same inputs; absent: it was left out, aloud. */
  readonly linear?: BaselineScore;
}

/** Baselines that are fitted, ready for the parts. */
export interface Baselines {
  /** @param inputs scaled as the model's are */
  readonly measure: (truth: Int32Array, inputs: readonly InputTable[]) => PartBaselines;
}

/**
 * Fits the baselines on the rows that the model was fitted on, scaled and before the sampler.
 *
 * The linear model is given all inputs side by side: vectors as they are, of sequences the mean over the real steps.
 */
export async function fitBaselines(job: {
  readonly training: InputRows<'train'>;
  readonly classes: readonly string[];
  /** Null: there is none. */
  readonly linear: ClassicalModel | null;
  readonly random: Random;
  readonly emit: EventSink;
}): Promise<Baselines> {
  const { training, classes } = job;
  const shares = new Float64Array(classes.length);
  for (const label of training.labels) shares[label] += 1 / training.labels.length;
  const most = shares.indexOf(Math.max(...shares));
  const linear = await fitLinear(job);
  return {
    measure: (truth, inputs) => ({
      majority: {
        class: classes[most],
        ...scoreOf(truth, classes.length, (label) => (label === most ? 1 : 0)),
      },
      stratified: scoreOf(truth, classes.length, (label) => shares[label]),
      ...(linear && { linear: linearScore(linear, truth, classes.length, inputs) }),
    }),
  };
}

async function fitLinear({
  training,
  classes,
  linear,
  random,
  emit,
}: Parameters<typeof fitBaselines>[0]): Promise<FittedClassical | null> {
  if (linear === null) return null;
  const leftOut = (why: string): null => {
    emit({ type: 'warning', stage: 'evaluate', message: `The linear baseline is left out: ${why}` });
    return null;
  };
  const columns = training.inputs.reduce((sum, { table }) => sum + dimensions(table).columns, 0);
  if (columns > MOST_COLUMNS) {
    return leftOut(
      `${columns.toLocaleString('en')} columns are more than ${MOST_COLUMNS.toLocaleString('en')}.`,
    );
  }
  const rows = rowsOfInput(training, { name: 'baseline', table: sideBySide(training.inputs) });
  const classWeights = new Float32Array(classes.length).fill(1);
  try {
    return await linear.fit(rows, { classes, classWeights, random, progress: () => undefined });
  } catch (thrown) {
    if (!isIntoneError(thrown)) throw thrown;
    return leftOut(thrown.message);
  }
}

function linearScore(
  linear: FittedClassical,
  truth: Int32Array,
  classes: number,
  inputs: readonly InputTable[],
): BaselineScore {
  const probabilities = linear.predict(sideBySide(inputs));
  return scoreOf(truth, classes, (label, row) =>
    mostProbable(probabilities, row, classes) === label ? 1 : 0,
  );
}

/** @param chance how probably a row's class is named right */
function scoreOf(
  truth: Int32Array,
  classes: number,
  chance: (label: number, row: number) => number,
): BaselineScore {
  if (truth.length === 0) return { accuracy: null, uar: null };
  const right = new Float64Array(classes);
  const rows = new Float64Array(classes);
  truth.forEach((label, row) => {
    right[label] += chance(label, row);
    rows[label] += 1;
  });
  const recalls = [...right.keys()]
    .filter((label) => rows[label] > 0)
    .map((label) => right[label] / rows[label]);
  const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
  return { accuracy: sum(right) / truth.length, uar: sum(recalls) / recalls.length };
}

/** One vector a clip: all inputs, sequences by their mean over the real steps. */
function sideBySide(inputs: readonly InputTable[]): Table {
  const columns = inputs.flatMap(({ name, table }) => table.columns.map((column) => `${name}/${column}`));
  const rows = inputs[0].table.shape[0];
  const values = new Float32Array(rows * columns.length);
  let offset = 0;
  for (const { table } of inputs) {
    const { steps, columns: width } = dimensions(table);
    for (let row = 0; row < rows; row++) {
      const real = table.lengths?.[row] ?? steps;
      for (let column = 0; column < width; column++) {
        let sum = 0;
        for (let step = 0; step < real; step++) {
          sum += table.values[(row * steps + step) * width + column];
        }
        values[row * columns.length + offset + column] = real === 0 ? 0 : sum / real;
      }
    }
    offset += width;
  }
  return { shape: [rows, columns.length], values, columns };
}
