import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findRun, listRuns } from '../../../src/core/runs/find.js';
import { parseRunName } from '../../../src/core/runs/name.js';
import type { RunWriter } from '../../../src/core/runs/writer.js';
import { beginRun, temporaryFolder } from './example.js';
import { expectFailure } from './failure.js';

let runs: string;
let first: RunWriter;
let second: RunWriter;
beforeEach(async () => {
  runs = await temporaryFolder();
  first = await beginRun(runs, { name: 'one' });
  await first.finish(true);
  await new Promise((resolve) => setTimeout(resolve, 5));
  second = await beginRun(runs, { name: 'another' });
});

describe('findRun', () => {
  it('takes a path, a name, a beginning that fits one, a hash or its beginning, and latest', async () => {
    const hash = parseRunName(first.name)?.hash ?? '';
    const beginning = first.name.slice(0, -3);
    for (const reference of [first.directory, first.name, beginning, hash, hash.slice(0, 6)]) {
      expect((await findRun(reference, runs)).name).toBe(first.name);
    }
    expect((await findRun('latest', runs)).name).toBe(second.name);
    expect((await findRun(first.directory, join(runs, 'none'))).name).toBe(first.name);
  });

  it('lists what a reference fits where that is more than one', async () => {
    await expectFailure(findRun(first.name.slice(0, 5), runs), 'RUN_AMBIGUOUS', first.name);
  });

  it.each(['nothing', '', 'zzzz'])('says that there is no run %j, and which there are', async (reference) => {
    await expectFailure(findRun(reference, runs), 'RUN_NOT_FOUND', second.name);
  });

  it('says that a folder holds no run', async () => {
    await expectFailure(findRun('latest', join(runs, 'none')), 'RUN_NOT_FOUND', 'holds no run yet');
  });

  it('says what a folder that is no run lacks', async () => {
    await expectFailure(findRun(runs, runs), 'RUN_DAMAGED', 'run.json');
  });
});

describe('listRuns', () => {
  it('has the runs by their start, and passes over what is not a run', async () => {
    await mkdir(join(runs, '.beginning-abc'));
    await mkdir(join(runs, 'notes'));
    await writeFile(join(runs, '20261122T163000Z-a-0123abcd'), 'a file');
    const { runs: found, damaged } = await listRuns(runs);
    expect(found.map(({ name, state }) => [name, state])).toEqual([
      [first.name, 'finished'],
      [second.name, 'running'],
    ]);
    expect(damaged).toEqual([]);
  });

  it('names the damaged ones, with the reason', async () => {
    const half = '20261122T163000Z-half-0123abcd';
    await mkdir(join(runs, half));
    const { runs: found, damaged } = await listRuns(runs);
    expect(found.length).toBe(2);
    expect(damaged).toMatchObject([{ name: half, error: { code: 'RUN_DAMAGED' } }]);
  });

  it('has none where the folder does not exist, and says where it is a file', async () => {
    expect(await listRuns(join(runs, 'none'))).toEqual({ runs: [], damaged: [] });
    await writeFile(join(runs, 'file'), '');
    await expectFailure(listRuns(join(runs, 'file')), 'RUN_FILE_UNREADABLE');
  });

  it('reads runs that were copied from elsewhere', async () => {
    const copies = await temporaryFolder();
    await cp(first.directory, join(copies, first.name), { recursive: true });
    expect((await findRun('latest', copies)).state).toBe('finished');
  });
});
