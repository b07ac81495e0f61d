import type { CacheTally } from '../cache/featureCache.js';
import type { ExtractedFeatures } from './features.js';
import { dimensions } from './rows.js';

/** What the features stage made, in one line. */
export function describeFeatures({ inputs, clips, seconds, defects, cached }: ExtractedFeatures): string {
  const shapes = inputs.map(({ name, table }) => {
    const { steps, columns } = dimensions(table);
    const shape =
      table.shape.length === 3 ? `up to ${steps} steps of ${columns} columns` : `${columns} columns`;
    return inputs.length === 1 ? shape : `${name}: ${shape}`;
  });
  const skipped = defects.length === 0 ? '' : `, ${defects.length} skipped`;
  const audio = `${(seconds / 60).toFixed(1)} min of audio`;
  return `${clips.length.toLocaleString('en')} clips, ${audio}, ${shapes.join('; ')}${skipped}${describeCached(cached)}`;
}

function describeCached(cached: CacheTally | null): string {
  if (cached === null) return '';
  const found = cached.found === 0 ? '' : `, ${cached.found.toLocaleString('en')} from the cache`;
  const damaged = cached.damaged === 0 ? '' : `, ${cached.damaged} damaged cache entries made anew`;
  return found + damaged;
}
