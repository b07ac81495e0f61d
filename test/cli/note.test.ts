import { basename } from 'node:path';
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

const note = (...argv: readonly string[]): Promise<Outcome> =>
  intone(['note', 'latest', '--runs', folder, ...argv]);

test('notes are written, shown with their numbers and times, and removed', async () => {
  expect((await note()).stdout).toBe(`${run} has no note.\n`);
  await note('angry fell');
  const { stdout } = await note('crop moved');
  expect(stdout).toMatch(/^1\. \d{4}-\d\d-\d\d \d\d:\d\d {2}angry fell\n2\. .* {2}crop moved\n$/);
  const left = await note('--remove', '1', '--json');
  expect(JSON.parse(left.stdout)).toMatchObject({ run, notes: [{ text: 'crop moved' }] });
});

test('show tells tags and notes', async () => {
  const begun = await intone(['tag', 'latest', 'paper', '--runs', folder]);
  expect(begun.exit).toBe(0);
  await note('angry fell');
  const { stdout } = await intone(['show', 'latest', '--runs', folder]);
  expect(stdout).toMatch(/^tags {8}paper\nnote {8}1\. .* {2}angry fell$/m);
});

test('an empty note and a note that is not there are refused', async () => {
  expect((await note(' ')).stderr).toContain('error[NOTE_EMPTY]');
  const { exit, stderr } = await note('--remove', '3');
  expect(exit).toBe(2);
  expect(stderr).toContain(`error[NOTE_NOT_FOUND] The run '${run}' has no note 3.`);
});
