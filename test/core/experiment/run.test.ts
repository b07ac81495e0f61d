import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { IntoneErrors } from '../../../src/core/errors.js';
import { STAGES, type RunEvent } from '../../../src/core/events.js';
import { runExperiment, type RunResult } from '../../../src/core/experiment/run.js';
import {
  openRun,
  readEvents,
  readExperiment,
  readMetrics,
  readPredictions,
  readSplit,
  readVerdict,
  requireFinished,
} from '../../../src/core/runs/reader.js';
import { runNames } from '../../../src/core/runs/find.js';
import { definePlugin, Type } from '../../../src/index.js';
import { loadTiny } from '../../experiment/tiny.js';
import { temporaryFolder } from '../runs/example.js';
import { expectFailure } from '../runs/failure.js';

/** Three epochs are too few to predict every class. */
const ANY_CLASS = '[neutral, calm, happy, sad, angry, fearful, disgust, surprised]';

let folder: string;
let runsDirectory: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  runsDirectory = join(folder, 'runs');
});

async function run(overrides: readonly string[] = []): Promise<{ result: RunResult; events: RunEvent[] }> {
  const events: RunEvent[] = [];
  const loaded = await loadTiny(folder, overrides);
  const result = await runExperiment(loaded, { runsDirectory, sink: (event) => events.push(event) });
  return { result, events };
}

/** Runs until an event comes that is wanted, and aborts there. */
async function runUntil(wanted: (event: RunEvent) => boolean): Promise<unknown> {
  const controller = new AbortController();
  const { signal } = controller;
  const sink = (event: RunEvent): void => {
    if (wanted(event)) controller.abort();
  };
  return await runExperiment(await loadTiny(folder), { runsDirectory, sink, signal });
}

async function onlyRun(): ReturnType<typeof openRun> {
  const names = await runNames(runsDirectory);
  expect(names.length).toBe(1);
  return await openRun(join(runsDirectory, names[0]));
}

describe('a run that comes to its end', () => {
  it('keeps everything about itself, in documents that are read back', async () => {
    const { result, events } = await run();
    const kept = await openRun(result.directory);
    await requireFinished(kept);
    expect(kept.record).toMatchObject({ state: 'finished', passed: false, seed: 3, error: null });
    expect(kept.record.backend?.name).toBe('cpu');
    expect(kept.record.dataHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await readVerdict(kept)).toEqual(result.verdict);
    expect(await readMetrics(kept)).toEqual(JSON.parse(JSON.stringify(result.metrics)));
    expect((await readExperiment(kept)).train.epochs).toBe(3);
    const split = await readSplit(kept);
    expect(split.length).toBe(128);
    const { lines } = await readPredictions(kept);
    const partOf = new Map(split.map(({ clip, part }) => [clip, part]));
    expect(lines.map(({ clip }) => partOf.get(clip))).toEqual(lines.map(({ part }) => part));
    expect(lines.length).toBe(split.filter(({ part }) => part !== 'train').length);
    expect((await readEvents(kept)).map(({ type }) => type)).toEqual(events.map(({ type }) => type));
    expect(await readFile(join(result.directory, 'config', 'tiny.yaml'), 'utf8')).toContain('name: tiny');
  });

  it('goes through the stages in the order of the data', async () => {
    const { events } = await run();
    const stages = (type: 'stage-started' | 'stage-finished'): unknown[] =>
      events.flatMap((event) => (event.type === type ? [event.stage] : []));
    expect(stages('stage-started')).toEqual([...STAGES]);
    expect(stages('stage-finished')).toEqual([...STAGES]);
    expect(events[0]).toMatchObject({ type: 'run-started', name: 'tiny', backend: 'cpu' });
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', passed: false });
    const evaluated = events.findIndex(({ type }) => type === 'evaluated');
    const stopped = events.findIndex(({ type }) => type === 'training-stopped');
    expect(stopped).toBeGreaterThan(0);
    expect(evaluated).toBeGreaterThan(stopped);
  });

  it('passes where its gate does', async () => {
    const { result } = await run([`gate=[{metric: accuracy, min: 0, mayMiss: ${ANY_CLASS}}]`]);
    expect(result.verdict.passed).toBe(true);
    expect((await openRun(result.directory)).record.passed).toBe(true);
  });

  it('never gives the held-out rows to training: other test clips change neither the scaler nor the weights', async () => {
    const model = async (directory: string): Promise<readonly Buffer[]> =>
      await Promise.all(
        ['weights.bin', 'pipeline.json'].map((file) => readFile(join(directory, 'model', file))),
      );
    const { result } = await run();
    const loaded = await loadTiny(folder);
    const split = await readSplit(await openRun(result.directory));
    const test = new Set(split.filter(({ part }) => part === 'test').map(({ clip }) => clip));
    const original = loaded.registry.find('dataset', 'synthetic');
    const louder = definePlugin({
      kind: 'dataset',
      name: 'other-test-clips',
      summary: 'The synthetic clips, those of the test part without their second half.',
      options: Type.Object({}, { additionalProperties: true }),
      create: (_, context) => {
        const dataset = original.create(loaded.experiment.data.options, context);
        return {
          classes: dataset.classes,
          columns: dataset.columns,
          list: () => dataset.list(),
          read: async (clip) => {
            const bytes = await dataset.read(clip);
            return test.has(clip.id) ? halved(bytes) : bytes;
          },
        };
      },
    });
    loaded.registry.add(louder, 'intone');
    const experiment = { ...loaded.experiment, data: { use: 'other-test-clips', options: {} } };
    const other = await runExperiment({ ...loaded, experiment }, { runsDirectory });
    expect(other.metrics.test).not.toEqual(result.metrics.test);
    expect(other.metrics.validation).toEqual(result.metrics.validation);
    expect(await model(other.directory)).toEqual(await model(result.directory));
  });
});

describe('a run that does not', () => {
  it('leaves nothing where it cannot begin', async () => {
    const loaded = await loadTiny(folder, ['sample.neighbors=15']);
    await expect(runExperiment(loaded, { runsDirectory })).rejects.toBeInstanceOf(IntoneErrors);
    expect(await readdir(runsDirectory)).toEqual([]);
  });

  it('says that it failed, in its record and its events, with the code', async () => {
    const loaded = await loadTiny(folder);
    const broken = definePlugin({
      kind: 'pooling',
      name: 'broken',
      summary: 'Fails.',
      options: Type.Object({}),
      create: () => ({
        output: 'vector',
        names: (columns) => columns,
        pool: () => {
          throw new Error('out of order');
        },
      }),
    });
    loaded.registry.add(broken, 'intone');
    const [input] = loaded.experiment.inputs;
    const inputs = [{ ...input, pool: { use: 'broken', options: {} } }];
    const experiment = { ...loaded.experiment, inputs };
    await expect(runExperiment({ ...loaded, experiment }, { runsDirectory })).rejects.toThrow('out of order');
    const kept = await onlyRun();
    expect(kept.state).toBe('failed');
    expect(kept.record.error?.message).toContain('out of order');
    expect((await readEvents(kept)).at(-1)).toMatchObject({
      type: 'run-failed',
      code: kept.record.error?.code,
    });
    await expectFailure(requireFinished(kept), 'RUN_UNFINISHED', 'it failed');
  });

  it.each([
    ['in the features', (event: RunEvent) => event.type === 'stage-progress' && event.stage === 'features'],
    ['in training', (event: RunEvent) => event.type === 'epoch-finished'],
    ['after training', (event: RunEvent) => event.type === 'evaluated'],
  ])('is interrupted %s and says so', async (_, wanted) => {
    await expect(runUntil(wanted)).rejects.toMatchObject({ exit: 130 });
    const kept = await onlyRun();
    expect(kept.state).toBe('interrupted');
    expect(kept.record.error?.code).toMatch(/_INTERRUPTED$/);
    await expect(access(join(kept.directory, 'metrics.json'))).rejects.toThrow();
    await expectFailure(requireFinished(kept), 'RUN_UNFINISHED', 'interrupted');
  });

  it('is an error of the catalogue where runs cannot be kept', async () => {
    const loaded = await loadTiny(folder);
    const under = join(folder, 'tiny.yaml', 'runs');
    await expectFailure(runExperiment(loaded, { runsDirectory: under }), 'RUN_WRITE_FAILED', under);
  });
});

/** A WAV file with the first half of its samples (16-bit, 44-byte header). */
function halved(bytes: Uint8Array): Uint8Array {
  const length = 44 + 2 * Math.floor((bytes.length - 44) / 4);
  const half = Buffer.from(bytes.subarray(0, length));
  half.writeUInt32LE(length - 8, 4);
  half.writeUInt32LE(length - 44, 40);
  return half;
}
