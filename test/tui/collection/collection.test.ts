import { appendFileSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runsOnDisk } from '../../../src/tui/collection/runSource.js';
import {
  copyOfRuns,
  counting,
  DAMAGED,
  emptyFolder,
  manyRuns,
  OLDER,
  PASSED,
  RUNNING,
  RUNS,
  settled,
  STOPPED,
  STRICT,
  watched,
} from './support.js';

describe('a folder of runs', () => {
  it('is listed by the records, the oldest first, with what the held-out part said; no events are read', async () => {
    const { source, followed } = counting(runsOnDisk(RUNS));
    const { entries } = await settled(watched(source), ({ complete }) => complete);
    expect(entries.map(({ name, state, passed }) => [name, state, passed])).toEqual([
      [DAMAGED, 'damaged', null],
      [OLDER, 'finished', true],
      [PASSED, 'finished', true],
      [STRICT, 'finished', false],
      [STOPPED, 'interrupted', null],
      [RUNNING, 'running', null],
    ]);
    // As metrics.json of that run has them.
    expect(entries[2].heldOut).toMatchObject({ accuracy: 0.6806, 'f1.macro': 0.6689 });
    expect(entries[0].problem).toContain('run.json: it is not JSON');
    expect(entries[4].problem).toContain('[RUN_INTERRUPTED]');
    expect(followed.size).toBe(0);
  });

  it('that is not there holds nothing, until it is', async () => {
    const folder = join(emptyFolder(), 'runs');
    const collection = watched(runsOnDisk(folder));
    await settled(collection, ({ complete }) => complete);
    expect(collection.snapshot()).toMatchObject({ entries: [], problem: '' });
    cpSync(RUNS, folder, { recursive: true });
    await settled(collection, ({ entries }) => entries.length === 6);
  });

  it('that is a file says so', async () => {
    const file = join(emptyFolder(), 'runs');
    writeFileSync(file, '');
    const { problem } = await settled(watched(runsOnDisk(file)), (found) => found.problem !== '');
    expect(problem).toContain('a part of the path is a file, not a folder');
  });

  it('tells of runs that come, go, end and are mended', async () => {
    const folder = copyOfRuns();
    const collection = watched(runsOnDisk(folder));
    await settled(collection, ({ complete }) => complete);

    const fresh = '20261122T113000Z-quickstart-00c0ffee';
    cpSync(join(RUNS, PASSED), join(folder, fresh), { recursive: true });
    await settled(collection, ({ entries }) => entries.some(({ name }) => name === fresh));

    rmSync(join(folder, fresh), { recursive: true });
    await settled(collection, ({ entries }) => entries.every(({ name }) => name !== fresh));

    for (const name of [RUNNING, DAMAGED]) {
      for (const file of ['metrics.json', 'run.json'])
        cpSync(join(RUNS, PASSED, file), join(folder, name, file));
    }
    const { entries } = await settled(collection, (found) =>
      found.entries.every(({ state }) => state === 'finished' || state === 'interrupted'),
    );
    expect(entries.find(({ name }) => name === RUNNING)?.heldOut).not.toEqual({});
  });

  it('reads 300 records, each once, and the events of those in view alone', async () => {
    const { folder, names } = manyRuns(300);
    const { source, opened, followed } = counting(runsOnDisk(folder));
    const collection = watched(source);
    await settled(collection, ({ complete }) => complete);
    const inView = names.slice(0, 20);
    collection.attend(inView);
    const { entries } = await settled(
      collection,
      (found) => found.entries.filter(({ history }) => history?.view.state === 'finished').length >= 20,
    );
    // Some more looks at the folder change nothing.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(entries).toHaveLength(300);
    expect([...opened.keys()].sort()).toEqual([...names].sort());
    expect(new Set(opened.values())).toEqual(new Set([1]));
    expect([...followed.keys()].sort()).toEqual([...inView].sort());
    expect(new Set(followed.values())).toEqual(new Set([1]));
  });
});

describe('the events of runs', () => {
  it('are read of those attended to, and kept when nobody does any more', async () => {
    const { source, followed } = counting(runsOnDisk(RUNS));
    const collection = watched(source);
    await settled(collection, ({ complete }) => complete);
    collection.attend([PASSED]);
    await settled(
      collection,
      ({ entries }) => entries.find(({ name }) => name === PASSED)?.history?.view.state === 'finished',
    );
    collection.attend([STRICT]);
    const { entries } = await settled(
      collection,
      (found) => found.entries.find(({ name }) => name === STRICT)?.history?.view.state === 'finished',
    );
    expect(entries.find(({ name }) => name === PASSED)?.history?.view.epochs).toHaveLength(10);
    collection.attend([PASSED]);
    expect(Object.fromEntries(followed)).toEqual({ [PASSED]: 1, [STRICT]: 1 });
  });

  it('go on while the run does', async () => {
    const folder = copyOfRuns();
    const collection = watched(runsOnDisk(folder));
    await settled(collection, ({ complete }) => complete);
    collection.attend([RUNNING]);
    const epochsOf = (found: ReturnType<typeof collection.snapshot>) =>
      found.entries.find(({ name }) => name === RUNNING)?.history?.view.epochs.length;
    await settled(collection, (found) => epochsOf(found) === 4);
    const events = readFileSync(join(RUNS, PASSED, 'events.jsonl'), 'utf8').split('\n');
    const fifth = events.find((line) => line.includes('"epoch":5,'));
    appendFileSync(join(folder, RUNNING, 'events.jsonl'), `${fifth ?? ''}\n`);
    await settled(collection, (found) => epochsOf(found) === 5);
  });

  it('are read on where a run that had been stopped is resumed', async () => {
    const folder = copyOfRuns();
    const collection = watched(runsOnDisk(folder));
    await settled(collection, ({ complete }) => complete);
    collection.attend([STOPPED]);
    const viewOf = () => collection.snapshot().entries.find(({ name }) => name === STOPPED)?.history?.view;
    await settled(collection, () => viewOf()?.state === 'interrupted');
    const before = viewOf()?.now ?? 0;
    const line = { time: before + 1000, type: 'run-resumed', epoch: 2 };
    appendFileSync(join(folder, STOPPED, 'events.jsonl'), `${JSON.stringify(line)}\n`);
    const record = readFileSync(join(folder, RUNNING, 'run.json'), 'utf8');
    writeFileSync(join(folder, STOPPED, 'beside'), record);
    renameSync(join(folder, STOPPED, 'beside'), join(folder, STOPPED, 'run.json'));
    await settled(collection, () => viewOf()?.state === 'running');
    expect(viewOf()?.epochs).toHaveLength(2);
  });

  it('that are damaged say so; what came before is shown', async () => {
    const folder = copyOfRuns();
    appendFileSync(join(folder, PASSED, 'events.jsonl'), 'no event\n');
    rmSync(join(folder, STRICT, 'events.jsonl'));
    mkdirSync(join(folder, 'not a run'));
    const collection = watched(runsOnDisk(folder));
    await settled(collection, ({ complete }) => complete);
    collection.attend([PASSED, STRICT]);
    const { entries } = await settled(
      collection,
      (found) => found.entries.filter(({ problem }) => problem.includes('events.jsonl')).length === 2,
    );
    const damaged = entries.find(({ name }) => name === PASSED);
    expect(damaged?.problem).toContain('is not an event');
    expect(damaged?.history?.view.epochs).toHaveLength(10);
    expect(entries.find(({ name }) => name === STRICT)?.problem).toContain('events.jsonl is missing');
    expect(entries).toHaveLength(6);
  });
});
