import type { ClipRow } from '../experiment/clipFeatures.js';
import type { CachedRow } from './entry.js';
import type { CacheTally, FeatureCache } from './featureCache.js';

/** What is known of a clip: for each input its part of the row, or null where it has to be computed. */
export type KnownRow = readonly (CachedRow | null)[];

/** The rows of clips that were computed before, an entry for each input: changing one keeps the others' entries. */
export class RowCache {
  readonly #inputs: readonly FeatureCache[];
  #found = 0;

  /** @param inputs one an input, in the order of the feature path's */
  constructor(inputs: readonly FeatureCache[]) {
    this.#inputs = inputs;
  }

  /** Clips of which every input was found, and entries that were damaged. */
  get tally(): CacheTally {
    const damaged = this.#inputs.reduce((sum, { tally }) => sum + tally.damaged, 0);
    return { found: this.#found, damaged };
  }

  /** @param clip SHA-256 of the clip's bytes, in hexadecimal */
  find(clip: string): KnownRow {
    const known = this.#inputs.map((input) => input.find(clip));
    if (known.every((row) => row !== null)) this.#found += 1;
    return known;
  }

  /** Keeps a clip's row for the next run, but for what was known of it. */
  async keep(clip: string, row: ClipRow, known: KnownRow): Promise<void> {
    for (const [index, input] of this.#inputs.entries()) {
      if (known[index] === null) await input.keep(clip, partOf(row, index));
    }
  }
}

function partOf(row: ClipRow, input: number): CachedRow {
  if (!row.usable) return row;
  const { inputs, ...rest } = row;
  return { ...rest, values: inputs[input] };
}

/** The whole row of a clip, where every input of it is known. */
export function wholeRow(known: KnownRow): ClipRow | null {
  const rows = known.filter((row) => row !== null);
  if (rows.length < known.length) return null;
  const values: Float32Array[] = [];
  for (const row of rows) {
    if (!row.usable) return row;
    values.push(row.values);
  }
  const [first] = rows;
  if (!first.usable) return first;
  const { fingerprint, seconds } = first;
  return { usable: true, inputs: values, fingerprint, seconds };
}

/** A row of which only the inputs that were not known have been made, with the known ones in their places. */
export function withKnown(known: KnownRow, made: ClipRow): ClipRow {
  if (!made.usable) return made;
  let next = 0;
  const inputs = known.map((row) => (row?.usable === true ? row.values : made.inputs[next++]));
  return { ...made, inputs };
}
