import type { RunRecord } from '../runs/documents/record.js';
import type { SplitLine } from '../runs/documents/split.js';
import type { ConfigDifference } from './configDifference.js';
import type { PairedPredictions } from './pairing.js';

/** What a run was made of, as far as a comparison must know. */
export interface Making {
  readonly label: string;
  readonly record: RunRecord;
  readonly split: readonly SplitLine[];
  /** Held-out clips. */
  readonly heldOut: number;
}

/** What a reader of the figures must know: everything but the config that is not the same in both runs. */
export function differentMaking(
  first: Making,
  second: Making,
  paired: PairedPredictions,
  config: readonly ConfigDifference[],
): readonly string[] {
  const both = `${first.label} and ${second.label}`;
  const warnings: string[] = [];
  const shared = paired.clips.length;
  if (shared < first.heldOut || shared < second.heldOut) {
    const of = `of ${first.heldOut} in ${first.label} and ${second.heldOut} in ${second.label}`;
    warnings.push(`Not the same clips were held out: compared on the ${shared} that both held out (${of}).`);
  }
  if (first.record.dataHash !== second.record.dataHash) {
    warnings.push(`${both} were made of different data: clips or recordings differ (dataHash in run.json).`);
  }
  const moved = partChanges(first.split, second.split);
  if (moved > 0) {
    warnings.push(`${both} split the data differently: ${moved} clips are in another part, or in one only.`);
  }
  if (first.record.intone.codeHash !== second.record.intone.codeHash) {
    warnings.push(`${both} were made by different code of intone (codeHash in run.json).`);
  }
  const [backend, other] = [first.record.backend, second.record.backend];
  // None: a model that is fitted at once; that it is another model stands among the config's differences.
  if (backend && other && (backend.name !== other.name || backend.version !== other.version)) {
    warnings.push(`${both} were trained on different backends (backend in run.json).`);
  }
  if (warnings.length === 0 && config.length === 1 && config[0].key === 'seed') {
    warnings.push(`${both} differ in the seed alone: their difference is the spread between seeds.`);
  }
  return warnings;
}

function partChanges(first: readonly SplitLine[], second: readonly SplitLine[]): number {
  const parts = new Map(first.map(({ clip, part }) => [clip, part]));
  const changed = second.filter(({ clip, part }) => parts.get(clip) !== part).length;
  const known = new Set(second.map(({ clip }) => clip));
  return changed + first.filter(({ clip }) => !known.has(clip)).length;
}
