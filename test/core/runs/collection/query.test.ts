import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { changeTags } from '../../../../src/core/runs/collection/annotations.js';
import { collectRuns, type CollectedRun } from '../../../../src/core/runs/collection/collect.js';
import { parseCondition } from '../../../../src/core/runs/collection/query/condition.js';
import { filterRuns } from '../../../../src/core/runs/collection/query/filter.js';
import { sortRuns } from '../../../../src/core/runs/collection/query/sort.js';
import { caughtError } from '../../../support/caughtError.js';
import { beginRun, experiment, temporaryFolder } from '../example.js';
import { collected, keepRun } from './keptRuns.js';

let runs: readonly CollectedRun[];
beforeAll(async () => {
  const folder = await temporaryFolder();
  await keepRun(folder, { accuracy: 0.7, f1: 0.6, angry: 0.9 }, { name: 'first', seed: 1 });
  const [input] = experiment.inputs;
  const features = [
    { use: 'mfcc', options: { coefficients: 13 } },
    { use: 'rms', options: {} },
  ];
  const second = await keepRun(
    folder,
    { accuracy: 0.8, f1: 0.9, angry: 0.2 },
    {
      name: 'second',
      seed: 2,
      inputs: [{ ...input, features, scale: null }],
      train: { ...experiment.train, epochs: 20 },
    },
  );
  await changeTags({ directory: second, name: 'second' }, { add: ['paper', 'new'], remove: [] });
  const third = await beginRun(folder, { name: 'third', seed: 3, model: { use: 'cnn-bilstm', options: {} } });
  await third.fail({ code: 'CLIP_BAD', message: 'a clip is bad' });
  const fourth = await keepRun(folder, { accuracy: 0, f1: 0, angry: 0 }, { name: 'fourth', seed: 4 });
  await writeFile(join(fourth, 'metrics.json'), '{"test": ');
  const fifth = await keepRun(folder, { accuracy: 0, f1: 0, angry: 0 }, { name: 'fifth', seed: 5 });
  await rm(join(fifth, 'run.json'));
  await rename(fifth, join(folder, '20991231T000000Z-fifth-0a1b2c3d'));
  runs = await collected(folder);
});

const named = (found: readonly CollectedRun[]): readonly string[] =>
  found.map(({ name }) => name.replace(/^[^-]+-(.+)-[0-9a-f]{8}$/, '$1'));

const where = (...conditions: readonly string[]): readonly string[] =>
  named(filterRuns(runs, conditions.map(parseCondition)));

describe('filterRuns', () => {
  it.each([
    ['f1.macro > .8', ['second']],
    ['accuracy <= 0.7', ['first']],
    ['test.accuracy = .8', ['second']],
    ['validation.accuracy > .85', ['second']],
    ['recall.angry >= .9', ['first']],
    ['ece = none', ['first', 'second']],
    ['ece < 1', []],
    ['seed >= 2', ['second', 'third', 'fourth']],
    ['model = cnn-bilstm', ['third']],
    ['model.use != mlp', ['third']],
    ['train.epochs >= 20', ['second']],
    ['train.optimizer.use = adam', ['first', 'second', 'third', 'fourth']],
    ['features = rms', ['second']],
    ['features.0 = mfcc', ['first', 'second', 'third', 'fourth']],
    ['features.0.coefficients = 13', ['second']],
    ['features.mfcc.coefficients = 20', ['first', 'third', 'fourth']],
    ['scale = none', ['second']],
    ['scale = standard', ['first', 'third', 'fourth']],
    ['name = third', ['third']],
    ['state = finished', ['first', 'second']],
    ['state = damaged', ['fourth', 'fifth']],
    ['passed = true', ['first', 'second', 'fourth']],
    ['passed = none', ['third']],
    ['error = CLIP_BAD', ['third']],
    ['tag = paper', ['second']],
    ['tag != paper', ['first', 'third', 'fourth', 'fifth']],
    ['when > 2020-01-01', ['first', 'second', 'third', 'fourth', 'fifth']],
    ['when >= 2099-12-31T00:00', ['fifth']],
    ['when < 2020-01-01', []],
  ])('%s', (condition, found) => {
    expect(where(condition)).toEqual(found);
  });

  it('joins conditions by and', () => {
    expect(where('accuracy > .5', 'seed != 2')).toEqual(['first']);
    expect(where()).toHaveLength(5);
  });

  it.each([
    ['f1.marco > .8', 'QUERY_UNKNOWN_KEY', 1, "Did you mean 'f1.macro'?"],
    ['validation.f1.macro > .8', 'QUERY_UNKNOWN_KEY', 1, ''],
    ['train.epoch = 3', 'QUERY_UNKNOWN_KEY', 1, "Did you mean 'train.epochs'?"],
    ['recall > .8', 'QUERY_UNKNOWN_KEY', 1, ''],
    ['toString = x', 'QUERY_UNKNOWN_KEY', 1, ''],
    ['accuracy > high', 'QUERY_NOT_A_NUMBER', 12, ''],
    ['accuracy = 0x1', 'QUERY_NOT_A_NUMBER', 12, ''],
    ['model > mlp', 'QUERY_NO_ORDER', 9, ''],
    ['tag >= paper', 'QUERY_NO_ORDER', 8, ''],
    ['passed > false', 'QUERY_NO_ORDER', 10, ''],
    ['passed = yes', 'QUERY_BAD_VALUE', 10, ''],
    ['state = finishd', 'QUERY_BAD_VALUE', 9, "Did you mean 'finished'?"],
  ])('%s is %s in column %i', (condition, code, column, hint) => {
    const error = caughtError(() => where(condition));
    expect(error.code).toBe(code);
    expect(error.where?.column).toBe(column);
    expect(error.hint).toContain(hint);
  });

  it('cannot know a metric where no run has any, and finds nothing', () => {
    const unfinished = runs.filter(({ metrics }) => metrics === null);
    expect(filterRuns(unfinished, [parseCondition('f1.macro > .8')])).toEqual([]);
  });
});

describe('sortRuns', () => {
  it.each([
    ['f1.macro', false, ['second', 'first', 'third', 'fourth', 'fifth']],
    ['f1.macro', true, ['first', 'second', 'third', 'fourth', 'fifth']],
    ['when', false, ['first', 'second', 'third', 'fourth', 'fifth']],
    ['when', true, ['fifth', 'fourth', 'third', 'second', 'first']],
    ['name', false, ['first', 'fourth', 'second', 'third', 'fifth']],
    ['seed', false, ['fourth', 'third', 'second', 'first', 'fifth']],
    ['model', false, ['third', 'first', 'second', 'fourth', 'fifth']],
  ])('by %s, reversed: %s', (key, reverse, order) => {
    expect(named(sortRuns(runs, key, { reverse }))).toEqual(order);
  });

  it('refuses what no run has, and lists', () => {
    expect(caughtError(() => sortRuns(runs, 'acuracy')).hint).toBe("Did you mean 'accuracy'?");
    expect(caughtError(() => sortRuns(runs, 'tag')).code).toBe('QUERY_NOT_SORTABLE');
  });
});

describe('collectRuns', () => {
  it('tells damage from the rest, run by run, and never throws', () => {
    const problems = runs.map((run) => run.problems.join(' '));
    expect(problems.slice(0, 3)).toEqual(['', '', '']);
    expect(problems[3]).toContain('metrics.json: it is not JSON');
    expect(problems[4]).toContain('run.json is missing');
    expect(runs[4]).toMatchObject({ state: 'damaged', record: null, metrics: null });
  });

  it('calls a finished run damaged that lacks a file, whether or not that file was asked for', async () => {
    const folder = await temporaryFolder();
    const directory = await keepRun(folder, { accuracy: 1, f1: 1, angry: 1 });
    await rm(join(directory, 'verdict.json'));
    const [run] = await collectRuns(folder, { metrics: false, config: false });
    expect(run.state).toBe('damaged');
    expect(run.problems).toEqual([`The run directory '${directory}' is damaged: verdict.json is missing.`]);
  });

  it('lists a run whose tags cannot be read as what it is, with the problem', async () => {
    const folder = await temporaryFolder();
    const directory = await keepRun(folder, { accuracy: 1, f1: 1, angry: 1 });
    await writeFile(join(directory, 'annotations.json'), '[]');
    const [run] = await collected(folder);
    expect(run).toMatchObject({ name: basename(directory), state: 'finished', annotations: { tags: [] } });
    expect(run.problems[0]).toContain('annotations.json');
  });

  it('finds nothing in a folder that is not there', async () => {
    expect(await collected(join(await temporaryFolder(), 'nowhere'))).toEqual([]);
  });
});
