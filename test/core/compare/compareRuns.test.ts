import { mkdir, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { compareRuns, type CompareSettings } from '../../../src/core/compare/compareRuns.js';
import type { Experiment } from '../../../src/core/config/experiment.js';
import { formatCsv } from '../../../src/core/runs/csv.js';
import { openRun, type Run } from '../../../src/core/runs/reader.js';
import { builtInRegistry } from '../../../src/plugins/index.js';
import { beginRun, finishRun, temporaryFolder } from '../runs/example.js';
import { expectFailure } from '../runs/failure.js';

const CLASSES = ['calm', 'sad'];
const settings: CompareSettings = { resamples: 500, level: 0.95, seed: 1, anyShare: false };
const registry = builtInRegistry();

/** A run to compare: which of 60 held-out clips it has right, and what else is its own. */
interface Example {
  readonly right: (clip: number) => boolean;
  readonly held?: readonly [from: number, to: number];
  readonly changes?: Partial<Experiment>;
  readonly dataHash?: string;
  readonly uar?: readonly number[];
}

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

async function keep({ right, held = [0, 60], changes, dataHash = 'same', uar = [] }: Example): Promise<Run> {
  const run = await beginRun(folder, changes);
  await run.note({ dataHash });
  uar.forEach((value, index) => {
    run.record({
      type: 'epoch-finished',
      epoch: index + 1,
      epochs: uar.length,
      seconds: 1,
      learningRate: 0.001,
      train: { loss: 1 },
      validation: { loss: 1 - value, accuracy: value },
      recall: {},
      perClass: {},
      confusion: [],
      best: index === 1,
    });
  });
  await finishRun(run);
  const clips = Array.from({ length: 80 }, (_, clip) => clip);
  const isHeld = (clip: number): boolean => clip >= held[0] && clip < held[1];
  const split = clips.map((clip) => [`clip ${clip}`, isHeld(clip) ? 'test' : 'train', truthOf(clip), '1']);
  await writeFile(join(run.directory, 'split.csv'), formatCsv(['clip', 'part', 'label', 'speaker'], split));
  const lines = clips.filter(isHeld).map((clip) => {
    const taken = right(clip) ? truthOf(clip) : otherOf(truthOf(clip));
    return [
      'test',
      `clip ${clip}`,
      truthOf(clip),
      taken,
      ...CLASSES.map((name) => (name === taken ? 0.9 : 0.1)),
    ];
  });
  const ofValidation = ['validation', 'never counted', 'calm', 'sad', 0, 1];
  const header = ['part', 'clip', 'truth', 'predicted', ...CLASSES.map((name) => `p_${name}`)];
  await writeFile(join(run.directory, 'predictions.csv'), formatCsv(header, [ofValidation, ...lines]));
  return await openRun(run.directory);
}

const truthOf = (clip: number): string => CLASSES[clip % 2];
const otherOf = (name: string): string => (name === 'calm' ? 'sad' : 'calm');

describe('compareRuns', () => {
  it('measures each run against the first on the same clips, and says what can be said', async () => {
    const runs = [
      await keep({ right: (clip) => clip < 30, uar: [0.2, 0.5, 0.4] }),
      await keep({ right: (clip) => clip < 48, changes: { seed: 8 }, uar: [0.3, 0.6] }),
      await keep({ right: (clip) => clip < 30 || clip === 59 }),
    ];
    const comparison = await compareRuns(runs, registry, settings);
    expect(comparison.runs.map(({ label, run }) => [label, run])).toEqual(
      ['A', 'B', 'C'].map((label, index) => [label, runs[index].name]),
    );
    const [better, same] = comparison.pairs;
    expect(better).toMatchObject({
      label: 'B',
      clips: 60,
      accuracy: { first: 0.5, second: 0.8, better: 'higher' },
      mcnemar: { onlyFirst: 0, onlySecond: 18, method: 'exact binomial' },
      byClass: { calm: { clips: 30, mcnemar: { onlySecond: 9 } } },
      conclusion: { finding: 'second' },
    });
    expect(better.accuracy.difference).toBeCloseTo(0.3, 12);
    expect(better.accuracy.low).toBeGreaterThan(0.1);
    expect(better.overall.find(({ metric }) => metric === 'accuracy')).toEqual(better.accuracy);
    const recalls = better.perClass.filter(({ metric }) => metric === 'recall');
    expect(recalls.map((recall) => [recall.class, recall.first, recall.second])).toEqual([
      ['calm', 0.5, 0.8],
      ['sad', 0.5, 0.8],
    ]);
    expect(same).toMatchObject({ label: 'C', conclusion: { finding: 'noise' }, mcnemar: { p: 1 } });
    expect(comparison.config).toEqual([{ key: 'seed', values: [{ value: 7 }, { value: 8 }, { value: 7 }] }]);
  });

  it('shows the curve of what the first run stopped early on, or of another metric', async () => {
    const runs = [await keep({ right: () => true, uar: [0.2, 0.5, 0.4] }), await keep({ right: () => true })];
    const { runs: usual } = await compareRuns(runs, registry, settings);
    expect(usual.map(({ curve }) => curve)).toEqual([
      { metric: 'accuracy', values: [0.2, 0.5, 0.4], best: 2 },
      null,
    ]);
    const { runs: other } = await compareRuns(runs, registry, { ...settings, curve: 'loss' });
    expect(other[0].curve?.values).toEqual([0.8, 0.5, 0.6]);
    const unknown = compareRuns(runs, registry, { ...settings, curve: 'acuracy' });
    await expectFailure(unknown, 'COMPARE_UNKNOWN_CURVE', "'acuracy'", 'loss or accuracy');
  });

  it('gives the same numbers for the same seed', async () => {
    const runs = [
      await keep({ right: (clip) => clip % 3 > 0 }),
      await keep({ right: (clip) => clip % 4 > 0 }),
    ];
    const [one, again, other] = await Promise.all(
      [1, 1, 2].map((seed) => compareRuns(runs, registry, { ...settings, seed })),
    );
    expect(again).toEqual(one);
    expect(other.pairs[0].overall).not.toEqual(one.pairs[0].overall);
  });

  it('warns of other data, another split, and a seed that is all that differs', async () => {
    const first = await keep({ right: () => true });
    const second = await keep({
      right: () => true,
      held: [3, 60],
      dataHash: 'other',
      changes: { seed: 8 },
    });
    const [{ warnings, clips }] = (await compareRuns([first, second], registry, settings)).pairs;
    expect(clips).toBe(57);
    expect(warnings).toEqual([
      'Not the same clips were held out: compared on the 57 that both held out (of 60 in A and 57 in B).',
      'A and B were made of different data: clips or recordings differ (dataHash in run.json).',
      'A and B split the data differently: 3 clips are in another part, or in one only.',
    ]);
    const others = [
      await keep({ right: () => true }),
      await keep({ right: () => true, changes: { seed: 8 } }),
    ];
    const [same, reseeded] = (await compareRuns([first, ...others], registry, settings)).pairs;
    expect(same.warnings).toEqual([]);
    expect(reseeded.warnings).toEqual([
      'A and C differ in the seed alone: their difference is the spread between seeds.',
    ]);
  });

  it('refuses runs that held out other clips, and runs that did not finish or are damaged', async () => {
    const first = await keep({ right: () => true });
    const other = await keep({ right: () => true, held: [40, 80] });
    await expectFailure(
      compareRuns([first, other], registry, settings),
      'COMPARE_CLIPS_DIFFER',
      'they share 20',
    );
    const shared = await compareRuns([first, other], registry, { ...settings, anyShare: true });
    expect(shared.pairs[0].clips).toBe(20);
    const unfinished = await openRun((await beginRun(folder)).directory);
    await expectFailure(compareRuns([first, unfinished], registry, settings), 'RUN_UNFINISHED');
    await writeFile(join(other.directory, 'predictions.csv'), 'nothing');
    await expectFailure(compareRuns([first, other], registry, settings), 'RUN_DAMAGED', 'predictions.csv');
  });

  it("measures by a third party's evaluator too, from where the run names it", async () => {
    const source = join(folder, 'plugins', 'luck.ts');
    await mkdir(join(folder, 'plugins'));
    await writeFile(source, LUCK);
    const evaluate = [{ use: 'luck', options: {} }];
    const runs = [
      await keep({ right: () => true, changes: { evaluate } }),
      await keep({ right: () => false, changes: { evaluate } }),
    ];
    const named = runs.map((run) => ({
      ...run,
      record: { ...run.record, plugins: [{ kind: 'evaluator', name: 'luck', source, hash: null }] },
    }));
    const [{ overall, accuracy }] = (await compareRuns(named, registry, settings)).pairs;
    expect(overall).toEqual([
      { metric: 'luck', better: 'lower', first: 60, second: 60, difference: 0, low: 0, high: 0 },
    ]);
    expect(accuracy).toMatchObject({ first: 1, second: 0 });
    await expectFailure(compareRuns(runs, registry, settings), 'PLUGIN_UNKNOWN', 'luck');
  });
});

const LUCK = `import { definePlugin, Type } from 'intone';
export default definePlugin({
  kind: 'evaluator',
  name: 'luck',
  summary: 'How many rows there are.',
  options: Type.Object({}, { additionalProperties: false }),
  create: () => ({
    metrics: [{ name: 'luck', per: 'overall', better: 'lower', summary: 'Rows.' }],
    evaluate: ({ truth }) => ({ overall: { luck: truth.length }, perClass: {} }),
  }),
});
`;
