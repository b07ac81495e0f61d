import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEvents } from '../../src/core/runs/reader.js';
import { startRun } from './native.mjs';
import { onlyRun, options, runThat, withPlugin, workplace, type Workplace } from './work.js';

let place: Workplace;
beforeEach(async () => {
  place = await workplace();
});
afterEach(async () => {
  await rm(place.folder, { recursive: true });
});

const saying = (text: string | RegExp): unknown =>
  typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text);

const KEPT = ['metrics.json', 'predictions.csv', 'split.csv', 'model/weights.bin'];

/** What a run leaves that has to be the same, whatever the threads; in a folder of its own. */
async function leftBy(config: string, threads: number, cache?: string): Promise<readonly Buffer[]> {
  const runs = join(place.folder, `runs-${threads}-${cache ?? ''}`.replaceAll('/', '_'));
  const settings = options({ ...place, runs }, config, { threads });
  const { directory } = await startRun({ ...settings, ...(cache !== undefined && { cache }) }).finished;
  return await Promise.all(KEPT.map((file) => readFile(join(directory, file))));
}

test('a run leaves the same bytes with 1, 2 and 4 threads', async () => {
  const overrides = ['data.repetitions=4', 'features=[mfcc, rms]'];
  const left = [];
  for (const threads of [1, 2, 4]) {
    const runs = join(place.folder, `runs-${threads}`);
    const settings = options({ ...place, runs }, place.quick, { threads, overrides });
    const { directory } = await startRun(settings).finished;
    left.push(await Promise.all(KEPT.map((file) => readFile(join(directory, file)))));
  }
  expect(left[1]).toEqual(left[0]);
  expect(left[2]).toEqual(left[0]);
});

test("a third party's pure plugin works in the threads, from the file that the config names", async () => {
  const config = await withPlugin(place, 'elsewhere', `if (isMainThread) throw new Error('here');`, {
    pure: true,
  });
  await startRun(options(place, config, { threads: 2 })).finished;
  await rm(place.runs, { recursive: true });
  await expect(startRun(options(place, config)).finished).rejects.toMatchObject({ message: saying('here') });
});

test('one that is not declared pure stays in one thread', async () => {
  const config = await withPlugin(place, 'here', `if (!isMainThread) throw new Error('elsewhere');`);
  const overrides = ['data.repetitions=4'];
  await startRun(options(place, config, { threads: 4, overrides })).finished;
});

test('rows that are in the cache need no threads', async () => {
  const config = await withPlugin(place, 'here', `if (!isMainThread) throw new Error('elsewhere');`, {
    pure: true,
  });
  const cache = join(place.folder, 'cache');
  const first = await leftBy(config, 1, cache);
  expect(await leftBy(config, 2, cache)).toEqual(first);
  await expect(leftBy(config, 2)).rejects.toMatchObject({ message: saying('elsewhere') });
});

test('what a plugin throws arrives as from one thread: the same error, with plugin and clip', async () => {
  const body = `globalThis.clips = (globalThis.clips ?? 0) + 1; if (globalThis.clips === 1) throw new TypeError('lost');`;
  const config = await withPlugin(place, 'lost', body, { pure: true });
  const failures = [];
  for (const threads of [1, 2]) {
    const runs = join(place.folder, `runs-${threads}`);
    const { finished } = startRun(options({ ...place, runs }, config, { threads }));
    failures.push(await finished.catch((error: unknown) => error));
    expect(await readdir((await onlyRun(runs)).directory)).not.toContain('clip');
  }
  expect(failures[0]).toMatchObject({ code: 'PLUGIN_FAILED', where: { file: saying(/./) } });
  expect(failures[1]).toEqual(failures[0]);
});

test('a thread that ends is told of, with its clip', async () => {
  const body = `globalThis.clips = (globalThis.clips ?? 0) + 1; if (globalThis.clips === 8) process.exit(9);`;
  const config = await withPlugin(place, 'deadly', body, { pure: true });
  const { finished } = startRun(options(place, config, { threads: 2 }));
  await expect(finished).rejects.toMatchObject({
    code: 'FEATURE_WORKER_DIED',
    exit: 3,
    message: saying(/features of '.+' ended: .*exited with code: 9/),
  });
  expect((await onlyRun(place.runs)).state).toBe('failed');
});

test('a thread that takes the whole process with it: the clips that were worked on are named', async () => {
  const body = `globalThis.clips = (globalThis.clips ?? 0) + 1; if (globalThis.clips === 8) process.kill(process.pid, 'SIGKILL');`;
  const config = await withPlugin(place, 'deadly', body, { pure: true });
  const { finished } = startRun(options(place, config, { threads: 2 }));
  await expect(finished).rejects.toMatchObject({
    code: 'WORKER_DIED',
    message: saying(/was ended by SIGKILL while it computed the features of '.+'\. /),
  });
});

test('an interrupted run ends at once, with threads in the middle of a clip', async () => {
  const config = await withPlugin(place, 'endless', 'for (;;);', { pure: true });
  const run = startRun(options(place, config, { threads: 2 }));
  await runThat(await run.directory, async (kept) => {
    const events = await readEvents(kept);
    return events.some((event) => event.type === 'stage-progress' && event.stage === 'features');
  });
  run.interrupt();
  await expect(run.finished).rejects.toMatchObject({ code: 'RUN_INTERRUPTED', exit: 130 });
  expect((await onlyRun(place.runs)).state).toBe('interrupted');
});
