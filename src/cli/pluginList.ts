import { KINDS, KIND_NAMES } from '../core/registry/kinds.js';
import { BUILT_IN, type RegisteredPlugin } from '../core/registry/registry.js';
import type { Palette } from './colour.js';
import { wrap } from './wrap.js';

const WIDTH = 80;

/** What `intone plugins` prints: the plugins of each kind with what they do, in the order of the data. */
export function pluginList(plugins: readonly RegisteredPlugin[], palette: Palette): string {
  return KIND_NAMES.flatMap((kind) => {
    const ofKind = plugins.filter(({ plugin }) => plugin.kind === kind);
    if (ofKind.length === 0) return [];
    const { plural, slot } = KINDS[kind];
    const entries = ofKind.map(({ plugin, source }) => {
      const from = source === BUILT_IN ? '' : palette.faint(`  from ${source}`);
      return `  ${plugin.name}${from}\n${wrap(plugin.summary, WIDTH, 6)}`;
    });
    return [[`${palette.strong(plural)} ${palette.faint(`(${slot}:)`)}`, ...entries].join('\n')];
  }).join('\n\n');
}
