import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { FeatureCache } from '../../../src/core/cache/featureCache.js';
import { listCache } from '../../../src/core/cache/inventory.js';
import { pruneCache } from '../../../src/core/cache/prune.js';
import { RowCache } from '../../../src/core/cache/rowCache.js';
import { verifyCache } from '../../../src/core/cache/verify.js';
import { extractFeatures, type FeatureJob } from '../../../src/core/experiment/features.js';
import { SideEffects } from '../../../src/core/experiment/sideEffects.js';
import { corpus } from '../../support/clips.js';
import { fakePath } from '../../support/featurePath.js';
import type { WatchedPath } from '../../../src/core/experiment/clipFeatures.js';
import type { Clip, Part } from '../../../src/core/experiment/clips.js';
import type { Dataset } from '../../../src/core/registry/contracts.js';

const recipe = {
  hash: 'ab'.repeat(32),
  document: '{ "settings": { "features": [{ "use": "probe" }], "pool": { "use": "none" } } }',
};
const clips = corpus({ happy: 2, sad: 2 }, 3);
const PART_OF: Readonly<Record<string, Part>> = { S01: 'train', S02: 'validation', S03: 'test' };

let folder: string;
let computed: string[];
let warnings: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intone-cache-'));
  computed = [];
  warnings = [];
});

/** Of the twelve clips one does not decode, one is silent, and one is another's copy. */
function bytesOf({ id }: Clip): Uint8Array {
  if (id === 'S01/happy-01') return Uint8Array.of(255, 1);
  if (id === 'S02/sad-00') return new Uint8Array(16);
  const index = id === 'S03/sad-01' ? 0 : clips.findIndex((clip) => clip.id === id);
  return new Uint8Array(8 + 8 * index).fill(index + 1);
}

const dataset: Dataset = {
  classes: ['happy', 'sad'],
  columns: [],
  list: () => Promise.resolve({ clips, defects: [] }),
  read: (clip) => Promise.resolve(bytesOf(clip)),
};

/** A path that notes of which bytes it made a row. */
function notingPath(more: Partial<Parameters<typeof fakePath>[0]> = {}): WatchedPath {
  const path = fakePath({
    features: [{ names: ['probe'], extract: ({ frameCount }) => new Float32Array(frameCount).fill(1 / 3) }],
    ...more,
  });
  const load = (bytes: Uint8Array): ReturnType<typeof path.audio.load> => {
    computed.push(bytes.join());
    return path.audio.load(bytes);
  };
  return { ...path, audio: { ...path.audio, load } };
}

async function extract(cache: RowCache | null, changes: Partial<FeatureJob> = {}) {
  const events: unknown[] = [];
  const made = await extractFeatures({
    dataset,
    path: notingPath(),
    clips,
    parts: clips.map(({ speaker }) => PART_OF[speaker]),
    defects: [],
    policy: 'skip',
    cache,
    emit: (event) => {
      if (event.type !== 'stage-progress') events.push(event);
    },
    ...changes,
  });
  const { cached, ...rest } = made;
  return { cached, rest: { ...rest, events } };
}

const opened = (where = folder, ...recipes: readonly (typeof recipe)[]): RowCache =>
  new RowCache(
    [recipe, ...recipes].map(
      (each) =>
        new FeatureCache(where, each, (message) => {
          warnings.push(message);
        }),
    ),
  );

async function entryFiles(): Promise<readonly string[]> {
  return (await listCache(folder)).flatMap(({ entries }) => entries.map(({ file }) => file)).sort();
}

describe('the features stage with a cache', () => {
  it('gives what it gives without, to the bit, defects and copies too, and computes nothing twice', async () => {
    const without = await extract(null);
    computed = [];
    const cold = await extract(opened());
    expect(computed).toHaveLength(11);
    computed = [];
    const warm = await extract(opened());
    expect(computed).toEqual([]);
    expect(cold.rest).toEqual(without.rest);
    expect(warm.rest).toEqual(without.rest);
    expect([without.cached, cold.cached, warm.cached]).toEqual([
      null,
      { found: 1, damaged: 0 },
      { found: 12, damaged: 0 },
    ]);
    expect(warnings).toEqual([]);
  });

  it('does not take the rows of another recipe, nor those of other bytes', async () => {
    await extract(opened());
    computed = [];
    const other = new FeatureCache(folder, { ...recipe, hash: 'cd'.repeat(32) }, () => undefined);
    await extract(new RowCache([other]));
    expect(computed).toHaveLength(11);
    computed = [];
    const read = (clip: Clip) => Promise.resolve(Uint8Array.from([...bytesOf(clip), 7]));
    await extract(opened(), { dataset: { ...dataset, read } });
    expect(computed).toHaveLength(11);
  });

  it('makes damaged entries anew, and tells how many', async () => {
    const { rest } = await extract(opened());
    const files = await entryFiles();
    for (const [index, file] of files.entries()) {
      const bytes = await readFile(file);
      if (index === 0) bytes[90] ^= 4;
      if (index === 4) await writeFile(file, await readFile(files[5]));
      else await writeFile(file, index === 1 ? bytes.subarray(0, -1) : index === 2 ? '' : bytes);
    }
    computed = [];
    const mended = await extract(opened());
    expect(computed).toHaveLength(4);
    expect(mended.cached?.damaged).toBe(4);
    expect(mended.rest).toEqual(rest);
    computed = [];
    expect((await extract(opened())).cached).toEqual({ found: 12, damaged: 0 });
    expect(computed).toEqual([]);
  });

  it('keeps no row in whose making a plugin drew a number or warned', async () => {
    const sideEffects = new SideEffects();
    const warn = sideEffects.watchWarn(() => undefined);
    const feature = {
      names: ['probe'],
      extract: ({ frameCount }: { frameCount: number }) => {
        if (frameCount === 4) warn('four frames');
        return new Float32Array(frameCount);
      },
    };
    const path = notingPath({ features: [feature], sideEffects });
    await extract(opened(), { path });
    computed = [];
    const { cached } = await extract(opened(), { path });
    expect(computed).toEqual([new Uint8Array(24).fill(3).join()]);
    expect(cached).toEqual({ found: 11, damaged: 0 });
  });

  it('goes on where the folder cannot be made, and says so once', async () => {
    await writeFile(join(folder, 'file'), '');
    const without = await extract(null);
    const { rest } = await extract(opened(join(folder, 'file')));
    expect(rest).toEqual(without.rest);
    expect(warnings).toEqual([
      `The feature cache '${join(folder, 'file')}' cannot be read: a part of the path is a file, not a folder. The run goes on without it.`,
      `The feature cache '${join(folder, 'file')}' cannot be written: a part of the path is a file, not a folder. The run goes on without keeping rows.`,
    ]);
  });

  it('puts up with being pruned meanwhile', async () => {
    const cache = opened();
    const first = await extract(cache);
    await pruneCache(folder, { all: true });
    expect((await extract(cache)).rest).toEqual(first.rest);
    expect(await entryFiles()).toHaveLength(11);
  });
});

describe('pruning', () => {
  const now = Date.parse('2030-01-31T00:00:00Z');
  const DAY = 86_400_000;

  /** Entries that were last used one day ago, two days ago, …, by their age in days. */
  async function aged(): Promise<readonly string[]> {
    await extract(opened());
    const files = await entryFiles();
    for (const [index, file] of files.entries()) {
      const used = new Date(now - (index + 1) * DAY);
      await utimes(file, used, used);
    }
    return files;
  }

  it('removes what was not used for longer', async () => {
    const files = await aged();
    const { removed, left } = await pruneCache(folder, { olderThan: 4.5 * DAY }, now);
    expect([removed, left]).toEqual([7, 4]);
    expect(await entryFiles()).toEqual(files.slice(0, 4));
  });

  it('removes the least recently used until the others fit', async () => {
    const files = await aged();
    const sizes = [...(await listCache(folder))[0].entries]
      .sort((one, other) => other.used - one.used)
      .map(({ bytes }) => bytes);
    const maxBytes = sizes[0] + sizes[1] + sizes[2] + 1;
    const { left, leftBytes } = await pruneCache(folder, { maxBytes }, now);
    expect([left, leftBytes]).toEqual([3, maxBytes - 1]);
    expect(await entryFiles()).toEqual(files.slice(0, 3));
  });

  it('knows what a run has used, though it was made long ago', async () => {
    await aged();
    await extract(opened());
    const { removed, left } = await pruneCache(folder, { olderThan: DAY }, Date.now());
    expect([removed, left]).toEqual([0, 11]);
  });

  it('removes everything that intone wrote and nothing else', async () => {
    await extract(opened());
    await mkdir(join(folder, 'features', 'mine'));
    await writeFile(join(folder, 'features', 'mine', 'ab'.repeat(32)), 'mine');
    await writeFile(join(folder, 'note'), 'mine');
    await pruneCache(folder, { all: true });
    expect((await readdir(folder, { recursive: true })).sort()).toEqual([
      'features',
      'features/mine',
      `features/mine/${'ab'.repeat(32)}`,
      'note',
    ]);
  });

  it('clears away what a killed writer has left, once nobody can be writing it', async () => {
    await extract(opened());
    const partial = join(folder, 'features', recipe.hash, `${'cd'.repeat(32)}.x.partial`);
    await writeFile(partial, 'half');
    await pruneCache(folder, { olderThan: DAY });
    expect(await readdir(join(folder, 'features', recipe.hash))).toContain(`${'cd'.repeat(32)}.x.partial`);
    await pruneCache(folder, { olderThan: DAY }, Date.now() + 2 * 3_600_000);
    expect(await readdir(join(folder, 'features', recipe.hash))).not.toContain(
      `${'cd'.repeat(32)}.x.partial`,
    );
  });
});

describe('verifying', () => {
  it('finds and removes what is not what was written, and leaves the rest', async () => {
    await extract(opened());
    const files = await entryFiles();
    await writeFile(files[3], createHash('sha256').update('x').digest());
    expect(await verifyCache(folder)).toEqual({ sound: 10, damaged: [files[3]] });
    expect(await entryFiles()).toEqual(files.filter((_, index) => index !== 3));
  });

  it('finds nothing in a folder that is not there', async () => {
    expect(await verifyCache(join(folder, 'none'))).toEqual({ sound: 0, damaged: [] });
  });
});
