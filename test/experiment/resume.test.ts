import { appendFile, copyFile, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { RunEvent } from '../../src/core/events.js';
import { resumeExperiment } from '../../src/core/experiment/resume.js';
import { runExperiment } from '../../src/core/experiment/run.js';
import { askRun } from '../../src/core/runs/control.js';
import type { RunRecord } from '../../src/core/runs/documents/record.js';
import { findRun } from '../../src/core/runs/find.js';
import { RunLock } from '../../src/core/runs/lock.js';
import { openRun, readEvents, requireFinished, type Run } from '../../src/core/runs/reader.js';
import { applyEvent, emptyView } from '../../src/core/runs/runView.js';
import { builtInRegistry } from '../../src/plugins/index.js';
import { temporaryFolder } from '../core/runs/example.js';
import { expectFailure } from '../core/runs/failure.js';
import { rejection } from '../support/rejection.js';
import { resultBytes } from './resultBytes.js';
import { writePackage } from './pluginPackage.js';
import { loadTiny } from './tiny.js';
import { writeClips } from './writeClips.js';

const registry = builtInRegistry();
const RECURRENT = [
  'backend.use=wasm',
  'pool=functionals',
  'model={use: cnn-bilstm, filters: 4, kernel: 3, lstm: [4], dense: 8, dropout: 0.3}',
];

let folder: string;
let runs: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  runs = join(folder, 'runs');
});

/** Runs the tiny experiment, undisturbed, and gives the bytes of its result. */
async function undisturbed(overrides: readonly string[] = [], more = ''): ReturnType<typeof resultBytes> {
  const elsewhere = await temporaryFolder();
  const loaded = await loadTiny(elsewhere, overrides, more);
  return await resultBytes(
    (await runExperiment(loaded, { runsDirectory: join(elsewhere, 'runs') })).directory,
  );
}

/** Runs the tiny experiment until an event comes that is wanted, and interrupts it there. */
async function interruptedAt(
  wanted: (event: RunEvent) => boolean,
  overrides: readonly string[] = [],
  more = '',
): Promise<Run> {
  const controller = new AbortController();
  const { signal } = controller;
  const sink = (event: RunEvent): void => {
    if (wanted(event)) controller.abort();
  };
  const loaded = await loadTiny(folder, overrides, more);
  await expectFailure(runExperiment(loaded, { runsDirectory: runs, sink, signal }), 'RUN_INTERRUPTED');
  return await findRun('latest', runs);
}

/** A run with one epoch done. */
const withOneEpoch = (): Promise<Run> =>
  interruptedAt((event) => event.type === 'checkpoint-saved' && event.epoch === 1);

async function resumedBytes(run: Run): ReturnType<typeof resultBytes> {
  const { directory } = await resumeExperiment(run, registry);
  await requireFinished(await openRun(directory));
  return await resultBytes(directory);
}

describe('a run that is interrupted and resumed ends with the same bytes', () => {
  let expected: Readonly<Record<string, string>>;
  beforeAll(async () => {
    expected = await undisturbed();
  });

  it.each<[string, (event: RunEvent) => boolean]>([
    ['before its data was listed', ({ type }) => type === 'run-started'],
    ['in the features', (event) => event.type === 'stage-progress' && event.stage === 'features'],
    ['in the first epoch', (event) => event.type === 'stage-progress' && event.stage === 'train'],
    ['in the second epoch', (event) => event.type === 'checkpoint-saved' && event.epoch === 1],
    ['at the end of the training', ({ type }) => type === 'training-stopped'],
    ['in the evaluation', ({ type }) => type === 'evaluated'],
    ['while it saves', (event) => event.type === 'stage-started' && event.stage === 'save'],
  ])('%s', async (_, wanted) => {
    const run = await interruptedAt(wanted);
    expect(run.state).toBe('interrupted');
    expect(await resumedBytes(run)).toEqual(expected);
  });

  it('with a recurrent network on wasm, in the midst of each epoch', async () => {
    const run = await interruptedAt(
      (event) => event.type === 'stage-progress' && event.stage === 'train',
      RECURRENT,
    );
    const checkpoints = (): Promise<string[]> => readdir(join(run.directory, 'checkpoint'));
    expect(await checkpoints()).toEqual(['epoch-0-batch-1']);
    const controller = new AbortController();
    const sink = (event: RunEvent): void => {
      if (event.type === 'checkpoint-saved') controller.abort();
    };
    const { signal } = controller;
    const again = resumeExperiment(await findRun('latest', runs), registry, { sink, signal });
    await expectFailure(again, 'RUN_INTERRUPTED', 'after batch 1');
    expect(await checkpoints()).toEqual(['epoch-1', 'epoch-1-batch-1']);
    expect(await resumedBytes(await findRun('latest', runs))).toEqual(await undisturbed(RECURRENT));
  });

  it('from an older checkpoint, or anew, where the latest is damaged; it says so', async () => {
    const run = await withOneEpoch();
    const file = join(run.directory, 'checkpoint', 'epoch-1-batch-1');
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, bytes.length / 2));
    expect(await resumedBytes(run)).toEqual(expected);
    const events = await readEvents(run);
    expect(events.find((event) => event.type === 'run-resumed')?.epoch).toBe(1);
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    expect(warnings).toContain(
      `The checkpoint '${file}' cannot be used: its checksum is not that of its contents.`,
    );

    await rm(runs, { recursive: true });
    const other = await withOneEpoch();
    await rm(join(other.directory, 'checkpoint'), { recursive: true });
    expect(await resumedBytes(other)).toEqual(expected);
  });

  it('after a last line of its events that is cut off', async () => {
    const run = await withOneEpoch();
    await appendFile(join(run.directory, 'events.jsonl'), '{"time":12,"type":"epo');
    expect(await resumedBytes(run)).toEqual(expected);
    expect((await readEvents(run)).at(-1)?.type).toBe('run-finished');
  });

  it('and what is shown of it has each epoch once', async () => {
    const run = await interruptedAt((event) => event.type === 'epoch-finished' && event.epoch === 2);
    await rm(join(run.directory, 'checkpoint'), { recursive: true });
    await resumeExperiment(run, registry);
    const events = await readEvents(run);
    expect(events.filter(({ type }) => type === 'epoch-finished').length).toBeGreaterThan(3);
    const view = events.reduce(applyEvent, emptyView);
    const epochs = view.epochs.map(({ epoch }) => epoch);
    expect(epochs).toEqual(epochs.map((_, index) => index + 1));
    expect(view.state).toBe('finished');
  });
});

it('the error of an interrupted run says where it was, and how to go on', async () => {
  const controller = new AbortController();
  const loaded = await loadTiny(folder);
  const sink = (event: RunEvent): void => {
    if (event.type === 'stage-progress' && event.stage === 'train') controller.abort();
  };
  const { signal } = controller;
  const error = await rejection(runExperiment(loaded, { runsDirectory: runs, sink, signal }));
  const { directory, record } = await findRun('latest', runs);
  expect(error).toMatchObject({
    exit: 130,
    message: 'Training was stopped in epoch 1 of 3, after batch 1.',
    hint: `What it did is saved. Go on with 'intone run --resume ${directory}'.`,
  });
  expect(record).toMatchObject({ state: 'interrupted', error: { code: 'RUN_INTERRUPTED' } });
});

describe('control', () => {
  /** Runs the tiny experiment for longer, and asks for something when an event comes. */
  async function asked(wanted: (event: RunEvent, directory: string) => void): Promise<RunEvent[]> {
    const events: RunEvent[] = [];
    const sink = (event: RunEvent): void => {
      events.push(event);
      const [started] = events;
      if (started.type === 'run-started') wanted(event, join(runs, started.run));
    };
    const loaded = await loadTiny(folder, ['train.epochs=400', 'train.stopEarly=null']);
    await runExperiment(loaded, { runsDirectory: runs, sink }).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'RUN_INTERRUPTED' });
    });
    return events;
  }

  it('ends the training after the epoch, judges what there is, and notes that it is no full run', async () => {
    const events = await asked((event, directory) => {
      if (event.type === 'epoch-finished' && event.epoch === 1) void askRun(directory, 'stop-epoch');
    });
    const stopped = events.find((event) => event.type === 'training-stopped');
    expect(stopped?.reason).toBe('asked');
    expect(stopped?.epoch).toBeLessThan(400);
    expect(events).toContainEqual({ type: 'stop-asked', after: 'epoch' });
    const run = await findRun('latest', runs);
    await requireFinished(run);
    expect(run.record.stoppedAfterEpoch).toBe(stopped?.epoch);
    expect(await readdir(run.directory)).not.toContain('control');
  });

  it('pauses, goes on, and is interrupted', async () => {
    const events = await asked((event, directory) => {
      if (event.type === 'epoch-finished' && event.epoch === 1) void askRun(directory, 'pause');
      if (event.type === 'paused') setTimeout(() => void askRun(directory, 'continue'), 300);
      if (event.type === 'continued') void askRun(directory, 'interrupt');
    });
    const types = events.map(({ type }) => type);
    const [paused, continued] = [types.indexOf('paused'), types.indexOf('continued')];
    expect(paused).toBeGreaterThan(0);
    // No batch is trained in a pause.
    expect(types.slice(paused + 1, continued).filter((type) => type !== 'system')).toEqual([]);
    expect(events).toContainEqual({ type: 'stop-asked', after: 'batch' });
    const run = await findRun('latest', runs);
    expect(run.state).toBe('interrupted');
    await expectFailure(askRun(run.directory, 'pause'), 'RUN_NOT_RUNNING', "its state is 'interrupted'");
  });

  it('is interrupted in a pause, too, and goes on from there', async () => {
    await asked((event, directory) => {
      if (event.type === 'epoch-finished' && event.epoch === 1) void askRun(directory, 'pause');
      if (event.type === 'paused') void askRun(directory, 'interrupt');
    });
    const run = await findRun('latest', runs);
    const [name] = (await readdir(join(run.directory, 'checkpoint'))).slice(-1);
    expect(name).toMatch(/^epoch-\d+/);
  });
});

describe('it is refused to resume', () => {
  const plugin = (scale: number): string => `
    import { definePlugin, Type } from 'intone';
    export default definePlugin({
      kind: 'pooling', name: 'mine', summary: 'Means, scaled.', options: Type.Object({}),
      create: () => ({
        output: 'vector',
        names: (columns) => columns,
        pool: ({ values, columns, frames }) =>
          Float32Array.from({ length: values.length / frames }, (_, column) => ${scale} * values[column]),
      }),
    });`;

  async function changeRecord(run: Run, changes: Partial<RunRecord>): Promise<Run> {
    await writeFile(join(run.directory, 'run.json'), JSON.stringify({ ...run.record, ...changes }));
    return await openRun(run.directory);
  }

  it('a run that is finished', async () => {
    const { directory } = await runExperiment(await loadTiny(folder), { runsDirectory: runs });
    const before = await resultBytes(directory);
    await expectFailure(
      resumeExperiment(await openRun(directory), registry),
      'RUN_ALREADY_FINISHED',
      directory,
    );
    expect(await resultBytes(directory)).toEqual(before);
  });

  it('a run that another process writes', async () => {
    const run = await withOneEpoch();
    const lock = await RunLock.acquire(run.directory);
    const running = resumeExperiment(run, registry);
    await expectFailure(running, 'RUN_BUSY', `process ${process.pid} on`);
    await lock.release();
    await resumeExperiment(run, registry);
  });

  it('with other code, another backend or another series of Node, and changes nothing', async () => {
    const original = await withOneEpoch();
    const run = await changeRecord(original, {
      intone: { version: '0.0.1', codeHash: '0'.repeat(64) },
      node: '18.1.0',
    });
    const before = await readdir(run.directory);
    await expectFailure(
      resumeExperiment(run, registry),
      'RUN_RESUME_DIFFERS',
      "intone's code was 0.0.1 (00000000) and is",
      "Node's series was 18 and is",
    );
    const other = await changeRecord(original, { backend: { name: 'cpu', version: 'tfjs-cpu 1.0.0' } });
    await expectFailure(resumeExperiment(other, registry), 'RUN_RESUME_DIFFERS', "the backend 'cpu' was");
    expect(await readdir(run.directory)).toEqual(before);
  });

  it("with a third party's plugin that was changed; with the old one it goes on", async () => {
    const file = join(folder, 'mine.ts');
    await writeFile(file, plugin(1));
    const more = stringify({ plugins: ['./mine.ts'] });
    const inTraining = (event: RunEvent): boolean => event.type === 'epoch-finished';
    const run = await interruptedAt(inTraining, ['pool=mine'], more);
    await copyFile(file, join(folder, 'old.ts'));
    await writeFile(file, plugin(2));
    await expectFailure(resumeExperiment(run, registry), 'RUN_RESUME_DIFFERS', `the plugin '${file}' was`);
    await rm(file);
    await expect(resumeExperiment(run, registry)).rejects.toThrow('mine.ts');
    await copyFile(join(folder, 'old.ts'), file);
    await requireFinished(await openRun((await resumeExperiment(run, registry)).directory));
  });

  it('with a file changed that the plugin imports, or one of a package that it computes with', async () => {
    await writeFile(join(folder, 'mine.ts'), `import './parts.js'; import 'scales';${plugin(1)}`);
    await writeFile(join(folder, 'parts.ts'), 'export const part = 1;');
    const home = await writePackage(folder, 'scales', { 'index.js': 'export default 1;' });
    const more = stringify({ plugins: ['./mine.ts'] });
    const run = await interruptedAt(({ type }) => type === 'epoch-finished', ['pool=mine'], more);
    for (const file of [join(folder, 'parts.ts'), join(home, 'index.js')]) {
      const kept = await readFile(file);
      await appendFile(file, '// changed');
      await expectFailure(resumeExperiment(run, registry), 'RUN_RESUME_DIFFERS', "mine.ts' was");
      await writeFile(file, kept);
    }
    await requireFinished(await openRun((await resumeExperiment(run, registry)).directory));
  });

  it('with a package changed that is the plugin; not where only the working directory is another', async () => {
    const files = { 'index.js': plugin(1), 'lib/deep.js': 'export default 1;' };
    const home = await writePackage(folder, 'intone-plugin-mine', files);
    const more = stringify({ plugins: ['intone-plugin-mine'] });
    const run = await interruptedAt(({ type }) => type === 'epoch-finished', ['pool=mine'], more);
    const deep = join(home, 'lib/deep.js');
    await writeFile(deep, 'export default 2;');
    const resumed = resumeExperiment(run, registry);
    await expectFailure(resumed, 'RUN_RESUME_DIFFERS', "the plugin 'intone-plugin-mine' was");
    await writeFile(deep, files['lib/deep.js']);
    await requireFinished(await openRun((await resumeExperiment(run, registry)).directory));
  });

  it('with other data; with the data gone it says so; with the old data it goes on', async () => {
    const data = join(folder, 'clips');
    await writeClips(data);
    const own = [`data={use: ravdess, root: ${data}}`, 'badClips=skip', 'sample=null', 'gate=[]'];
    const run = await interruptedAt((event) => event.type === 'epoch-finished' && event.epoch === 1, own);
    await cp(data, join(folder, 'kept'), { recursive: true });
    await rm(data, { recursive: true });
    await expectFailure(resumeExperiment(run, registry), 'DATA_ROOT_MISSING', data);
    expect((await openRun(run.directory)).state).toBe('failed');

    await cp(join(folder, 'kept'), data, { recursive: true });
    const [first] = (await readdir(data)).sort();
    const bytes = await readFile(join(data, first));
    bytes[bytes.length - 1] ^= 1;
    await writeFile(join(data, first), bytes);
    await expectFailure(resumeExperiment(run, registry), 'RUN_RESUME_DIFFERS', 'the hash of the data was');

    await copyFile(join(folder, 'kept', first), join(data, first));
    await requireFinished(await openRun((await resumeExperiment(run, registry)).directory));
  });

  it('what is no run of this format, or has lost its experiment', async () => {
    const run = await withOneEpoch();
    await rm(join(run.directory, 'experiment.json'));
    await expectFailure(resumeExperiment(run, registry), 'RUN_DAMAGED', 'experiment.json is missing');
    expect(await readdir(run.directory)).not.toContain('lock');
  });
});
