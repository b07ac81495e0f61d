import { beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { RunEvent } from '../../../src/core/events.js';
import { fitBaselines, type Baselines } from '../../../src/core/experiment/baselines.js';
import type { InputTable } from '../../../src/core/experiment/rows.js';
import { runExperiment } from '../../../src/core/experiment/run.js';
import { Random } from '../../../src/core/random.js';
import type { ClassicalModel } from '../../../src/core/registry/contracts.js';
import { baselineTable } from '../../../src/cli/baselineTable.js';
import { openRun, readMetrics } from '../../../src/core/runs/reader.js';
import lda from '../../../src/plugins/models/lda/index.js';
import { loadTiny } from '../../experiment/tiny.js';
import { classical } from '../../plugins/models/classical.js';
import { oneInput, pooledTable, sequenceTable, trainingInputs } from '../../support/trainingRows.js';
import { temporaryFolder } from '../runs/example.js';

const CLASSES = ['calm', 'angry', 'sad'];

async function fitted(
  inputs: readonly InputTable[],
  labels: readonly number[],
  linear: ClassicalModel | null,
  events: RunEvent[] = [],
): Promise<Baselines> {
  const training = trainingInputs(inputs, labels, CLASSES.length);
  const emit = (event: RunEvent): void => void events.push(event);
  return await fitBaselines({ training, classes: CLASSES, linear, random: new Random(1), emit });
}

describe('baselines', () => {
  const table = pooledTable([[0], [1], [0], [1]]);

  it('are the frequencies of the fitted rows, held against the part', async () => {
    // Fitted: 1/4 calm, 3/4 angry. The part: 1 calm, 1 angry, 2 sad.
    const { measure } = await fitted(oneInput(table), [0, 1, 1, 1], null);
    expect(measure(Int32Array.of(0, 1, 2, 2), oneInput(table))).toEqual({
      majority: { class: 'angry', accuracy: 1 / 4, uar: 1 / 3 },
      stratified: { accuracy: 1 / 4, uar: 1 / 3 },
    });
    expect(measure(Int32Array.of(1, 1, 1, 0), oneInput(table))).toEqual({
      majority: { class: 'angry', accuracy: 3 / 4, uar: 1 / 2 },
      stratified: { accuracy: (3 * 0.75 + 0.25) / 4, uar: (0.75 + 0.25) / 2 },
    });
    const none = { accuracy: null, uar: null };
    expect(measure(new Int32Array(0), oneInput(pooledTable([])))).toEqual({
      majority: { class: 'angry', ...none },
      stratified: none,
    });
  });

  it('have a linear model of all inputs, of sequences by the mean of their real steps', async () => {
    // The vector says nothing; the means of the sequences, 1 and 3, do, though not with the padding.
    const steps = [[[1]], [[2], [4]], [[1], [1], [1]], [[3.1]], [[0.9]], [[3], [2.9]]];
    const inputs = [
      { name: 'vector', table: pooledTable([[5], [5.1], [5], [5.1], [5.2], [5.2]]) },
      { name: 'sequence', table: sequenceTable(steps) },
    ];
    const labels = [0, 2, 0, 2, 0, 2];
    const { measure } = await fitted(inputs, labels, classical(lda));
    expect(measure(Int32Array.from(labels), inputs).linear).toEqual({ accuracy: 1, uar: 1 });
    const { linear } = measure(Int32Array.of(0, 0, 0, 0, 0, 2), inputs);
    expect(linear).toEqual({ accuracy: 4 / 6, uar: (3 / 5 + 1) / 2 });
  });

  it('leave the linear model out, aloud, where it cannot be fitted or has too many columns', async () => {
    const events: RunEvent[] = [];
    const same = oneInput(pooledTable([[1], [1], [1]]));
    const alike = await fitted(same, [0, 0, 1], classical(lda), events);
    expect(alike.measure(Int32Array.of(0), oneInput(pooledTable([[1]])))).not.toHaveProperty('linear');
    const wide = oneInput(pooledTable([0, 1].map((row) => new Array<number>(1201).fill(row))));
    await fitted(wide, [0, 1], classical(lda), events);
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    expect(warnings).toEqual([
      "The linear baseline is left out: The shrunken covariance of the training rows is singular: the model 'lda' cannot be fitted.",
      'The linear baseline is left out: 1,201 columns are more than 1,200.',
    ]);
  });
});

describe('a run', () => {
  let [withThem, without] = ['', ''];
  beforeAll(async () => {
    const texts = [[], ['baselines=false']].map(async (overrides) => {
      const folder = await temporaryFolder();
      const loaded = await loadTiny(folder, ['train.epochs=1', ...overrides]);
      return (await runExperiment(loaded, { runsDirectory: join(folder, 'runs') })).directory;
    });
    [withThem, without] = await Promise.all(texts);
  });

  it('has them after its own figures, whose bytes are the same without', async () => {
    const [text, bare] = await Promise.all(
      [withThem, without].map((directory) => readFile(join(directory, 'metrics.json'), 'utf8')),
    );
    const at = text.indexOf(',\n  "baselines"');
    expect(at).toBeGreaterThan(0);
    expect(`${text.slice(0, at)}\n}\n`).toBe(bare);
  });

  it('prints them', async () => {
    const metrics = await readMetrics(await openRun(withThem));
    expect(metrics.baselines?.test?.linear?.accuracy).toBeGreaterThan(0.2);
    const page = baselineTable(metrics);
    expect(page).toMatch(/baseline \(test\) +accuracy +uar/);
    expect(page).toMatch(/linear \(shrunken LDA, same features\) +0\.\d{3} +0\.\d{3}/);
    expect(baselineTable(await readMetrics(await openRun(without)))).toBe('');
  });
});
