import { audioErrors } from './errors/audio.js';
import { backendErrors } from './errors/backends.js';
import { balanceErrors } from './errors/balance.js';
import { cacheErrors } from './errors/cache.js';
import { classicalErrors } from './errors/classical.js';
import { collectionErrors } from './errors/collection.js';
import { compareErrors } from './errors/compare.js';
import { configErrors } from './errors/config.js';
import { dataErrors } from './errors/data.js';
import { familyErrors } from './errors/families.js';
import { fittingErrors } from './errors/fitting.js';
import { gateErrors } from './errors/gate.js';
import { honestyErrors } from './errors/honesty.js';
import { pluginErrors } from './errors/plugins.js';
import { poolingErrors } from './errors/pooling.js';
import { runErrors } from './errors/runs.js';
import { trainingErrors } from './errors/training.js';
import { usageErrors } from './errors/usage.js';
import { workerErrors } from './errors/worker.js';
import type { CatalogueEntry } from './errors/entry.js';

export { IntoneError, IntoneErrors, isIntoneError, EXIT } from './errors/entry.js';
export type { CatalogueEntry, Explanation, SourceLocation } from './errors/entry.js';

/** Every error that a user can see, by its code. docs/errors.md is generated from it. */
export const catalogue: Readonly<Record<string, CatalogueEntry>> = {
  ...usageErrors,
  ...configErrors,
  ...pluginErrors,
  ...dataErrors,
  ...audioErrors,
  ...poolingErrors,
  ...balanceErrors,
  ...trainingErrors,
  ...fittingErrors,
  ...classicalErrors,
  ...gateErrors,
  ...runErrors,
  ...cacheErrors,
  ...backendErrors,
  ...workerErrors,
  ...collectionErrors,
  ...compareErrors,
  ...familyErrors,
  ...honestyErrors,
};
