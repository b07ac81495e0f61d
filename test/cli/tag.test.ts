import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../core/runs/example.js';
import { keepRun } from '../core/runs/collection/keptRuns.js';
import { intone, type Outcome } from './intone.js';

let folder: string;
let run: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  run = basename(await keepRun(folder, { accuracy: 0.7, f1: 0.6, angry: 0.9 }));
});

const tag = (...argv: readonly string[]): Promise<Outcome> =>
  intone(['tag', 'latest', '--runs', folder, ...argv]);

test('tags are added and removed in either way of writing, and shown', async () => {
  expect((await tag()).stdout).toBe(`${run} has no tag.\n`);
  expect((await tag('paper', '+baseline', 'old')).stdout).toBe(`${run}: baseline old paper\n`);
  expect((await tag('-baseline', '+new', '--remove', 'old')).stdout).toBe(`${run}: new paper\n`);
  expect(JSON.parse((await tag('--json')).stdout)).toEqual({ run, tags: ['new', 'paper'] });
  const file: unknown = JSON.parse(await readFile(join(folder, run, 'annotations.json'), 'utf8'));
  expect(file).toEqual({ tags: ['new', 'paper'], notes: [] });
});

test('runs are found by their tags', async () => {
  await tag('paper');
  const found = await intone(['runs', '--runs', folder, '--where', 'tag = paper', '--json']);
  expect(JSON.parse(found.stdout)).toMatchObject([{ run, tags: ['paper'] }]);
  const others = await intone(['runs', '--runs', folder, '--where', 'tag != paper', '--json']);
  expect(JSON.parse(others.stdout)).toEqual([]);
});

test('what is no tag is refused', async () => {
  const { exit, stderr } = await tag('two words');
  expect(exit).toBe(2);
  expect(stderr).toContain("error[TAG_BAD] 'two words' is no tag.");
});
