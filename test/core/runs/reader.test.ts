import { spawnSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { formatJson } from '../../../src/core/runs/documents/json.js';
import type { RunRecord } from '../../../src/core/runs/documents/record.js';
import {
  openRun,
  readEvents,
  readMetrics,
  readPredictions,
  readSplit,
  requireFinished,
} from '../../../src/core/runs/reader.js';
import type { RunWriter } from '../../../src/core/runs/writer.js';
import { beginRun, finishRun, temporaryFolder } from './example.js';
import { expectFailure } from './failure.js';

let run: RunWriter;
let record: RunRecord;
beforeEach(async () => {
  run = await beginRun(await temporaryFolder());
  record = (await openRun(run.directory)).record;
});

async function changeRecord(changes: object): Promise<void> {
  await writeFile(join(run.directory, 'run.json'), formatJson({ ...record, ...changes }));
}

describe('openRun', () => {
  it('takes a run whose process is gone for one that died', async () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    await changeRecord({ process: { ...record.process, pid: gone } });
    const opened = await openRun(run.directory);
    expect(opened.state).toBe('died');
    await expectFailure(
      requireFinished(opened),
      'RUN_UNFINISHED',
      `its process (${gone}) ended without a word`,
    );
  });

  it.skipIf(process.platform !== 'linux')('is not taken in by a process id that is used again', async () => {
    await changeRecord({ process: { ...record.process, startedTicks: '1' } });
    expect((await openRun(run.directory)).state).toBe('died');
  });

  it('does not judge the processes of another machine', async () => {
    await changeRecord({ process: { ...record.process, pid: 1, host: 'elsewhere' } });
    expect((await openRun(run.directory)).state).toBe('running');
  });

  it('says that run.json is missing, broken, incomplete, or of another format', async () => {
    const file = join(run.directory, 'run.json');
    await changeRecord({ seed: 'seven' });
    await expectFailure(
      openRun(run.directory),
      'RUN_DAMAGED',
      "run.json: '/seed' is not as intone writes it (Expected integer)",
    );
    await changeRecord({ format: 99 });
    await expectFailure(openRun(run.directory), 'RUN_FORMAT_UNKNOWN');
    await writeFile(file, '{"format": 1, "na');
    await expectFailure(openRun(run.directory), 'RUN_DAMAGED', 'run.json: it is not JSON');
    await rm(file);
    await expectFailure(
      openRun(run.directory),
      'RUN_DAMAGED',
      `The run directory '${run.directory}' is damaged: run.json is missing.`,
    );
    await mkdir(file);
    await expectFailure(openRun(run.directory), 'RUN_FILE_UNREADABLE');
  });
});

describe('requireFinished', () => {
  it('passes a whole run, and names every file that one lacks', async () => {
    await finishRun(run);
    const opened = await openRun(run.directory);
    await requireFinished(opened);
    await rm(join(run.directory, 'metrics.json'));
    await rm(join(run.directory, 'model', 'weights.bin'));
    await expectFailure(
      requireFinished(opened),
      'RUN_DAMAGED',
      `metrics.json is missing; ${join('model', 'weights.bin')} is missing`,
    );
  });

  it('says of an unfinished run how it stands', async () => {
    await expectFailure(requireFinished(await openRun(run.directory)), 'RUN_UNFINISHED', 'is still at it');
    await run.fail({ code: 'CLIP_BAD', message: 'a clip is bad' });
    await expectFailure(
      requireFinished(await openRun(run.directory)),
      'RUN_UNFINISHED',
      'it failed (CLIP_BAD: a clip is bad)',
    );
  });
});

describe('the documents', () => {
  it.each([
    ['metrics.json', readMetrics, '{"validation": {}}'],
    ['split.csv', readSplit, 'a,b\n1,2\n'],
    ['split.csv', readSplit, ''],
    ['predictions.csv', readPredictions, 'part,clip,truth,predicted,p_a\ntest,x,a,a,much\n'],
    ['predictions.csv', readPredictions, 'part,clip,truth,predicted,p_a\ntest,x,a\n'],
    ['events.jsonl', readEvents, '{}\n'],
  ])('a %s that is not one is damage', async (file, read, text) => {
    const opened = await openRun(run.directory);
    await rm(join(run.directory, file), { force: true });
    await expectFailure(read(opened), 'RUN_DAMAGED', `damaged: ${file} is missing`);
    await writeFile(join(run.directory, file), text);
    await expectFailure(read(opened), 'RUN_DAMAGED', `${file}: `);
  });
});
