/**
 * The leak is a compile error. Nothing here runs: `tsc --noEmit` (part of `npm run lint`) fails if one of these lines
 * compiles, as the expected error is then missing.
 */
import { sampleRows, type NamedSampler } from '../../src/core/experiment/sample.js';
import { fitScalers } from '../../src/core/experiment/scale.js';
import {
  rowsOfInput,
  withContents,
  withInputs,
  type InputRows,
  type Rows,
  type Table,
} from '../../src/core/experiment/rows.js';
import { Random } from '../../src/core/random.js';
import type { Augmenter, Sampler, Scaler } from '../../src/core/registry/contracts.js';
import { batchOfRows, type TrainingBatch } from '../../src/core/training/augmentation.js';

interface Parts {
  readonly train: Rows<'train'>;
  readonly validation: Rows<'validation'>;
  readonly test: Rows<'test'>;
}
interface Inputs {
  readonly train: InputRows<'train'>;
  readonly test: InputRows<'test'>;
}

export function scalersSeeTrainingRowsOnly(
  scaler: Scaler,
  parts: Parts,
  inputs: Inputs,
  any: Rows,
  table: Table,
): void {
  const named = [{ name: 'standard', scaler }];
  const [input] = inputs.test.inputs;
  scaler.fit(parts.train);
  fitScalers(named, inputs.train);
  // @ts-expect-error -- held-out rows
  scaler.fit(parts.test);
  // @ts-expect-error -- validation rows
  scaler.fit(parts.validation);
  // @ts-expect-error -- rows of a part that is not known
  scaler.fit(any);
  // @ts-expect-error -- rows that may be training rows or held-out rows
  scaler.fit(Math.random() < 0.5 ? parts.train : parts.test);
  // @ts-expect-error -- held-out rows with other contents are still held out
  scaler.fit(withContents(parts.test, { table }));
  // @ts-expect-error -- a copy of held-out rows is still held out
  scaler.fit({ ...parts.test });
  // @ts-expect-error -- rows made by hand have no part
  scaler.fit({ table, labels: new Int32Array(1), classes: 1, ids: ['clip'] });
  scaler.fit(rowsOfInput(inputs.train, input));
  // @ts-expect-error -- one input of held-out rows is still held out
  scaler.fit(rowsOfInput(inputs.test, input));
  // @ts-expect-error -- held-out rows, through the stage
  fitScalers(named, inputs.test);
  // @ts-expect-error -- held-out rows with other tables are still held out
  fitScalers(named, withInputs(inputs.test, inputs.train.inputs));
}

export function samplersSeeTrainingRowsOnly(sampler: Sampler, parts: Parts, inputs: Inputs, any: Rows): void {
  const named: NamedSampler = { name: 'smote', sampler };
  const warn = (): void => undefined;
  sampler.resample(parts.train);
  sampleRows(named, inputs.train, ['calm'], warn);
  // @ts-expect-error -- held-out rows
  sampler.resample(parts.test);
  // @ts-expect-error -- validation rows
  sampler.resample(parts.validation);
  // @ts-expect-error -- rows of a part that is not known
  sampler.resample(any);
  // @ts-expect-error -- held-out rows, through the stage
  sampleRows(named, inputs.test, ['calm'], warn);
}

/** Nor can a plugin hand on rows of another part as resampled training rows. */
export function samplersGiveTrainingRows(test: Rows<'test'>): Sampler {
  return {
    minimumRowsPerClass: 1,
    // @ts-expect-error -- the result must be training rows
    resample: () => test,
  };
}

export function augmentersSeeTrainingRowsOnly(
  augmenter: Augmenter,
  inputs: Inputs,
  validation: InputRows<'validation'>,
  any: InputRows,
): void {
  const random = new Random(1);
  augmenter.augment(batchOfRows(inputs.train, [0]), random);
  // @ts-expect-error -- held-out rows
  batchOfRows(inputs.test, [0]);
  // @ts-expect-error -- validation rows
  batchOfRows(validation, [0]);
  // @ts-expect-error -- rows of a part that is not known
  batchOfRows(any, [0]);
  // @ts-expect-error -- held-out rows with other tables are still held out
  batchOfRows(withInputs(inputs.test, inputs.train.inputs), [0]);
  const made: Pick<TrainingBatch, 'rows' | 'classes' | 'inputs' | 'labels'> = batchOfRows(inputs.train, [0]);
  // @ts-expect-error -- a batch made by hand is of no part
  augmenter.augment({ rows: 1, classes: 1, inputs: made.inputs, labels: made.labels }, random);
}
