import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRun } from '../../src/core/runs/find.js';
import { readEvents, readSplit, requireFinished, type Run } from '../../src/core/runs/reader.js';
import { temporaryFolder } from '../core/runs/example.js';
import { expectFailure } from '../core/runs/failure.js';
import { runApart } from './apart.js';

/** Runs where no file can be greater, and opens what was kept. */
async function runWithin(fileKiB: number): Promise<Run> {
  const folder = await temporaryFolder();
  expect(await runApart(folder, '', fileKiB)).toEqual({ signal: null, error: 'RUN_WRITE_FAILED' });
  return await findRun('latest', join(folder, 'runs'));
}

describe('where a file cannot be written to its end', () => {
  it('the run failed, and no half of a model is left', async () => {
    const run = await runWithin(64);
    expect(run.record).toMatchObject({ state: 'failed', error: { code: 'RUN_WRITE_FAILED' } });
    expect((await readSplit(run)).length).toBe(128);
    expect((await readEvents(run)).at(-1)).toMatchObject({ type: 'run-failed', code: 'RUN_WRITE_FAILED' });
    expect((await readdir(run.directory)).sort()).toEqual([
      'config',
      'events.jsonl',
      'experiment.json',
      'run.json',
      'split.csv',
    ]);
    await expectFailure(requireFinished(run), 'RUN_UNFINISHED', 'RUN_WRITE_FAILED');
  });

  it('the events end with a whole line, and the record still says that the run failed', async () => {
    const run = await runWithin(3);
    expect(run.record).toMatchObject({ state: 'failed', error: { code: 'RUN_WRITE_FAILED' } });
    expect((await readEvents(run)).length).toBeGreaterThan(0);
    expect(await readFile(join(run.directory, 'events.jsonl'), 'utf8')).toMatch(/}\n$/);
  });
});
