import type { Experiment } from '../config/experiment.js';
import { configLeaves, type Leaf } from '../runs/collection/configLeaves.js';

/** A key of the config that is not the same in all runs. */
export interface ConfigDifference {
  /** Dotted, e.g. `train.epochs`, `features.mfcc.coefficients`. */
  readonly key: string;
  /** One a run, in their order; null where the run's config has no such key (another plugin, for instance). */
  readonly values: readonly ({ readonly value: Leaf } | null)[];
}

/** What differs between experiments, in the order of the config; what is equal in all is left out. */
export function configDifferences(experiments: readonly Experiment[]): readonly ConfigDifference[] {
  const configs = experiments.map(configLeaves);
  const keys = new Set(configs.flatMap((leaves) => [...leaves.keys()]));
  return [...keys]
    .map((key) => ({ key, values: configs.map((leaves) => given(leaves.get(key))) }))
    .filter(({ values }) => new Set(values.map((each) => JSON.stringify(each))).size > 1);
}

function given(value: Leaf | undefined): { readonly value: Leaf } | null {
  return value === undefined ? null : { value };
}
