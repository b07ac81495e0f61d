import { SAMPLER_TOO_FEW_ROWS } from '../errors/balance.js';
import type { Sampler } from '../registry/contracts.js';
import { joinInputs, splitInputs } from './joinInputs.js';
import type { InputRows } from './rows.js';

/** A sampler under the name that the config uses it by. */
export interface NamedSampler {
  readonly name: string;
  readonly sampler: Sampler;
}

/** Rows of each class, by class index. */
export function countLabels(labels: Int32Array, classes: number): Int32Array {
  const counts = new Int32Array(classes);
  for (const label of labels) counts[label]++;
  return counts;
}

/**
 * Checks, before anything is computed, that every class of the training part has as many rows as the sampler needs.
 * A class without any training row cannot be sampled; it is returned, to be warned about.
 *
 * @param labels class index of each training row.
 * @returns names of the classes without training rows.
 * @throws SAMPLER_TOO_FEW_ROWS, naming every class that is too small.
 */
export function checkSampler(
  { name, sampler }: NamedSampler,
  labels: Int32Array,
  classes: readonly string[],
): readonly string[] {
  const minimum = sampler.minimumRowsPerClass;
  const counts = countLabels(labels, classes.length);
  const short = classes
    .map((className, index) => ({ name: className, rows: counts[index] }))
    .filter(({ rows }) => rows > 0 && rows < minimum);
  if (short.length > 0) throw SAMPLER_TOO_FEW_ROWS({ sampler: name, minimum, short });
  return classes.filter((_, index) => counts[index] === 0);
}

/**
 * The training rows with the class balance that the sampler gives them. Only training rows can be given to it.
 *
 * @param warn hears of each class that has no training row.
 * @throws SAMPLER_TOO_FEW_ROWS
 */
export function sampleRows(
  named: NamedSampler,
  training: InputRows<'train'>,
  classes: readonly string[],
  warn: (message: string) => void,
): InputRows<'train'> {
  for (const absent of checkSampler(named, training.labels, classes)) {
    warn(`The sampler '${named.name}' cannot add rows of '${absent}': the training part has none.`);
  }
  return splitInputs(named.sampler.resample(joinInputs(training)), training);
}
