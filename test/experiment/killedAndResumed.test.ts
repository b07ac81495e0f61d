import { beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { readdir, readFile } from 'node:fs/promises';
import { runExperiment } from '../../src/core/experiment/run.js';
import { findRun } from '../../src/core/runs/find.js';
import { readEvents, requireFinished } from '../../src/core/runs/reader.js';
import { temporaryFolder } from '../core/runs/example.js';
import { KILL, runApart, type Apart } from './apart.js';
import { resultBytes } from './resultBytes.js';
import { loadTiny } from './tiny.js';

let uninterrupted: Readonly<Record<string, string>>;
beforeAll(async () => {
  const folder = await temporaryFolder();
  const settings = { runsDirectory: join(folder, 'runs') };
  uninterrupted = await resultBytes((await runExperiment(await loadTiny(folder), settings)).directory);
});

const at = (condition: string): Apart => ({ onEvent: `if (${condition}) ${KILL}` });
const placed = (condition: string): Apart => ({ onRename: `if (${condition}) ${KILL}` });

/** Kills that follow each other: the run and each of its resumptions but the last. bench/kill-and-resume.mjs has more. */
const KILLS: readonly [string, ...Apart[]][] = [
  ['as soon as its directory is there', placed(`/-[0-9a-f]{8}$/.test(to)`)],
  ['between an epoch and its checkpoint', at(`event.type === 'epoch-finished' && event.epoch === 2`)],
  ['before older checkpoints are removed', placed(`to.endsWith('epoch-2')`)],
  [
    'in the midst of an epoch, twice',
    {
      onEvent: `if (event.type === 'checkpoint-saved' && event.epoch === 1) setImmediate(() => { ${KILL} });`,
    },
    {
      onEvent: `if (event.type === 'checkpoint-saved' && event.epoch === 2) setImmediate(() => { ${KILL} });`,
    },
  ],
  ['in the evaluation', at(`event.type === 'evaluated'`)],
  ['when the model is in its place', placed(`to.endsWith('model')`)],
];

describe('a run that is killed and resumed ends with the same bytes', () => {
  it.each(KILLS)('%s', async (_, ...kills) => {
    const folder = await temporaryFolder();
    for (const [index, kill] of kills.entries()) {
      expect(await runApart(folder, { resume: index > 0, ...kill })).toEqual({
        signal: 'SIGKILL',
        error: '',
      });
      expect((await findRun('latest', join(folder, 'runs'))).state).toBe('died');
    }
    expect(await runApart(folder, { resume: true })).toEqual({ signal: null, error: '' });
    const run = await findRun('latest', join(folder, 'runs'));
    await requireFinished(run);
    expect(run.record.resumed?.length).toBe(kills.length);
    expect(await resultBytes(run.directory)).toEqual(uninterrupted);
    expect((await readdir(run.directory)).sort()).toEqual([
      'config',
      'events.jsonl',
      'experiment.json',
      'leaks.json',
      'metrics.json',
      'model',
      'predictions.csv',
      'run.json',
      'split.csv',
      'verdict.json',
    ]);
    const events = await readEvents(run);
    expect(events.filter(({ type }) => type === 'run-started').length).toBe(1);
    expect(events.filter(({ type }) => type === 'run-resumed').length).toBe(kills.length);
    expect(events.at(-1)?.type).toBe('run-finished');
  });

  it('that is killed when it says that it is finished is finished, and is tidied up by the next who asks', async () => {
    const folder = await temporaryFolder();
    const finished = `if (to.endsWith('run.json') && (await fs.readFile(to, 'utf8')).includes('"finished",')) ${KILL}`;
    expect((await runApart(folder, { onRename: finished })).signal).toBe('SIGKILL');
    const run = await findRun('latest', join(folder, 'runs'));
    await requireFinished(run);
    expect(await readdir(run.directory)).toContain('checkpoint');
    expect((await runApart(folder, { resume: true })).error).toBe('RUN_ALREADY_FINISHED');
    expect(await resultBytes(run.directory)).toEqual(uninterrupted);
    const left = await readdir(run.directory);
    expect(['checkpoint', 'lock', 'control'].filter((name) => left.includes(name))).toEqual([]);
    expect(await readFile(join(run.directory, 'events.jsonl'), 'utf8')).toMatch(/run-finished.*}\n$/);
  });
});
