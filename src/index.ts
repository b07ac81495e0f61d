export * from './core/authoring.js';
export { loadExperiment, resolvedYaml } from './core/config/load.js';
export type { LoadedExperiment, LoadOptions } from './core/config/load.js';
export type * from './core/config/experiment.js';
export { experimentSchema } from './core/config/schema.js';
export { Registry } from './core/registry/registry.js';
export { catalogue, IntoneError, IntoneErrors } from './core/errors.js';
