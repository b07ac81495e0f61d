/**
 * The leak is a compile error. Nothing here runs: `tsc --noEmit` (part of `npm run lint`) fails if one of these lines
 * compiles, as the expected error is then missing.
 */
import { sampleRows, type NamedSampler } from '../../src/core/experiment/sample.js';
import { fitScaler } from '../../src/core/experiment/scale.js';
import { withContents, type Rows, type Table } from '../../src/core/experiment/rows.js';
import type { Sampler, Scaler } from '../../src/core/registry/contracts.js';

interface Parts {
  readonly train: Rows<'train'>;
  readonly validation: Rows<'validation'>;
  readonly test: Rows<'test'>;
}

export function scalersSeeTrainingRowsOnly(scaler: Scaler, parts: Parts, any: Rows, table: Table): void {
  scaler.fit(parts.train);
  fitScaler('standard', scaler, parts.train);
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
  // @ts-expect-error -- held-out rows, through the stage
  fitScaler('standard', scaler, parts.test);
}

export function samplersSeeTrainingRowsOnly(sampler: Sampler, parts: Parts, any: Rows): void {
  const named: NamedSampler = { name: 'smote', sampler };
  const warn = (): void => undefined;
  sampler.resample(parts.train);
  sampleRows(named, parts.train, ['calm'], warn);
  // @ts-expect-error -- held-out rows
  sampler.resample(parts.test);
  // @ts-expect-error -- validation rows
  sampler.resample(parts.validation);
  // @ts-expect-error -- rows of a part that is not known
  sampler.resample(any);
  // @ts-expect-error -- held-out rows, through the stage
  sampleRows(named, parts.test, ['calm'], warn);
}

/** Nor can a plugin hand on rows of another part as resampled training rows. */
export function samplersGiveTrainingRows(test: Rows<'test'>): Sampler {
  return {
    minimumRowsPerClass: 1,
    // @ts-expect-error -- the result must be training rows
    resample: () => test,
  };
}
