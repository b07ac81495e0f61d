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
  return keysInOrder(configs)
    .map((key) => ({ key, values: configs.map((leaves) => given(leaves.get(key))) }))
    .filter(({ values }) => new Set(values.map((each) => JSON.stringify(each))).size > 1);
}

/** Every key of any config; those of one part together, in the order of the data. */
function keysInOrder(configs: readonly ReadonlyMap<string, Leaf>[]): readonly string[] {
  const parts = new Map<string, Set<string>>();
  for (const key of configs.flatMap((leaves) => [...leaves.keys()])) {
    const [part] = key.split('.');
    parts.set(part, (parts.get(part) ?? new Set()).add(key));
  }
  return [...parts.values()].flatMap((keys) => [...keys]);
}

function given(value: Leaf | undefined): { readonly value: Leaf } | null {
  return value === undefined ? null : { value };
}
