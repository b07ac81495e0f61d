import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openRun, readExperiment } from '../../../src/core/runs/reader.js';
import { RunWriter } from '../../../src/core/runs/writer.js';
import { beginRun, experiment, temporaryFolder } from './example.js';

let runsDirectory: string;
beforeEach(async () => {
  runsDirectory = join(await temporaryFolder(), 'deep', 'runs');
});

describe('RunWriter', () => {
  it('begins with the config as written and as resolved, and says that it is running', async () => {
    const run = await beginRun(runsDirectory);
    expect(await readdir(runsDirectory)).toEqual([run.name]);
    expect((await readdir(run.directory)).sort()).toEqual([
      'config',
      'events.jsonl',
      'experiment.json',
      'lock',
      'run.json',
    ]);
    expect(await readFile(join(run.directory, 'config', 'test.yaml'), 'utf8')).toBe('name: test\n');
    const opened = await openRun(run.directory);
    expect(opened.state).toBe('running');
    expect(opened.record).toMatchObject({ seed: 7, finished: null, passed: null, dataHash: null });
    expect(opened.record.intone.codeHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await readExperiment(opened)).toEqual(experiment);
  });

  it('is still able to say that it failed where its last write does not succeed', async () => {
    const run = await beginRun(runsDirectory);
    const inTheWay = join(run.directory, `run.json.${process.pid}.partial`);
    await mkdir(inTheWay);
    await expect(run.finish(true)).rejects.toMatchObject({ code: 'RUN_WRITE_FAILED' });
    expect(await readdir(run.directory)).toContain('lock');
    await rm(inTheWay, { recursive: true, force: true });
    run.record({ type: 'run-failed', code: 'RUN_WRITE_FAILED', message: 'why' });
    await run.fail({ code: 'RUN_WRITE_FAILED', message: 'why' });
    const { state, record } = await openRun(run.directory);
    expect({ state, passed: record.passed }).toEqual({ state: 'failed', passed: null });
    expect(await readdir(run.directory)).not.toContain('lock');
  });

  it('keeps the folders between the config’s files', async () => {
    const run = await RunWriter.begin({
      runsDirectory,
      experiment,
      sources: [
        { file: '/a/configs/x.yaml', text: 'x' },
        { file: '/a/shared/base.yaml', text: 'base' },
        { file: '/a/configs/base.yaml', text: 'other' },
      ],
      plugins: [],
    });
    const copy = (name: string): Promise<string> => readFile(join(run.directory, 'config', name), 'utf8');
    expect([
      await copy('configs/x.yaml'),
      await copy('shared/base.yaml'),
      await copy('configs/base.yaml'),
    ]).toEqual(['x', 'base', 'other']);
  });

  it('never uses a directory twice, also within one second', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => beginRun(runsDirectory)));
    expect(new Set(runs.map(({ directory }) => directory)).size).toBe(3);
    expect((await readdir(runsDirectory)).length).toBe(3);
  });

  it('notes what becomes known, and ends finished, failed or interrupted', async () => {
    const run = await beginRun(runsDirectory);
    await run.note({ dataHash: 'abc', backend: { name: 'cpu', version: '1' } });
    expect((await openRun(run.directory)).record).toMatchObject({ state: 'running', dataHash: 'abc' });
    await run.finish(false);
    const { state, record } = await openRun(run.directory);
    expect({ state, passed: record.passed, dataHash: record.dataHash }).toEqual({
      state: 'finished',
      passed: false,
      dataHash: 'abc',
    });

    const failed = await beginRun(runsDirectory);
    await failed.fail({ code: 'X', message: 'why' });
    expect((await openRun(failed.directory)).record).toMatchObject({
      state: 'failed',
      error: { code: 'X', message: 'why' },
      passed: null,
    });
  });

  it('leaves no model folder where the model could not be written', async () => {
    const run = await beginRun(runsDirectory);
    const fill = async (directory: string): Promise<void> => {
      await writeFile(join(directory, 'weights.bin'), 'half');
      await writeFile(join(directory, 'weights.bin', 'no'), '');
    };
    await expect(run.writeModel(fill)).rejects.toMatchObject({ code: 'RUN_WRITE_FAILED' });
    expect((await readdir(run.directory)).filter((name) => name.startsWith('model'))).toEqual([]);
  });

  it('leaves nothing where it is discarded', async () => {
    const run = await beginRun(runsDirectory);
    await run.discard();
    expect(await readdir(runsDirectory)).toEqual([]);
  });

  it('says that the folder of runs cannot be made, and leaves nothing', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(beginRun(join(folder, 'file'))).rejects.toMatchObject({
      code: 'RUN_WRITE_FAILED',
      message: `Cannot write '${join(folder, 'file')}': a file of this name is in the way.`,
    });
    await expect(beginRun(join(folder, 'file', 'runs'))).rejects.toMatchObject({ code: 'RUN_WRITE_FAILED' });
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('leaves no staging folder where a source cannot be copied', async () => {
    await mkdir(runsDirectory, { recursive: true });
    const sources = [
      { file: '/a/x', text: 'x' },
      { file: '/a/x/y', text: 'y' },
    ];
    await expect(RunWriter.begin({ runsDirectory, experiment, sources, plugins: [] })).rejects.toMatchObject({
      code: 'RUN_WRITE_FAILED',
    });
    expect(await readdir(runsDirectory)).toEqual([]);
  });
});
