import { createAnalysis } from '../../../src/core/signal/analyse.js';
import { featurePlugins } from '../../../src/plugins/features/index.js';
import { pluginContext } from '../../support/pluginContext.js';
import type { Framing } from '../../../src/core/experiment/frames.js';
import type { Feature } from '../../../src/core/registry/contracts.js';
import type { Analysis } from '../../../src/core/signal/analysis.js';

export function feature(name: string, options: unknown = {}): Feature {
  const plugin = featurePlugins.find((candidate) => candidate.name === name);
  if (!plugin) throw new Error(`There is no feature ${name}.`);
  return plugin.create(options, pluginContext());
}

export function analyse(
  samples: Float32Array,
  sampleRate = 22050,
  framing: Framing = { fftSize: 2048, hopLength: 512 },
): Analysis {
  return createAnalysis({ samples, sampleRate }, framing);
}

/** One column of a feature's frames. */
export function column(values: Float32Array, index: number, columns: number): number[] {
  return Array.from({ length: values.length / columns }, (_, frame) => values[frame * columns + index]);
}
