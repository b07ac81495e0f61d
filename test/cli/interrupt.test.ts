import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEvents } from '../../src/core/runs/reader.js';
import { goneProcess, onlyRun, withPlugin, workplace, type Workplace } from '../worker/work.js';
import { spawnIntone } from './intone.js';

let place: Workplace;
beforeEach(async () => {
  place = await workplace();
});
afterEach(async () => {
  await rm(place.folder, { recursive: true });
});

test('Ctrl-C once: the batch is finished and saved, and resuming goes on to the result of a whole run', async () => {
  const { folder: cwd } = place;
  const epochs = ['--set', 'train.epochs=60'];
  const stopped = await spawnIntone(['run', 'quick.yaml', ...epochs], { cwd, interruptAfter: 'epoch 3/' });
  expect(stopped).toMatchObject({ exit: 130, stdout: '' });
  expect(stopped.stderr).toContain('Stopping after this batch; press Ctrl-C again to stop at once.');
  expect(stopped.stderr).toMatch(
    /error\[RUN_INTERRUPTED\].*\n +help: .*intone run --resume runs\/\S+-tiny-\S+'/,
  );
  const { directory, state } = await onlyRun(place.runs);
  expect(state).toBe('interrupted');

  const resumed = await spawnIntone(['run', '--resume', 'latest'], { cwd });
  expect(resumed.exit).toBe(0);
  expect(resumed.stdout).toMatch(/^PASSED: /m);
  expect(resumed.stderr).toMatch(/^run {7}resumed after epoch \d+$/m);
  expect(resumed.stderr).not.toMatch(/epoch 1\/60|run {7}tiny, seed/);

  const whole = await spawnIntone(['run', 'quick.yaml', ...epochs, '--runs', 'whole'], { cwd });
  expect(whole.exit).toBe(0);
  const other = await onlyRun(join(cwd, 'whole'));
  for (const file of ['metrics.json', 'predictions.csv', 'model/weights.bin']) {
    expect(await readFile(join(directory, file))).toEqual(await readFile(join(other.directory, file)));
  }
});

test('Ctrl-C twice: it ends at once, and what was saved is said', async () => {
  const { exit, stdout, stderr } = await spawnIntone(['run', 'slow.yaml'], {
    cwd: place.folder,
    interruptAfter: /train +started|press Ctrl-C again/,
  });
  expect({ exit, stdout }).toEqual({ exit: 130, stdout: '' });
  expect(stderr).toMatch(
    /error\[WORKER_STOPPED\] The run was stopped at once\. 'runs\/\S+' is kept; no epoch was saved yet\./,
  );
  const run = await onlyRun(place.runs);
  expect(run.state).toBe('died');
  expect((await readEvents(run)).map(({ type }) => type)).not.toContain('epoch-finished');
  await goneProcess(run.record.process.pid);
});

test('where the process of the run dies, that is what is said', async () => {
  const config = await withPlugin(place, 'doomed', `process.kill(process.pid, 'SIGKILL');`);
  const { exit, stderr } = await spawnIntone(['run', config], { cwd: place.folder });
  expect(exit).toBe(3);
  expect(stderr).toMatch(
    /error\[WORKER_DIED\] The process of the run was ended by SIGKILL while it computed the features of '\S+'\. 'runs\/\S+' is kept/,
  );
  expect(stderr).not.toMatch(/^\s+at /m);
});

test("a fault in the run's process is told as a fault, with its stack where it is asked for", async () => {
  const config = await withPlugin(
    place,
    'astray',
    `setTimeout(() => { throw new TypeError('lost its way') });`,
  );
  const { exit, stderr } = await spawnIntone(['run', config], { cwd: place.folder });
  expect(exit).toBe(3);
  expect(stderr).toContain('error[INTERNAL] This is a fault of intone, not of your input: lost its way');
  expect(stderr).not.toMatch(/^\s+at /m);
  const verbose = await spawnIntone(['run', config, '--verbose'], { cwd: place.folder });
  expect(verbose.stderr).toMatch(/^TypeError: lost its way\n\s+at .*astray\.mjs/m);
});

test('with --json stdout holds the object and nothing else, whatever the run prints', async () => {
  const config = await withPlugin(place, 'chatty', `console.log('from the run');`);
  const { exit, stdout, stderr } = await spawnIntone(['run', config, '--json'], { cwd: place.folder });
  expect(exit).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    verdict: { passed: true },
    metrics: { test: { rows: 15 } },
  });
  expect(stderr).toContain('from the run');
});
