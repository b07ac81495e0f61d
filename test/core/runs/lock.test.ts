import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { isIntoneError } from '../../../src/core/errors.js';
import { RunLock } from '../../../src/core/runs/lock.js';
import { rejection } from '../../support/rejection.js';
import { temporaryFolder } from './example.js';
import { expectFailure } from './failure.js';

let directory: string;
beforeEach(async () => {
  directory = await temporaryFolder();
});

/** The pid of a process that is over. */
const { pid: DEAD } = spawnSync(process.execPath, ['--version']);

/** Writes a lock as a process leaves it that dies. */
async function leaveBehind(file: string, mark: object = {}): Promise<string> {
  const id = randomUUID();
  const whole = { id, pid: DEAD, host: hostname(), startedTicks: '1', ...mark };
  await writeFile(join(directory, file), JSON.stringify(whole));
  return id;
}

/** How many of so many attempts at once get the lock; the others must be told who has it. */
async function winners(attempts: number): Promise<RunLock[]> {
  const results = await Promise.allSettled(
    Array.from({ length: attempts }, () => RunLock.acquire(directory)),
  );
  return results.flatMap((result) => {
    if (result.status === 'fulfilled') return [result.value];
    const failure: unknown = result.reason;
    expect(isIntoneError(failure) && failure.code).toBe('RUN_BUSY');
    return [];
  });
}

describe('RunLock', () => {
  it('is a file with the mark of its process, and is gone when it is released', async () => {
    const lock = await RunLock.acquire(directory);
    expect(await readdir(directory)).toEqual(['lock']);
    expect(JSON.parse(await readFile(join(directory, 'lock'), 'utf8'))).toMatchObject({
      pid: process.pid,
      host: hostname(),
    });
    await lock.release();
    expect(await readdir(directory)).toEqual([]);
  });

  it('is one process’s; others are told which', async () => {
    await RunLock.acquire(directory);
    await expectFailure(
      RunLock.acquire(directory),
      'RUN_BUSY',
      `the process ${process.pid} on ${hostname()}`,
    );
    expect(await readdir(directory)).toEqual(['lock']);
  });

  it('is another machine’s as long as nobody there says otherwise', async () => {
    await leaveBehind('lock', { host: 'elsewhere' });
    const error = await rejection(RunLock.acquire(directory));
    expect(error.message).toContain(`the process ${DEAD} on elsewhere`);
    expect(error.hint).toContain("can only be seen on elsewhere. If it does not, remove the file 'lock'");
  });

  it('says that it cannot be written', async () => {
    await expectFailure(RunLock.acquire(join(directory, 'none')), 'RUN_WRITE_FAILED', 'it does not exist');
  });

  it('is not released by one who has it no longer', async () => {
    const lock = await RunLock.acquire(directory);
    await leaveBehind('lock');
    await lock.release();
    expect(await readdir(directory)).toEqual(['lock']);
  });
});

describe('the lock of a dead process', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['is taken over', () => leaveBehind('lock')],
    ['whose pid is another process’s now is taken over', () => leaveBehind('lock', { pid: process.pid })],
    ['that is half-written is taken over', () => writeFile(join(directory, 'lock'), '{"id":')],
    [
      'is taken over, also where one died who wanted to',
      async () => {
        const first = await leaveBehind('lock');
        const second = await leaveBehind(`lock.after-${first}`);
        await leaveBehind(`lock.after-${second}`);
        await leaveBehind('lock.unused');
      },
    ],
  ])('%s, by one of many who want it at once', async (_, prepare) => {
    for (let round = 0; round < 20; round++) {
      await prepare();
      const locks = await winners(12);
      expect(locks.length).toBe(1);
      await locks[0].release();
      expect(await readdir(directory)).toEqual([]);
    }
  });
});

it('two never have it at once, whoever comes, goes and dies', async () => {
  let holders = 0;
  let most = 0;
  let times = 0;
  const work = async (worker: number): Promise<void> => {
    for (let turn = 0; turn < 30;) {
      const lock = await RunLock.acquire(directory).catch((error: unknown) => {
        if (isIntoneError(error) && error.code === 'RUN_BUSY') return null;
        throw error;
      });
      await setImmediate();
      if (lock === null) continue;
      turn += 1;
      times += 1;
      holders += 1;
      most = Math.max(most, holders);
      await setImmediate();
      holders -= 1;
      if ((turn + worker) % 3 === 0) await leaveBehind('lock');
      else await lock.release();
    }
  };
  await Promise.all(Array.from({ length: 6 }, (_, worker) => work(worker)));
  expect({ most, times }).toEqual({ most: 1, times: 180 });
});
