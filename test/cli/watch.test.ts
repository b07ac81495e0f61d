import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goneProcess, isTraining, onlyRun, runThat, workplace, type Workplace } from '../worker/work.js';
import { intone, spawnIntone } from './intone.js';

let place: Workplace;
let cwd: string;
beforeAll(async () => {
  place = await workplace();
  cwd = place.folder;
  await spawnIntone(['run', 'quick.yaml'], { cwd });
});
afterAll(async () => {
  await rm(place.folder, { recursive: true });
});

test('watch replays a finished run line by line where there is no terminal', async () => {
  const { exit, stdout, stderr } = await spawnIntone(['watch'], { cwd });
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  const lines = stdout.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^run {7}tiny, seed 42, on wasm: the fastest here \(.*intone backend install/);
  expect(lines).toContainEqual(expect.stringMatching(/^train {5}epoch 1\/1\b.* loss/));
  expect(lines.at(-1)).toMatch(/^run {7}finished in /);
});

test('watch follows a run that is under way until it ends, and says how to go on', async () => {
  await spawnIntone(['run', 'endless.yaml', '--detach', '--runs', 'endless'], { cwd });
  const { directory, record } = await onlyRun(join(cwd, 'endless'));
  await runThat(directory, isTraining);
  const watching = spawnIntone(['watch', 'latest', '--runs', 'endless'], { cwd });
  await appendFile(join(directory, 'control'), 'interrupt\n');
  const { exit, stdout } = await watching;
  expect(exit).toBe(0);
  expect(stdout).toMatch(/^run {7}asked to stop after this batch$/m);
  expect(stdout).toMatch(/The run is interrupted\. Go on with: intone run --resume endless\/\S+-tiny-\S+\n$/);
  await goneProcess(record.process.pid);
});

test('a run whose process was killed is known for that', async () => {
  await spawnIntone(['run', 'endless.yaml', '--detach', '--runs', 'killed'], { cwd });
  const { directory, record } = await onlyRun(join(cwd, 'killed'));
  await runThat(directory, isTraining);
  const watching = spawnIntone(['watch', directory], { cwd });
  process.kill(record.process.pid, 'SIGKILL');
  expect((await watching).stdout).toMatch(
    /The run died: its process is gone\. Go on with: intone run --resume/,
  );
});

test('watch --json prints one object; the lines go to stderr', async () => {
  const { stdout, stderr } = await spawnIntone(['watch', 'latest', '--json', '--speed', '1000'], { cwd });
  expect(JSON.parse(stdout)).toMatchObject({ state: 'finished', passed: true });
  expect(stderr).toMatch(/^run {7}finished in /m);
});

test.each([
  [['watch', 'yesterday'], 'RUN_NOT_FOUND'],
  [['watch', '--runs', 'nowhere'], 'RUN_NOT_FOUND'],
  [['watch', 'latest', '--speed', 'fast'], 'USAGE_BAD_FLAG'],
  [['watch', 'latest', 'latest', '--plain'], 'USAGE_WATCH_SEVERAL'],
])('%j: %s', async (argv, code) => {
  const { exit, stdout, stderr } = await intone(argv, { cwd });
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain(`error[${code}]`);
});
