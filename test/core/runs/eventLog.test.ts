import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EventLog, parseEvents } from '../../../src/core/runs/eventLog.js';
import type { RunEvent } from '../../../src/core/events.js';
import { temporaryFolder } from './example.js';

const warning: RunEvent = { type: 'warning', stage: 'train', message: 'two\nlines, "quoted"' };

async function writeLog(events: readonly RunEvent[]): Promise<string> {
  const file = join(await temporaryFolder(), 'events.jsonl');
  const log = new EventLog(file);
  for (const event of events) log.append(event);
  log.close();
  return file;
}

describe('EventLog', () => {
  it('writes a line an event, with its time, that can be read back', async () => {
    const before = Date.now();
    const file = await writeLog([warning, { type: 'stage-started', stage: 'train' }]);
    const parsed = parseEvents(await readFile(file, 'utf8'));
    expect(parsed).toMatchObject({ ok: true, events: [warning, { type: 'stage-started', stage: 'train' }] });
    expect(parsed.ok && parsed.events.every(({ time }) => time >= before && time <= Date.now())).toBe(true);
  });

  it('writes a metric that is not defined as null', async () => {
    const file = await writeLog([{ type: 'evaluated', part: 'test', rows: 1, overall: { mcc: NaN } }]);
    expect(parseEvents(await readFile(file, 'utf8'))).toMatchObject({ events: [{ overall: { mcc: null } }] });
  });

  it('does not write into a log that is there', async () => {
    const file = await writeLog([warning]);
    expect(() => new EventLog(file)).toThrow(`Cannot write '${file}': a file of this name is in the way.`);
  });
});

describe('EventLog, going on', () => {
  it.each([
    ['after its last whole line', ''],
    ['without a line that is cut off', '{"time":12,"type":"stage-sta'],
    ['without a long line that is cut off', `{"time":12,"type":"${'x'.repeat(100_000)}`],
  ])('%s', async (_, partial) => {
    const file = await writeLog([warning]);
    await appendFile(file, partial);
    const log = new EventLog(file, 'continue');
    expect(log.isEmpty).toBe(false);
    log.append({ type: 'paused' });
    log.close();
    const parsed = parseEvents(await readFile(file, 'utf8'));
    expect(parsed).toMatchObject({ ok: true, events: [warning, { type: 'paused' }] });
  });

  it('from nothing, where the process died before its first event', async () => {
    const log = new EventLog(join(await temporaryFolder(), 'events.jsonl'), 'continue');
    expect(log.isEmpty).toBe(true);
    log.close();
  });
});

describe('parseEvents', () => {
  it('leaves out a last line that was not written to its end', async () => {
    const file = await writeLog([warning]);
    await appendFile(file, '{"time":12,"type":"stage-sta');
    const parsed = parseEvents(await readFile(file, 'utf8'));
    expect(parsed.ok && parsed.events.length).toBe(1);
  });

  it.each([
    '{"time":1,"type":"stage-sta',
    '{"type":"warning","message":"no time"}',
    '{"time":1,"type":"none"}',
  ])('says which line is no event: %s', async (line) => {
    const file = await writeLog([warning]);
    await writeFile(file, `${await readFile(file, 'utf8')}${line}\n`);
    expect(parseEvents(await readFile(file, 'utf8'))).toEqual({
      ok: false,
      problem: 'line 2 is not an event',
    });
  });
});
