import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { goneProcess, isTraining, onlyRun, runThat, workplace, type Workplace } from '../worker/work.js';
import { intone, spawnIntone } from './intone.js';

let place: Workplace;
beforeEach(async () => {
  place = await workplace();
});
afterEach(async () => {
  await rm(place.folder, { recursive: true });
});

test('--detach returns at once, says where the run is, and the run goes on to its end', async () => {
  const { exit, stdout } = await spawnIntone(['run', 'quick.yaml', '--detach'], { cwd: place.folder });
  expect(exit).toBe(0);
  const { directory, record } = await onlyRun(place.runs);
  const shown = `runs/${directory.slice(place.runs.length + 1)}`;
  expect(stdout).toBe(`The run goes on in ${shown}\nwatch it with: intone watch ${shown}\n`);
  expect((await runThat(directory, ({ state }) => state !== 'running')).state).toBe('finished');
  await goneProcess(record.process.pid);
  expect(await readdir(directory)).not.toContain('worker.log');
});

test('a detached run that is interrupted from elsewhere saves and stops', async () => {
  const argv = ['run', 'endless.yaml', '--detach', '--json'];
  const { stdout } = await spawnIntone(argv, { cwd: place.folder });
  const { directory, record } = await onlyRun(place.runs);
  expect(JSON.parse(stdout)).toEqual({ directory: `runs/${directory.slice(place.runs.length + 1)}` });
  await runThat(directory, isTraining);
  process.kill(record.process.pid, 'SIGTERM');
  expect((await runThat(directory, ({ state }) => state !== 'running')).state).toBe('interrupted');
  await goneProcess(record.process.pid);
});

test('a run that is not possible is refused before anything is left alone', async () => {
  const noTrain = `split={use: grouped, by: speaker, test: 0.4, validation: 0.4}`;
  const argv = ['run', 'quick.yaml', '--detach', '--set', noTrain];
  const { exit, stdout, stderr } = await spawnIntone(argv, { cwd: place.folder });
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain('error[SPLIT_TOO_FEW_GROUPS]');
  expect(await readdir(place.runs)).toEqual([]);
});

test.each([
  [['run', 'quick.yaml', '--detach', '--dry-run'], 'USAGE_BAD_FLAG'],
  [['run', 'quick.yaml', '--resume', 'latest'], 'USAGE_RESUME_WITH_MORE'],
  [['run', '--resume', 'latest', '--set', 'seed=7'], 'USAGE_RESUME_WITH_MORE'],
  [['run', '--resume', 'latest', '--dry-run'], 'USAGE_RESUME_WITH_MORE'],
  [['run', '--resume', 'latest'], 'RUN_NOT_FOUND'],
  [['run'], 'USAGE_MISSING_ARGUMENT'],
])('%j: %s', async (argv, code) => {
  const { exit, stderr } = await intone(argv, { cwd: place.folder });
  expect(exit).toBe(2);
  expect(stderr).toContain(`error[${code}]`);
  await expect(readdir(join(place.folder, 'runs'))).rejects.toThrow('ENOENT');
});
