import { Random } from '../../src/core/random.js';
import type { PluginContext } from '../../src/core/registry/plugin.js';

/** A context whose warnings fail the test. */
export function pluginContext(seed = 1): PluginContext {
  return {
    random: new Random(seed),
    warn(message) {
      throw new Error(`Unexpected warning: ${message}`);
    },
  };
}
