import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  emptyTrash,
  moveToTrash,
  requireRemovable,
  restoreRun,
} from '../../../../src/core/runs/collection/trash.js';
import { listRuns } from '../../../../src/core/runs/find.js';
import { openRun } from '../../../../src/core/runs/reader.js';
import { beginRun, temporaryFolder } from '../example.js';
import { expectFailure } from '../failure.js';
import { keepRun } from './keptRuns.js';

let folder: string;
let directory: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  directory = await keepRun(folder, { accuracy: 1, f1: 1, angry: 1 });
});

describe('the trash', () => {
  it('takes a run out of the list, whole, and gives it back', async () => {
    await requireRemovable(directory);
    const place = await moveToTrash(directory);
    expect(place).toBe(join(folder, '.trash', basename(directory)));
    expect((await listRuns(folder)).runs).toEqual([]);
    expect((await openRun(place)).state).toBe('finished');
    expect(await restoreRun(basename(directory).slice(-8), folder)).toBe(directory);
    expect((await listRuns(folder)).runs).toHaveLength(1);
  });

  it('keeps two runs of one name apart, and puts none over another', async () => {
    await moveToTrash(directory);
    await mkdir(directory);
    expect(await moveToTrash(directory)).toBe(join(folder, '.trash', `${basename(directory)}.2`));
    await mkdir(directory);
    await expectFailure(restoreRun(basename(directory), folder), 'RUN_NAME_TAKEN', directory);
    const failure = restoreRun('nothing', folder);
    await expectFailure(failure, 'RUN_NOT_IN_TRASH', `There is no run 'nothing' in the trash`);
  });

  it('gives nothing back that does not lie in it as a run', async () => {
    const elsewhere = join(await temporaryFolder(), 'configs');
    await mkdir(elsewhere);
    await mkdir(join(folder, '.trash', 'notes'), { recursive: true });
    for (const path of [elsewhere, directory, join(folder, '.trash', 'notes'), join(folder, '.trash')]) {
      await expectFailure(restoreRun(path, folder), 'RUN_NOT_IN_TRASH', path);
    }
    expect(await readdir(elsewhere)).toEqual([]);
    expect((await listRuns(folder)).runs).toHaveLength(1);
  });

  it('says what lies in it, and takes the path of that', async () => {
    const place = await moveToTrash(directory);
    const allowed = `A run's name, its beginning or its hash, or 'latest'. In the trash: ${basename(directory)}.`;
    await expect(restoreRun('nothing', folder)).rejects.toMatchObject({ allowed });
    expect(await restoreRun(place, folder)).toBe(directory);
  });

  it('is emptied for good, and of nothing else', async () => {
    expect(await emptyTrash(folder)).toEqual([]);
    const other = await keepRun(folder, { accuracy: 1, f1: 1, angry: 1 }, { name: 'other' });
    await moveToTrash(directory);
    expect(await emptyTrash(folder)).toEqual([basename(directory)]);
    expect(await readdir(join(folder, '.trash'))).toEqual([]);
    expect((await openRun(other)).state).toBe('finished');
  });
});

describe('requireRemovable', () => {
  it('refuses a run that is at work', async () => {
    const running = await beginRun(folder, { name: 'at work' });
    await expectFailure(requireRemovable(running.directory), 'RUN_STILL_RUNNING', `process ${process.pid}`);
    await running.interrupt({ code: 'RUN_INTERRUPTED', message: 'stopped' });
    await requireRemovable(running.directory);
  });

  it('takes a damaged run, but no other folder', async () => {
    await writeFile(join(directory, 'run.json'), '{');
    await requireRemovable(directory);
    await rm(join(directory, 'run.json'));
    await requireRemovable(directory);
    await expectFailure(requireRemovable(folder), 'RUN_DAMAGED', 'run.json is missing');
  });

  it('refuses what is in the trash already', async () => {
    await expectFailure(requireRemovable(await moveToTrash(directory)), 'RUN_IN_TRASH');
  });
});

describe('what the system refuses', () => {
  it('is said: a file where the trash should be, a run that has gone meanwhile', async () => {
    await writeFile(join(folder, '.trash'), '');
    await expectFailure(moveToTrash(directory), 'RUN_NOT_MOVED', directory);
    expect((await openRun(directory)).state).toBe('finished');
    await expectFailure(emptyTrash(folder), 'RUN_NOT_MOVED', join(folder, '.trash'));
    await rm(join(folder, '.trash'));
    await expectFailure(moveToTrash(join(folder, 'gone')), 'RUN_NOT_MOVED', 'it does not exist');
  });
});
