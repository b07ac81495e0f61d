import { fork } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Ledger, type LookOf } from '../../../src/core/honesty/ledger.js';
import { rejection } from '../../support/rejection.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intone-ledger-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function lookOf(run: string, heldOut = 'part-a'): LookOf {
  const about = { dataHash: 'data', clips: 12, speakers: 3, experiment: 'tiny', config: '1234abcd', seed: 1 };
  return { heldOut, run, ...about };
}

describe('Ledger', () => {
  it('is empty where nobody has looked', async () => {
    expect(await new Ledger(folder).looks()).toEqual([]);
  });

  it('counts the looks at each held-out part by itself, with who, when and what came of them', async () => {
    const ledger = new Ledger(folder);
    expect(await ledger.look(lookOf('one'))).toHaveLength(1);
    await ledger.score(lookOf('one'), { uar: 0.5, auc: null });
    expect(await ledger.look(lookOf('other', 'part-b'))).toHaveLength(1);
    const looks = await ledger.look(lookOf('two'));
    expect(looks.map(({ run, overall }) => [run, overall])).toEqual([
      ['one', { uar: 0.5, auc: null }],
      ['two', null],
    ]);
    expect(looks[0].user).not.toBe('');
    expect(Date.parse(looks[0].time)).toBeLessThanOrEqual(Date.parse(looks[1].time));
  });

  it('counts a run once, however often it is taken up again', async () => {
    const ledger = new Ledger(folder);
    await ledger.look(lookOf('one'));
    await ledger.look(lookOf('two'));
    expect(await ledger.look(lookOf('one'))).toHaveLength(1);
    await ledger.score(lookOf('one'), { uar: 0.5 });
    await ledger.score(lookOf('one'), { uar: 0.6 });
    expect((await ledger.looks()).map(({ run, overall }) => [run, overall])).toEqual([
      ['one', { uar: 0.5 }],
      ['two', null],
    ]);
  });

  it('loses none of many at once', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `run-${index}`);
    const seen = await Promise.all(names.map((name) => new Ledger(folder).look(lookOf(name))));
    expect(new Set(seen.map(({ length }) => length)).size).toBe(12);
    expect((await new Ledger(folder).looks()).map(({ run }) => run).sort()).toEqual([...names].sort());
  });

  it('holds whole lines and gives its lock up where processes are killed as they write', async () => {
    for (let round = 0; round < 3; round++) {
      const child = fork(new URL('manyLooks.mjs', import.meta.url), [folder, `round-${round}`]);
      await new Promise((looked) => child.once('message', looked));
      child.kill('SIGKILL');
      await new Promise((ended) => child.once('close', ended));
      const text = await readFile(join(folder, 'ledger.jsonl'), 'utf8');
      expect(text.endsWith('\n')).toBe(true);
      const before = (await new Ledger(folder).looks()).length;
      expect(before).toBeGreaterThan(0);
      expect(await new Ledger(folder).look(lookOf(`after-${round}`))).toHaveLength(before + 1);
    }
  }, 60_000);

  it('says which line of it cannot be read', async () => {
    const ledger = new Ledger(folder);
    await ledger.look(lookOf('one'));
    await appendFile(ledger.file, '{"type":"look"}\n');
    const error = await rejection(ledger.looks());
    expect(error.code).toBe('LEDGER_DAMAGED');
    expect(error.message).toContain('Line 2');
  });
});
