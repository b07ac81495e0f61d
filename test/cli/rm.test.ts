import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { beginRun, temporaryFolder } from '../core/runs/example.js';
import { keepRun } from '../core/runs/collection/keptRuns.js';
import { intone, type Outcome } from './intone.js';

let folder: string;
let one: string;
let two: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  one = basename(await keepRun(folder, { accuracy: 0.7, f1: 0.6, angry: 0.9 }, { name: 'one' }));
  two = basename(await keepRun(folder, { accuracy: 0.8, f1: 0.9, angry: 0.2 }, { name: 'two' }));
});

const rm = (...argv: readonly string[]): Promise<Outcome> => intone(['rm', '--runs', folder, ...argv]);

test('runs go to the trash, are listed there, come back, and are deleted for good', async () => {
  const { exit, stdout } = await rm(one, 'latest', two);
  expect(exit).toBe(0);
  expect(stdout).toContain(`${one} is in the trash; bring it back with: intone rm --restore ${one}`);
  expect(await readdir(folder)).toEqual(['.trash']);
  const trash = await intone(['runs', '--runs', folder, '--trash', '--json']);
  expect(JSON.parse(trash.stdout)).toMatchObject([{ run: one }, { run: two }]);
  expect((await rm('--restore', one)).stdout).toBe(`${join(folder, one)} is back.\n`);
  expect(JSON.parse((await rm('--empty-trash', '--json')).stdout)).toEqual({
    removed: [],
    restored: [],
    deleted: [two],
  });
  expect(await readdir(folder)).toEqual(['.trash', one].sort());
  expect((await rm('--empty-trash')).stdout).toBe('The trash is empty already.\n');
});

test('where one of them is running, none is moved', async () => {
  const running = await beginRun(folder, { name: 'at work' });
  const { exit, stderr } = await rm(one, basename(running.directory));
  expect(exit).toBe(2);
  expect(stderr).toContain('error[RUN_STILL_RUNNING]');
  expect(await readdir(folder)).toContain(one);
});

test('what is missing or unknown is said', async () => {
  expect((await rm()).stderr).toContain("error[USAGE_MISSING_ARGUMENT] 'intone rm' needs RUN.");
  expect((await rm('nothing')).stderr).toContain('error[RUN_NOT_FOUND]');
  expect((await rm('--restore', 'nothing')).stderr).toContain('error[RUN_NOT_IN_TRASH]');
  expect((await rm('--restore', one, '--empty-trash')).stderr).toContain('error[USAGE_BAD_FLAG]');
});
