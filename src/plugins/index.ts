import { BUILT_IN, Registry } from '../core/registry/registry.js';
import { audioPlugins } from './audio/index.js';
import { augmenterPlugins } from './augmenters/index.js';
import { backendPlugins } from './backends/index.js';
import { datasetPlugins } from './datasets/index.js';
import { evaluatorPlugins } from './evaluators/index.js';
import { featurePlugins } from './features/index.js';
import { lossPlugins } from './losses/index.js';
import { modelPlugins } from './models/index.js';
import { optimizerPlugins } from './optimizers/index.js';
import { poolingPlugins } from './pooling/index.js';
import { samplerPlugins } from './samplers/index.js';
import { scalerPlugins } from './scalers/index.js';
import { splitPlugins } from './splits/index.js';

const builtIn = [
  ...datasetPlugins,
  ...splitPlugins,
  ...audioPlugins,
  ...featurePlugins,
  ...poolingPlugins,
  ...scalerPlugins,
  ...samplerPlugins,
  ...augmenterPlugins,
  ...modelPlugins,
  ...lossPlugins,
  ...optimizerPlugins,
  ...evaluatorPlugins,
  ...backendPlugins,
];

/** A registry with all plugins that intone brings. */
export function builtInRegistry(): Registry {
  const registry = new Registry();
  for (const plugin of builtIn) registry.add(plugin, BUILT_IN);
  return registry;
}
