import { Random } from '../../src/core/random.js';
import type { AugmentedInput, Augmenter } from '../../src/core/registry/contracts.js';
import { batchOfRows, type TrainingBatch } from '../../src/core/training/augmentation.js';
import { builtInRegistry } from '../../src/plugins/index.js';
import { sequenceTable, pooledTable, trainingInputs } from './trainingRows.js';

const STEPS = 12;
const COLUMNS = 3;
/** Real steps of each row of the sequences. */
export const LENGTHS = [12, 1, 7, 12, 4, 9];
const LABELS = [0, 1, 2, 0, 1, 2];

export function augmenterOf(use: string, options: object = {}): Augmenter {
  const context = { random: new Random(1), warn: () => undefined };
  return builtInRegistry().create('augmenter', { use, options: { ...options } }, context);
}

/** Six training rows of three classes: a sequence of 3 columns and a vector of 5, no number of which is zero. */
export function rowsToAugment() {
  const random = new Random(7);
  const number = (): number => 1 + random.next();
  const sequences = LENGTHS.map((length) =>
    Array.from({ length }, () => Array.from({ length: COLUMNS }, number)),
  );
  const vectors = LENGTHS.map(() => Array.from({ length: 5 }, number));
  const inputs = [
    { name: 'sequence', table: sequenceTable(sequences) },
    { name: 'statistics', table: pooledTable(vectors) },
  ];
  return trainingInputs(inputs, LABELS, 3);
}

export const INPUTS: readonly AugmentedInput[] = [
  { name: 'sequence', kind: 'sequence' },
  { name: 'statistics', kind: 'vector' },
];

export function batchToAugment(chosen: readonly number[] = [0, 1, 2, 3, 4, 5]): TrainingBatch {
  return batchOfRows(rowsToAugment(), chosen);
}

/** What a batch holds, to be compared. */
export function contentsOf({ inputs, labels }: TrainingBatch): unknown {
  return { inputs: inputs.map(({ values, lengths }) => [[...values], [...lengths]]), labels: [...labels] };
}

/** One column of one row's steps. */
export function column(batch: TrainingBatch, row: number, of = 0): number[] {
  const [{ values, columns }] = batch.inputs;
  return Array.from({ length: STEPS }, (_, step) => values[(row * STEPS + step) * columns + of]);
}
