import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askRun, CONTROL_REQUESTS, ControlReader } from '../../../src/core/runs/control.js';
import { beginRun, temporaryFolder } from './example.js';
import { expectFailure } from './failure.js';

describe('ControlReader', () => {
  it('gives each request once, in the order in which they were made', async () => {
    const run = await beginRun(await temporaryFolder());
    const reader = new ControlReader(run.directory);
    expect(reader.next()).toEqual({ requests: [], unknown: [] });
    for (const request of CONTROL_REQUESTS) await askRun(run.directory, request);
    expect(reader.next().requests).toEqual(['pause', 'continue', 'stop-epoch', 'interrupt']);
    expect(reader.next().requests).toEqual([]);
    await askRun(run.directory, 'pause');
    expect(reader.next().requests).toEqual(['pause']);
  });

  it('does not hear what was asked of a process before it', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'control'), 'interrupt\n');
    expect(new ControlReader(folder).next().requests).toEqual([]);
  });

  it('waits for the end of a line, takes hand-written ones, and tells of what is no request', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'control');
    const reader = new ControlReader(folder);
    await appendFile(file, 'pau');
    expect(reader.next().requests).toEqual([]);
    await appendFile(file, 'se\r\n\nhalt\n continue \n');
    expect(reader.next()).toEqual({ requests: ['pause', 'continue'], unknown: ['halt'] });
  });

  it('takes a file that was written anew for what it says now, and one that cannot be read for silent', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'control');
    const reader = new ControlReader(folder);
    await appendFile(file, 'pause\ncontinue\n');
    reader.next();
    await writeFile(file, 'pause\n');
    expect(reader.next().requests).toEqual(['pause']);
    await rm(file);
    await mkdir(file);
    await writeFile(join(file, 'a-folder-has-a-size-too'), '');
    expect(reader.next().requests).toEqual([]);
  });
});

describe('askRun', () => {
  it('asks nothing of a run that is over', async () => {
    const run = await beginRun(await temporaryFolder());
    await run.fail({ code: 'X', message: 'why' });
    await expectFailure(
      askRun(run.directory, 'stop-epoch'),
      'RUN_NOT_RUNNING',
      "cannot be asked to 'stop-epoch': its state is 'failed'",
    );
  });
});
