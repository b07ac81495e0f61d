import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/core/events.js';
import { fittedRows } from '../../../src/core/experiment/fitOn.js';
import { rejudge } from '../../../src/core/experiment/rejudge.js';
import { partition } from '../../../src/core/experiment/rows.js';
import { runExperiment } from '../../../src/core/experiment/run.js';
import { findRun } from '../../../src/core/runs/find.js';
import { readMetrics, readPredictions } from '../../../src/core/runs/reader.js';
import { overallTable } from '../../../src/cli/metricTables.js';
import { loadTiny } from '../../experiment/tiny.js';
import { pooledTable, sequenceTable } from '../../support/trainingRows.js';

describe('fittedRows', () => {
  const inputs = [
    { name: 'sequence', table: sequenceTable([[[1], [2]], [[3]], [[4], [5]], [[6]]]) },
    { name: 'statistics', table: pooledTable([[10], [20], [30], [40]]) },
  ];
  const labels = Int32Array.of(0, 1, 0, 1);
  const all = { inputs, labels, ids: ['a', 'b', 'c', 'd'], classes: 2 };
  const working = partition(all, ['validation', 'train', 'test', 'validation']);

  it('are the parts as they are, where training alone is fitted on', () => {
    const { train, validation } = fittedRows('train', working);
    expect(train).toBe(working.train);
    expect(validation).toBe(working.validation);
  });

  it('are the training rows and then the validation rows, and no validation row is left', () => {
    const { train, validation } = fittedRows('train+validation', working);
    expect(train.ids).toEqual(['b', 'a', 'd']);
    expect([...train.labels]).toEqual([1, 0, 1]);
    const [sequence, statistics] = train.inputs.map(({ table }) => table);
    expect([...sequence.values]).toEqual([3, 0, 1, 2, 6, 0]);
    expect(sequence.shape).toEqual([3, 2, 1]);
    expect([...(sequence.lengths ?? [])]).toEqual([1, 2, 1]);
    expect([...statistics.values]).toEqual([20, 10, 40]);
    expect(validation.ids).toEqual([]);
    expect(validation.inputs.map(({ table }) => table.shape[0])).toEqual([0, 0]);
  });
});

describe('fittedRows of many clips', () => {
  it('are joined, however many there are', () => {
    const rows = 400_000;
    const table = {
      shape: [rows, 1, 1] as const,
      values: new Float32Array(rows),
      columns: ['a'],
      lengths: new Int32Array(rows).fill(1),
    };
    const working = partition(
      {
        inputs: [{ name: 'sequence', table }],
        labels: Int32Array.from({ length: rows }, (_, row) => row % 3),
        ids: Array.from({ length: rows }, (_, row) => `${row}`),
        classes: 3,
      },
      Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 'train' : 'validation')),
    );
    const { train } = fittedRows('train+validation', working);
    expect(train.labels).toHaveLength(rows);
    expect([...train.labels.subarray(rows / 2 - 2, rows / 2 + 2)]).toEqual([0, 2, 1, 0]);
    expect(train.inputs[0].table.lengths).toEqual(table.lengths);
  });
});

describe('a run that is fitted on both parts', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'intone-test-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('has no validation result, and says why', async () => {
    const loaded = await loadTiny(folder, ['train.stopEarly=null', 'train.fitOn=train+validation']);
    const events: RunEvent[] = [];
    const { directory } = await runExperiment(loaded, {
      runsDirectory: folder,
      sink: (event) => void events.push(event),
    });
    const run = await findRun(directory, folder);
    const metrics = await readMetrics(run);
    expect(metrics).toMatchObject({ fittedOn: ['train', 'validation'] });
    expect(metrics.validation).toBeUndefined();
    expect(overallTable(metrics)).toContain(
      'The validation part was trained on: it has no result of its own.',
    );
    const { lines } = await readPredictions(run);
    expect(new Set(lines.map(({ part }) => part))).toEqual(new Set(['test']));
    const epochs = events.filter((event) => event.type === 'epoch-finished');
    expect(epochs.map(({ validation }) => validation)).toEqual([{}, {}, {}]);
    const evaluated = events.filter((event) => event.type === 'evaluated');
    expect(evaluated.map(({ part }) => part)).toEqual(['test']);
    const summaries = events.flatMap((event) => (event.type === 'stage-finished' ? [event.summary] : []));
    expect(summaries).toContain(
      `validation clips were trained on, ${metrics.test?.rows} held-out clips, opened by 1 run so far`,
    );
    // Beside the config's own check there are those on classes that went missing.
    const judged = (await rejudge(run)).checks.filter(({ metric }) => metric === 'accuracy');
    expect(judged.map(({ part }) => part)).toEqual(['test']);
    const check = { metric: 'accuracy', per: 'overall', above: 0, bound: 'value', level: 'error' } as const;
    await expect(rejudge(run, [{ ...check, part: 'validation' }])).rejects.toMatchObject({
      code: 'GATE_PART_MISSING',
    });
  });

  it('trains and scales on more rows', async () => {
    const scales = await Promise.all(
      ['train', 'train+validation'].map(async (fitOn) => {
        const loaded = await loadTiny(folder, [
          'train.stopEarly=null',
          'sample=null',
          `name=${fitOn.length}`,
          `train.fitOn=${fitOn}`,
        ]);
        const { directory } = await runExperiment(loaded, { runsDirectory: folder });
        const pipeline = await readFile(join(directory, 'model', 'pipeline.json'), 'utf8');
        return pipeline;
      }),
    );
    expect(scales[0]).not.toBe(scales[1]);
  });
});
