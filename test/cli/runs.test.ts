import { rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { beginRun, temporaryFolder } from '../core/runs/example.js';
import { keepRun } from '../core/runs/collection/keptRuns.js';
import { intone, type Outcome } from './intone.js';

let folder: string;
let names: readonly string[];
beforeAll(async () => {
  folder = await temporaryFolder();
  const one = await keepRun(folder, { accuracy: 0.7, f1: 0.6, angry: 0.9 }, { name: 'one' });
  const two = await keepRun(folder, { accuracy: 0.8, f1: 0.9, angry: 0.2 }, { name: 'two', seed: 8 });
  const three = await beginRun(folder, { name: 'three' });
  three.record({
    type: 'epoch-finished',
    epoch: 1,
    epochs: 2,
    seconds: 1,
    learningRate: 0.001,
    train: { loss: 1 },
    validation: { accuracy: 0.432 },
    recall: {},
    perClass: {},
    confusion: [],
    best: true,
  });
  const four = await keepRun(folder, { accuracy: 1, f1: 1, angry: 1 }, { name: 'four' });
  await writeFile(join(four, 'metrics.json'), '{');
  names = [one, two, three.directory, four].map((directory) => basename(directory));
});

const runs = (...argv: readonly string[]): Promise<Outcome> => intone(['runs', '--runs', folder, ...argv]);

test('a line a run, the latest last; one that is at work shows its best epoch, a damaged one is named', async () => {
  const { exit, stdout, stderr } = await runs();
  expect(exit).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^run +state +gate +best +test +macro F1 +UAR +seed +when +tags$/);
  expect(lines.slice(1).map((line) => line.split(' ')[0])).toEqual(names);
  expect(lines[1]).toMatch(/ finished +passed +0\.800 +0\.700 +0\.600 +- +7 +\d{4}-\d\d-\d\d \d\d:\d\d$/);
  expect(lines[3]).toMatch(/ running +- +0\.432 +- +- +- +7 /);
  expect(lines[4]).toMatch(/ damaged +passed +- +- /);
  expect(stderr).toBe(
    `warning: The run directory '${join(folder, names[3])}' is damaged: metrics.json: it is not JSON.\n`,
  );
});

test('what is sorted or filtered by stands in a column of its own', async () => {
  const { stdout, stderr } = await runs('--sort', 'recall.angry', '--where', 'train.epochs=2', '--reverse');
  const [head, first, second] = stdout.split('\n');
  expect(head).toMatch(/UAR +recall\.angry +train\.epochs +seed/);
  expect([first, second].map((line) => line.split(' ')[0])).toEqual([names[1], names[0]]);
  expect(first).toMatch(/ 0\.200 +2 +8 /);
  expect(stderr).toContain('is damaged');
});

test('--json holds the same, unrounded', async () => {
  const { stdout } = await runs('--json', '--where', 'f1.macro > .8');
  expect(JSON.parse(stdout)).toMatchObject([
    {
      run: names[1],
      directory: join(folder, names[1]),
      state: 'finished',
      problems: [],
      name: 'two',
      seed: 8,
      passed: true,
      tags: [],
      notes: [],
      accuracy: 0.8,
      metrics: { accuracy: 0.8, 'f1.macro': 0.9, ece: null },
    },
  ]);
});

test('an unknown key and a bad condition point at their column', async () => {
  const unknown = await runs('--where', 'f1.marco > .8');
  expect(unknown.exit).toBe(2);
  expect(unknown.stdout).toBe('');
  expect(unknown.stderr).toContain("error[QUERY_UNKNOWN_KEY] No run has 'f1.marco'.\n  --> --where:1:1\n");
  expect(unknown.stderr).toContain("help: Did you mean 'f1.macro'?");
  const bad = await runs('--where', 'accuracy => .8', '--json');
  expect(bad.exit).toBe(2);
  expect(JSON.parse(bad.stdout)).toMatchObject({
    error: { code: 'QUERY_SYNTAX', mistakes: [{ file: '--where', line: 1, column: 10 }] },
  });
});

test('an empty answer says which of the two it is', async () => {
  expect((await runs('--where', 'seed = 99')).stdout).toBe(
    `Of 4 runs in '${folder}' none meets the conditions.\n`,
  );
  const empty = await temporaryFolder();
  expect((await intone(['runs', '--runs', empty])).stdout).toBe(`There is no run in '${empty}'.\n`);
  await rm(empty, { recursive: true });
});
