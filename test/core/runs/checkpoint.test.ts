import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { CheckpointFolder } from '../../../src/core/runs/checkpoint.js';
import type { Snapshot } from '../../../src/core/training/snapshot.js';
import { temporaryFolder } from './example.js';
import { expectFailure } from './failure.js';

let run: string;
beforeEach(async () => {
  run = await temporaryFolder();
});

/** A snapshot after so many epochs and batches; its only weight says which. */
function snapshot(epochs: number, bestEpoch: number, batches = 0): Snapshot {
  return {
    history: Array.from({ length: epochs }, (_, index) => ({
      epoch: index + 1,
      learningRate: 0.1,
      train: {},
      validation: {},
      recall: {},
    })),
    stopping: { best: 0.5, bestEpoch, waited: epochs - bestEpoch },
    underWay: { orderState: [1], batches, lossSum: 0, correct: 0, seconds: 0 },
    stopped: null,
    dropoutState: [2],
    augmentStates: [],
    weights: [Float32Array.of(epochs + batches / 10)],
    average: [],
    optimizer: { weights: [], own: [] },
  };
}

const names = (): Promise<string[]> => readdir(join(run, 'checkpoint'));

describe('CheckpointFolder', () => {
  it('has none at first, and makes no folder before there is one', async () => {
    const checkpoints = await CheckpointFolder.open(run);
    expect(checkpoints).toMatchObject({ latest: null, problems: [] });
    expect(await readdir(run)).toEqual([]);
  });

  it('keeps the latest and the best epoch’s, and does not write the best again', async () => {
    const checkpoints = await CheckpointFolder.open(run);
    await checkpoints.keep(snapshot(0, 0, 3));
    expect(await names()).toEqual(['epoch-0-batch-3']);
    await checkpoints.keep(snapshot(1, 1));
    expect(await names()).toEqual(['epoch-1']);
    const { ino, mtimeMs } = await stat(join(run, 'checkpoint', 'epoch-1'));
    await checkpoints.keep(snapshot(2, 1));
    await checkpoints.keep(snapshot(3, 1));
    await checkpoints.keep(snapshot(3, 1, 7));
    expect((await names()).sort()).toEqual(['epoch-1', 'epoch-3-batch-7']);
    expect(await stat(join(run, 'checkpoint', 'epoch-1'))).toMatchObject({ ino, mtimeMs });

    const { latest, problems } = await CheckpointFolder.open(run);
    expect(problems).toEqual([]);
    expect(latest?.snapshot).toEqual(snapshot(3, 1, 7));
    expect(latest?.bestWeights).toEqual(snapshot(1, 1).weights);
  });

  it('takes the one after the last epoch whatever the names’ order is', async () => {
    const checkpoints = await CheckpointFolder.open(run);
    await checkpoints.keep(snapshot(9, 9));
    await checkpoints.keep(snapshot(10, 9));
    expect((await CheckpointFolder.open(run)).latest?.snapshot.history.length).toBe(10);
  });

  it('goes back to the best epoch’s where the latest is damaged, and to none where that is, too', async () => {
    const checkpoints = await CheckpointFolder.open(run);
    await checkpoints.keep(snapshot(2, 2));
    await checkpoints.keep(snapshot(3, 2));
    const damage = async (name: string): Promise<string> => {
      const file = join(run, 'checkpoint', name);
      await writeFile(file, (await readFile(file)).subarray(0, -5));
      return file;
    };
    const latest = await damage('epoch-3');
    const older = await CheckpointFolder.open(run);
    expect(older.latest?.snapshot).toEqual(snapshot(2, 2));
    expect(older.problems).toEqual([
      `The checkpoint '${latest}' cannot be used: its checksum is not that of its contents.`,
    ]);
    await damage('epoch-2');
    expect((await CheckpointFolder.open(run)).latest).toBeNull();
  });

  it('needs the best epoch’s weights beside the latest', async () => {
    await (await CheckpointFolder.open(run)).keep(snapshot(3, 2));
    const { latest, problems } = await CheckpointFolder.open(run);
    expect(latest).toBeNull();
    expect(problems[0]).toMatch(/epoch-2' cannot be read: it does not exist\.$/);
  });

  it('removes what a process left that died while it wrote', async () => {
    const checkpoints = await CheckpointFolder.open(run);
    await checkpoints.keep(snapshot(1, 1));
    await writeFile(join(run, 'checkpoint', 'epoch-2.4711.partial'), 'half');
    expect((await CheckpointFolder.open(run)).latest?.snapshot).toEqual(snapshot(1, 1));
    await checkpoints.keep(snapshot(2, 2));
    expect(await names()).toEqual(['epoch-2']);
  });

  it('says that it cannot be written, or read', async () => {
    const checkpoints = await CheckpointFolder.open(run);
    await writeFile(join(run, 'checkpoint'), 'in the way');
    await expectFailure(checkpoints.keep(snapshot(1, 1)), 'RUN_WRITE_FAILED', 'checkpoint');
    await expectFailure(CheckpointFolder.open(run), 'RUN_FILE_UNREADABLE', 'a part of the path is a file');
  });
});
