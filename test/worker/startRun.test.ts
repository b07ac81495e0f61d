import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEvents } from '../../src/core/runs/reader.js';
import { startRun } from './native.mjs';
import {
  goneProcess,
  isTraining,
  onlyRun,
  options,
  runThat,
  withPlugin,
  workplace,
  type Workplace,
} from './work.js';
import { runNames } from '../../src/core/runs/find.js';

let place: Workplace;
beforeEach(async () => {
  place = await workplace();
});
afterEach(async () => {
  await rm(place.folder, { recursive: true });
});

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'fulfilled',
    (error: unknown) => error,
  );

const saying = (text: string | RegExp): unknown =>
  typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text);

test('a run works in a process of its own and its result comes whole', async () => {
  const run = startRun(options(place, place.quick));
  const directory = await run.directory;
  expect(directory).toBe((await onlyRun(place.runs)).directory);
  expect((await onlyRun(place.runs)).record.process.pid).toBe(run.pid);
  await run.underWay;
  const result = await run.finished;
  expect(result.directory).toBe(directory);
  expect(result.metrics).toEqual(JSON.parse(await readFile(join(directory, 'metrics.json'), 'utf8')));
  expect(result.verdict).toEqual(JSON.parse(await readFile(join(directory, 'verdict.json'), 'utf8')));
  expect((await onlyRun(place.runs)).state).toBe('finished');
});

test('mistakes come with code, place and advice, and nothing is left', async () => {
  const run = startRun(options(place, place.quick, { overrides: ['model=mpl', 'seed=-1'] }));
  expect(await failure(run.finished)).toMatchObject({
    name: 'IntoneErrors',
    errors: [
      { code: 'CONFIG_OUT_OF_RANGE', exit: 2, where: { file: '--set seed=-1' } },
      { code: 'PLUGIN_UNKNOWN', hint: saying('mlp') },
    ],
  });
  expect(await failure(run.directory)).toMatchObject({ name: 'IntoneErrors' });
  expect(await readdir(place.folder)).not.toContain('runs');
});

test('a fault that nobody catches is told as one, with its stack', async () => {
  const body = `setTimeout(() => { throw new TypeError('lost its way') });`;
  const run = startRun(options(place, await withPlugin(place, 'astray', body)));
  expect(await failure(run.finished)).toMatchObject({
    name: 'TypeError',
    message: 'lost its way',
    stack: saying('astray.mjs'),
  });
  expect((await onlyRun(place.runs)).state).toBe('died');
});

test('interrupt ends it after its batch, with what it says of itself', async () => {
  const run = startRun(options(place, place.endless));
  await runThat(await run.directory, isTraining);
  run.interrupt();
  expect(await failure(run.finished)).toMatchObject({
    exit: 130,
    code: saying(/INTERRUPTED$/),
  });
  expect((await onlyRun(place.runs)).state).toBe('interrupted');
});

test('an interrupt before there is a directory keeps nothing', async () => {
  const run = startRun(options(place, place.endless));
  run.interrupt();
  expect(await failure(run.finished)).toMatchObject({ name: 'AbortError' });
  expect(await readdir(place.folder)).not.toContain('runs');
});

test('kill ends it at once and says what was kept', async () => {
  const run = startRun(options(place, place.endless));
  const directory = await run.directory;
  await runThat(directory, isTraining);
  run.kill();
  expect(await failure(run.finished)).toMatchObject({
    code: 'WORKER_STOPPED',
    exit: 130,
    message: saying(directory),
  });
  expect((await onlyRun(place.runs)).state).toBe('died');
});

test('a process that is killed is missed, by name, with what was kept', async () => {
  const run = startRun(options(place, place.endless));
  const directory = await run.directory;
  await runThat(directory, isTraining);
  process.kill(run.pid ?? 0, 'SIGKILL');
  expect(await failure(run.finished)).toMatchObject({
    code: 'WORKER_DIED',
    exit: 3,
    message: saying(`was ended by SIGKILL. '${directory}' is kept`),
    hint: saying(`--resume ${directory}`),
  });
});

test('a run that was left goes on to its end, and leaves no empty log', async () => {
  const run = startRun(options(place, place.quick, { outlives: true }));
  await run.underWay;
  run.leave();
  const { directory } = await runThat(await run.directory, ({ state }) => state !== 'running');
  expect((await onlyRun(place.runs)).state).toBe('finished');
  await goneProcess(run.pid ?? 0);
  expect(await readdir(directory)).not.toContain('worker.log');
});

test('what a run that outlives its screen prints is kept beside it; nothing else is in the folder of runs', async () => {
  const config = await withPlugin(
    place,
    'chatty',
    `if (!globalThis.said) console.log('hello'); globalThis.said = true;`,
  );
  const { directory } = await startRun(options(place, config, { outlives: true })).finished;
  expect(await readFile(join(directory, 'worker.log'), 'utf8')).toBe('hello\n');
  expect(await runNames(place.runs)).toHaveLength(1);
});

test('where memory runs out, that is said', async () => {
  const body = `const heap = []; for (;;) heap.push(new Array(1e6).fill(heap.length));`;
  const config = await withPlugin(place, 'greedy', body);
  const usual = process.env['NODE_OPTIONS'] ?? '';
  process.env['NODE_OPTIONS'] = `${usual} --max-old-space-size=100`;
  const run = startRun(options(place, config, { outlives: true }));
  process.env['NODE_OPTIONS'] = usual;
  expect(await failure(run.finished)).toMatchObject({
    code: 'WORKER_DIED',
    message: saying(
      /ended (by SIGABRT|with code \d+) while it computed the features of '\S+'.*heap out of memory/,
    ),
  });
  expect((await readEvents(await onlyRun(place.runs))).at(-1)).toMatchObject({ stage: 'features' });
});
