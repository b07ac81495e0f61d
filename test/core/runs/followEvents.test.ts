import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EventLine, RunEvent } from '../../../src/core/events.js';
import { followEvents } from '../../../src/core/runs/followEvents.js';
import { RUN_FILES } from '../../../src/core/runs/layout.js';
import type { RunWriter } from '../../../src/core/runs/writer.js';
import { beginRun, temporaryFolder } from './example.js';

const warning = (message: string): RunEvent => ({ type: 'warning', message });
const FINISHED: RunEvent = { type: 'run-finished', passed: true, seconds: 1 };

/** A run under way, what was heard of it so far, and the end of hearing. */
async function follow(signal?: AbortSignal) {
  const run = await beginRun(await temporaryFolder());
  const heard: string[] = [];
  const end = (async () => {
    for await (const event of followEvents(run.directory, signal)) heard.push(said(event));
  })();
  return { run, heard, end, file: join(run.directory, RUN_FILES.events) };
}

function said(event: EventLine): string {
  return event.type === 'warning' ? event.message : event.type;
}

async function finish(run: RunWriter): Promise<void> {
  run.record(FINISHED);
  await run.finish(true);
}

describe('followEvents', () => {
  it('gives the events as they are written, and ends when the run has', async () => {
    const { run, heard, end } = await follow();
    run.record(warning('a'));
    run.record(warning('b'));
    await expect.poll(() => heard).toEqual(['a', 'b']);
    run.record(warning('c'));
    await expect.poll(() => heard).toEqual(['a', 'b', 'c']);
    await finish(run);
    await end;
    expect(heard).toEqual(['a', 'b', 'c', 'run-finished']);
  });

  it('gives all events of a run that is over', async () => {
    const run = await beginRun(await temporaryFolder());
    // More than is read at a time, and letters of several bytes across its borders.
    const messages = Array.from({ length: 5000 }, (_, index) => `ä${index}…${'ß'.repeat(index % 50)}`);
    for (const message of messages) run.record(warning(message));
    run.record(warning('x'.repeat(200_000)));
    await finish(run);
    const heard: string[] = [];
    for await (const event of followEvents(run.directory)) heard.push(said(event));
    expect(heard).toEqual([...messages, 'x'.repeat(200_000), 'run-finished']);
  });

  it('waits for the rest of a line, and reads anew what was cut off', async () => {
    const { run, heard, end, file } = await follow();
    run.record(warning('a'));
    const { length } = await readFile(file);
    await appendFile(file, '{"time":1,"type":"warn');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(heard).toEqual(['a']);
    await truncate(file, length);
    await appendFile(file, '{"time":1,"type":"warning","mess');
    await appendFile(file, 'age":"b"}\n');
    await expect.poll(() => heard).toEqual(['a', 'b']);
    await finish(run);
    await end;
  });

  it('goes on past the end of a run that is resumed', async () => {
    const { run, heard, end } = await follow();
    run.record({ type: 'run-failed', code: 'RUN_INTERRUPTED', message: 'm' });
    await expect.poll(() => heard).toEqual(['run-failed']);
    // run.json says `running` all the while, as it does when a run is taken up again.
    run.record({ type: 'run-resumed', epoch: 3 });
    await expect.poll(() => heard).toEqual(['run-failed', 'run-resumed']);
    await finish(run);
    await end;
    expect(heard).toEqual(['run-failed', 'run-resumed', 'run-finished']);
  });

  it('ends where the process of the run is gone', async () => {
    const { run, heard, end } = await follow();
    run.record(warning('a'));
    await expect.poll(() => heard).toEqual(['a']);
    const file = join(run.directory, RUN_FILES.record);
    const record = await readFile(file, 'utf8');
    // A process that was started at another time under the same number.
    await writeFile(file, record.replace(/"startedTicks": (null|"\d+")/, '"startedTicks": "0"'));
    await end;
  });

  it('ends where the run was discarded', async () => {
    const { run, heard, end } = await follow();
    run.record(warning('a'));
    await expect.poll(() => heard).toEqual(['a']);
    await run.discard();
    await end;
  });

  it('ends when it is no longer wanted', async () => {
    const controller = new AbortController();
    const { run, heard, end } = await follow(controller.signal);
    run.record(warning('a'));
    await expect.poll(() => heard).toEqual(['a']);
    controller.abort();
    await end;
    run.record(warning('b'));
    expect(heard).toEqual(['a']);
  });

  it('says which line is not an event', async () => {
    const { run, end, file } = await follow();
    const failure = expect(end).rejects.toMatchObject({
      code: 'RUN_DAMAGED',
      message: /line 2 is not an event/,
    });
    run.record(warning('a'));
    await appendFile(file, '{"time":1,"type":"unheard-of"}\n');
    await failure;
  });

  it('says that a folder holds no events', async () => {
    const events = followEvents(await temporaryFolder());
    await expect(events.next()).rejects.toMatchObject({
      code: 'RUN_DAMAGED',
      message: /events\.jsonl is missing/,
    });
  });
});
