import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { FeatureCache } from '../../../src/core/cache/featureCache.js';
import { RowCache } from '../../../src/core/cache/rowCache.js';
import { clipRow } from '../../../src/core/experiment/clipFeatures.js';
import { streamRows, type RowSource, type StreamedRow } from '../../../src/core/experiment/clipStream.js';
import { SideEffects } from '../../../src/core/experiment/sideEffects.js';
import { Random } from '../../../src/core/random.js';
import { corpus } from '../../support/clips.js';
import { fakePath } from '../../support/featurePath.js';
import { rejection } from '../../support/rejection.js';
import type { WatchedPath } from '../../../src/core/experiment/clipFeatures.js';
import type { RowWorkersOffer } from '../../../src/core/experiment/rowWorkers.js';
import type { Dataset } from '../../../src/core/registry/contracts.js';

const clips = corpus({ happy: 20, sad: 20 }, 3);
/** Clip number i has 8 + i bytes of i + 1; clip 77 is silent, and 90 has the bytes of 3. */
const BYTES = new Map(
  clips.map(({ id }, index) => {
    const number = index === 90 ? 3 : index;
    return [id, new Uint8Array(8 + number).fill(index === 77 ? 0 : number + 1)] as const;
  }),
);

/** What a path's plugins may do beside computing. */
interface Beside {
  readonly random: Random;
  readonly warn: (message: string) => void;
}

/** A path whose feature takes a part of each clip, and calls `extra` with the value of the clip's bytes. */
function pathWith(extra: (value: number, beside: Beside) => number = () => 0): {
  path: WatchedPath;
  said: string[];
} {
  const sideEffects = new SideEffects();
  const said: string[] = [];
  const beside = {
    random: sideEffects.watchRandom(new Random(7)),
    warn: sideEffects.watchWarn((message) => said.push(message)),
  };
  const path = fakePath({
    sideEffects,
    features: [
      {
        names: ['probe'],
        extract: ({ frameCount, waveform: { samples } }) => {
          const more = extra(256 * samples[0], beside);
          return Float32Array.from({ length: frameCount }, (_, frame) => samples[frame] + more);
        },
      },
    ],
  });
  return { path, said };
}

/** Workers in this thread that take differently long, so that rows come back in another order. */
function workersOf(
  make: () => WatchedPath,
  threads = 3,
): RowWorkersOffer & { started: number[]; asked: string[]; closed: number } {
  const offer = {
    threads,
    started: new Array<number>(),
    asked: new Array<string>(),
    closed: 0,
    start: (count: number) => {
      offer.started.push(count);
      const path = make();
      return Promise.resolve({
        row: async ({ bytes, clip }: { bytes: Uint8Array; clip: string }) => {
          offer.asked.push(clip);
          await wait((bytes.length * 7) % 5);
          const before = path.sideEffects.count;
          const row = await clipRow(bytes, path, clip);
          return path.sideEffects.count === before ? row : null;
        },
        close: () => {
          offer.closed += 1;
          return Promise.resolve();
        },
      });
    },
  };
  return offer;
}

const dataset: Dataset = {
  classes: ['happy', 'sad'],
  columns: [],
  list: () => Promise.resolve({ clips, defects: [] }),
  read: ({ id }) => Promise.resolve(BYTES.get(id) ?? new Uint8Array()),
};

async function rowsOf(source: Partial<RowSource> & Pick<RowSource, 'path'>): Promise<StreamedRow[]> {
  const rows: StreamedRow[] = [];
  for await (const row of streamRows({ dataset, ...source }, clips)) rows.push(row);
  return rows;
}

describe('streamRows with workers', () => {
  it('gives the rows of one thread, in the order of the clips', async () => {
    const alone = await rowsOf({ path: pathWith().path });
    for (const threads of [2, 4]) {
      const workers = workersOf(() => pathWith().path, threads);
      expect(await rowsOf({ path: pathWith().path, workers })).toEqual(alone);
      expect([workers.started, workers.asked.length, workers.closed]).toEqual([[threads], clips.length, 1]);
    }
    expect(alone).toHaveLength(clips.length);
    expect(alone[77].row.usable).toBe(false);
  });

  it('holds a few clips for each worker, whatever the corpus', async () => {
    let read = 0;
    let most = 0;
    let settled = 0;
    const counting = {
      ...dataset,
      read: (clip: (typeof clips)[number]) => {
        read += 1;
        most = Math.max(most, read - settled);
        return dataset.read(clip);
      },
    };
    const source = { dataset: counting, path: pathWith().path, workers: workersOf(() => pathWith().path, 2) };
    for await (const row of streamRows(source, clips)) settled += row.bytesHash === '' ? 0 : 1;
    expect(settled).toBe(clips.length);
    expect(most).toBeGreaterThan(2);
    expect(most).toBeLessThanOrEqual(5);
  });

  it('reads one clip after the other', async () => {
    let reading = 0;
    const slow = {
      ...dataset,
      read: async (clip: (typeof clips)[number]) => {
        reading += 1;
        expect(reading).toBe(1);
        await wait(0);
        reading -= 1;
        return await dataset.read(clip);
      },
    };
    await rowsOf({ dataset: slow, path: pathWith().path, workers: workersOf(() => pathWith().path) });
  });

  it.each([
    [1, 120, []],
    [8, 31, []],
    [8, 32, [2]],
    [8, 50, [3]],
  ])('with %i threads for %i clips starts %j', async (threads, count, started) => {
    const workers = workersOf(() => pathWith().path, threads);
    const rows = streamRows({ dataset, path: pathWith().path, workers }, clips.slice(0, count));
    for await (const row of rows) expect(row.bytesHash).not.toBe('');
    expect(workers.started).toEqual(started);
  });

  it('says what plugins warn of once, in the order of the clips', async () => {
    const warning = (value: number, { warn }: Beside): number => {
      if (value % 10 === 0 && value > 0) warn(`value ${value}`);
      return 0;
    };
    const alone = pathWith(warning);
    const rows = await rowsOf({ path: alone.path });
    const shared = pathWith(warning);
    const workers = workersOf(() => pathWith(warning).path);
    expect(await rowsOf({ path: shared.path, workers })).toEqual(rows);
    expect(shared.said).toEqual(alone.said);
    expect(alone.said.slice(0, 2)).toEqual(['value 10', 'value 20']);
    expect(workers.asked).toHaveLength(clips.length);
  });

  it('finds and keeps in the cache what one thread does, a copy of a clip too', async () => {
    const used = [];
    for (const threads of [1, 4]) {
      const folder = await mkdtemp(join(tmpdir(), 'intone-stream-'));
      const recipe = { hash: 'ab'.repeat(32), document: '{}' };
      const asked = [];
      for (const begun of ['empty', 'full']) {
        const cache = new RowCache([new FeatureCache(folder, recipe, console.error)]);
        const workers = workersOf(() => pathWith().path, threads);
        const rows = await rowsOf({ path: pathWith().path, cache, workers });
        asked.push({ begun, rows, tally: cache.tally });
        if (begun === 'full') expect(workers.started).toEqual([]);
      }
      used.push(asked);
      await rm(folder, { recursive: true });
    }
    expect(used[1]).toEqual(used[0]);
    expect(used[0].map(({ tally }) => tally.found)).toEqual([1, clips.length]);
  });

  it('goes on in one thread from the first clip that draws, with the same numbers', async () => {
    const drawing = (value: number, { random }: Beside): number => (value > 50 ? random.next() : 0);
    const rows = await rowsOf({ path: pathWith(drawing).path });
    const workers = workersOf(() => pathWith(drawing).path);
    expect(await rowsOf({ path: pathWith(drawing).path, workers })).toEqual(rows);
    expect(workers.started).toEqual([3]);
    expect(workers.asked.length).toBeLessThan(60);
    expect(rows).not.toEqual(await rowsOf({ path: pathWith().path }));
  });

  it('fails with the first clip that fails, whichever was done first, and ends the workers', async () => {
    const failing = (value: number): number => {
      if (value === 31 || value === 33) throw new Error(`value ${value}`);
      return 0;
    };
    const workers = workersOf(() => pathWith(failing).path, 4);
    const error = await rejection(rowsOf({ path: pathWith(failing).path, workers }));
    expect(error.code).toBe('FEATURE_CRASHED');
    expect(error.message).toBe(`The work on the clip '${clips[30].id}' failed: value 31`);
    expect(workers.closed).toBe(1);
  });

  it('ends the workers at once when it is told to stop', async () => {
    const controller = new AbortController();
    const workers: RowWorkersOffer = {
      threads: 2,
      start: () => {
        let end: (reason: Error) => void = () => undefined;
        const ended = new Promise<never>((_, reject) => (end = reject));
        ended.catch(() => undefined);
        return Promise.resolve({
          row: () => ended,
          close: () => {
            end(new Error('Terminating worker thread'));
            return Promise.resolve();
          },
        });
      },
    };
    setTimeout(() => {
      controller.abort();
    }, 20);
    const rows = rowsOf({ path: pathWith().path, workers, signal: controller.signal });
    await expect(rows).rejects.toMatchObject({ name: 'AbortError' });
  });
});
