import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runExperiment } from '../../src/core/experiment/run.js';
import { findRun } from '../../src/core/runs/find.js';
import { readEvents, readSplit, requireFinished, type Run } from '../../src/core/runs/reader.js';
import { temporaryFolder } from '../core/runs/example.js';
import { expectFailure } from '../core/runs/failure.js';
import { runApart } from './apart.js';
import { resultBytes } from './resultBytes.js';
import { loadTiny } from './tiny.js';

/** Goes on with the latest run of a folder, now that there is room, and expects the result of an undisturbed one. */
async function expectSameEnd(folder: string, runs: string): Promise<void> {
  expect(await runApart(folder, { resume: true, runs })).toEqual({ signal: null, error: '' });
  const run = await findRun('latest', runs);
  await requireFinished(run);
  const undisturbed = { runsDirectory: join(folder, 'undisturbed') };
  const { directory } = await runExperiment(await loadTiny(folder), undisturbed);
  expect(await resultBytes(run.directory)).toEqual(await resultBytes(directory));
}

describe('where a file cannot be written to its end', () => {
  let folder: string;

  /** Runs where no file can be greater, and opens what was kept. */
  async function runWithin(fileKiB: number): Promise<Run> {
    folder = await temporaryFolder();
    expect(await runApart(folder, { fileKiB })).toEqual({ signal: null, error: 'RUN_WRITE_FAILED' });
    return await findRun('latest', join(folder, 'runs'));
  }

  it('the run failed, no half of a checkpoint is left, and it can be resumed', async () => {
    const run = await runWithin(64);
    expect(run.record).toMatchObject({ state: 'failed', error: { code: 'RUN_WRITE_FAILED' } });
    expect(run.record.error?.message).toBe(
      `Cannot write '${join(run.directory, 'checkpoint', 'epoch-1')}': it would be greater than the system allows a file to be.`,
    );
    expect((await readSplit(run)).length).toBe(128);
    expect((await readEvents(run)).at(-1)).toMatchObject({ type: 'run-failed', code: 'RUN_WRITE_FAILED' });
    expect((await readdir(run.directory)).sort()).toEqual([
      'checkpoint',
      'config',
      'events.jsonl',
      'experiment.json',
      'leaks.json',
      'run.json',
      'split.csv',
    ]);
    expect(await readdir(join(run.directory, 'checkpoint'))).toEqual([]);
    await expectFailure(requireFinished(run), 'RUN_UNFINISHED', 'RUN_WRITE_FAILED');
    await expectSameEnd(folder, join(folder, 'runs'));
  });

  it('the events end with a whole line, and the record still says that the run failed', async () => {
    const run = await runWithin(3);
    expect(run.record).toMatchObject({ state: 'failed', error: { code: 'RUN_WRITE_FAILED' } });
    expect((await readEvents(run)).length).toBeGreaterThan(0);
    expect(await readFile(join(run.directory, 'events.jsonl'), 'utf8')).toMatch(/}\n$/);
  });
});

/** A small disk of its own in memory; null where this system does not let us have one. */
function mountDisk(): string | null {
  const disk = mkdtempSync(join(tmpdir(), 'intone-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]);
  return status === 0 ? disk : null;
}

const disk = mountDisk();
if (disk === null) {
  console.warn('Tests on a full disk are skipped: only root can mount one (tmpfs), and where it is allowed.');
} else {
  spawnSync('umount', [disk]);
}

describe.skipIf(disk === null)('on a disk that is full after the first epoch', () => {
  const mounted: string[] = [];
  afterEach(() => {
    for (const each of mounted.splice(0)) spawnSync('umount', [each]);
  });

  /** JavaScript that leaves so many bytes free. */
  const fill = (free: number): string => `
    if (event.type === 'checkpoint-saved' && event.epoch === 1) {
      const { bavail, bsize } = statfsSync(runsDirectory);
      writeFileSync(runsDirectory + '/filler', Buffer.alloc(bavail * bsize - ${free}));
    }`;

  it.each([
    ['the checkpoint does not fit', 64 * 1024],
    ['nothing at all fits', 0],
  ])('%s: the last checkpoint stays, and the run goes on from it when there is room', async (_, free) => {
    const runs = mountDisk();
    if (runs === null) throw new Error('A disk could be mounted a moment ago.');
    mounted.push(runs);
    const folder = await temporaryFolder();
    const { error } = await runApart(folder, { runs, onEvent: fill(free) });
    expect(error).toBe('RUN_WRITE_FAILED');
    const run = await findRun('latest', runs);
    if (free > 0) expect(run.record.error?.message).toMatch(/epoch-2': the disk is full\.$/);
    else expect(['failed', 'died']).toContain(run.state);
    expect(await readdir(join(run.directory, 'checkpoint'))).toEqual(['epoch-1']);
    await rm(join(runs, 'filler'));
    await expectSameEnd(folder, runs);
    const resumed = (await readEvents(run)).find((event) => event.type === 'run-resumed');
    expect(resumed?.epoch).toBe(1);
  });
});
