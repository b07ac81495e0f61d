import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LoadedExperiment } from '../../../src/core/config/load.js';
import { collectClips } from '../../../src/core/experiment/collect.js';
import { createPlugins } from '../../../src/core/experiment/plugins.js';
import { loadPredictor } from '../../../src/core/experiment/predict.js';
import { rejudge } from '../../../src/core/experiment/rejudge.js';
import { runExperiment } from '../../../src/core/experiment/run.js';
import { openRun, readPipeline, readPredictions, type Run } from '../../../src/core/runs/reader.js';
import { builtInRegistry } from '../../../src/plugins/index.js';
import { writePackage } from '../../experiment/pluginPackage.js';
import { loadTiny } from '../../experiment/tiny.js';
import { writeClips } from '../../experiment/writeClips.js';
import { temporaryFolder } from '../runs/example.js';
import { expectFailure } from '../runs/failure.js';

/** A feature of somebody else's: the greatest magnitude of each frame. */
const PEAK = `
import { definePlugin, Type } from 'intone';
export default definePlugin({
  kind: 'feature',
  name: 'peak',
  summary: 'The greatest magnitude of each frame.',
  options: Type.Object({}, { additionalProperties: false }),
  create: () => ({
    names: ['peak'],
    extract(analysis) {
      const { frames, bins, values } = analysis.magnitude();
      return Float32Array.from({ length: frames }, (_, frame) =>
        values.subarray(frame * bins, (frame + 1) * bins).reduce((most, each) => Math.max(most, each), 0));
    },
  }),
});
`;

const silent = (): void => undefined;

async function keep(
  overrides: readonly string[] = [],
  folder?: string,
  more?: string,
): Promise<{ loaded: LoadedExperiment; run: Run }> {
  folder ??= await temporaryFolder();
  const loaded = await loadTiny(folder, overrides, more);
  const { directory } = await runExperiment(loaded, { runsDirectory: join(folder, 'runs') });
  return { loaded, run: await openRun(directory) };
}

/** What the run kept of its clips, and what a predictor says of the same recordings, of every third clip. */
async function compare({ loaded, run }: { loaded: LoadedExperiment; run: Run }): Promise<{
  kept: unknown[];
  predicted: unknown[];
}> {
  const { dataset } = createPlugins(loaded.experiment, loaded.registry, silent);
  const { clips } = await collectClips(dataset);
  const { classes, lines } = await readPredictions(run);
  const predictor = await loadPredictor(run, builtInRegistry(), silent);
  const predicted: unknown[] = [];
  const chosen = lines.filter((_, index) => index % 3 === 0);
  for (const line of chosen) {
    const clip = clips.find(({ id }) => id === line.clip);
    if (clip === undefined) throw new Error(`No clip ${line.clip}.`);
    const made = await predictor.predict(await dataset.read(clip), clip.id);
    predicted.push(made.usable ? [made.label, ...classes.map((name) => made.probabilities[name])] : made);
  }
  predictor.dispose();
  return { kept: chosen.map((line) => [line.predicted, ...line.probabilities]), predicted };
}

describe('loadPredictor', () => {
  let kept: { loaded: LoadedExperiment; run: Run };
  beforeAll(async () => {
    kept = await keep();
  });

  it('gives the numbers of predictions.csv to the bit', async () => {
    const both = await compare(kept);
    expect(both.kept.length).toBeGreaterThan(10);
    expect(both.predicted).toEqual(both.kept);
  });

  it.each([
    ['on wasm', ['backend.use=wasm']],
    [
      'for a convolution and an LSTM',
      [
        'backend.use=wasm',
        'model={use: cnn-bilstm, filters: 4, kernel: 3, lstm: [4], dense: 8}',
        'pool=functionals',
      ],
    ],
    [
      'for sequences without a scaler',
      [
        'pool=none',
        'scale=null',
        'sample=null',
        'model={use: cnn-bilstm, filters: 4, lstm: [4], dense: 8}',
        'audio.crop={seconds: 0.4, from: middle}',
      ],
    ],
  ])('gives the numbers of predictions.csv to the bit %s', async (_, overrides) => {
    const both = await compare(await keep(overrides));
    expect(both.predicted).toEqual(both.kept);
  });

  it('loads the plugin from outside that the run names, and refuses it where a formula in it was edited', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'peak.ts');
    await writeFile(file, PEAK);
    const made = await keep(
      ['features=[{use: mfcc, coefficients: 6}, peak]'],
      folder,
      'plugins: [./peak.ts]',
    );
    expect(made.run.record.plugins).toMatchObject([{ kind: 'feature', name: 'peak', source: file }]);
    expect(made.run.record.plugins[0].hash).toMatch(/^[0-9a-f]{64}$/);
    const both = await compare(made);
    expect(both.predicted).toEqual(both.kept);
    await writeFile(file, PEAK.replace('Math.max(most, each)', 'Math.max(most, 2 * each)'));
    const changed = [`The feature plugin 'peak' (${file})`, made.run.directory];
    await expectFailure(loadPredictor(made.run, builtInRegistry(), silent), 'RUN_CHANGED_PLUGIN', ...changed);
    await writeFile(file, PEAK);
    (await loadPredictor(made.run, builtInRegistry(), silent)).dispose();
  });

  it('loads a package from where the run found it, whatever the working directory', async () => {
    const folder = await temporaryFolder();
    const home = await writePackage(folder, 'intone-plugin-peak', { 'index.js': PEAK });
    const features = ['features=[{use: mfcc, coefficients: 6}, peak]'];
    const made = await keep(features, folder, 'plugins: [intone-plugin-peak]');
    const place = { source: 'intone-plugin-peak', file: join(home, 'index.js') };
    expect(made.run.record.plugins).toMatchObject([place]);
    expect((await readPipeline(made.run)).pluginCode).toMatchObject([place]);
    const both = await compare(made);
    expect(both.predicted).toEqual(both.kept);
    await rename(home, `${home}-away`);
    await expect(loadPredictor(made.run, builtInRegistry(), silent)).rejects.toMatchObject({
      errors: [{ code: 'PLUGIN_NOT_FOUND' }],
    });
  });

  it('works where the run was moved, from the run alone', async () => {
    const { run } = await keep();
    const moved = join(await temporaryFolder(), 'elsewhere');
    await rename(run.directory, moved);
    const predictor = await loadPredictor(await openRun(moved), builtInRegistry(), silent);
    expect(predictor.classes).toContain('angry');
    predictor.dispose();
  });

  it('says why a recording cannot be used', async () => {
    const predictor = await loadPredictor(kept.run, builtInRegistry(), silent);
    const made = await predictor.predict(new TextEncoder().encode('no audio'), 'notes.txt');
    expect(made).toMatchObject({ usable: false });
    predictor.dispose();
  });

  it('refuses a run that lacks a file, or whose pipeline is not one', async () => {
    const { run } = await keep();
    const file = join(run.directory, 'model', 'pipeline.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"mfcc_6"', '"mfcc_7"'));
    await expectFailure(loadPredictor(run, builtInRegistry(), silent), 'RUN_CHANGED_PIPELINE');
    await writeFile(file, '{}');
    await expectFailure(loadPredictor(run, builtInRegistry(), silent), 'RUN_DAMAGED', 'pipeline.json');
    await rm(file);
    await expectFailure(loadPredictor(run, builtInRegistry(), silent), 'RUN_DAMAGED', 'is missing');
  });
});

describe('rejudge', () => {
  it('judges by the kept metrics, with the kept thresholds or others', async () => {
    const { run } = await keep();
    const own = await rejudge(run);
    expect(own.passed).toBe(false);
    const check = {
      metric: 'accuracy',
      per: 'overall',
      part: 'test',
      bound: 'value',
      level: 'error',
    } as const;
    const { classes } = await readPipeline(run);
    expect((await rejudge(run, [{ ...check, min: 0, mayMiss: classes }])).passed).toBe(true);
    await expectFailure(rejudge(run, [{ ...check, metric: 'wit', min: 0 }]), 'GATE_UNKNOWN_METRIC', 'wit');
  });

  it('fails, as the run did, for the classes that the config leaves out', async () => {
    const folder = await temporaryFolder();
    await writeClips(join(folder, 'clips'));
    const left = 'emotions: [neutral, calm, happy, sad, angry, fearful]';
    const { run } = await keep(
      [
        `data={use: ravdess, root: ${join(folder, 'clips')}, ${left}}`,
        'gate=[{ metric: accuracy, min: 0, mayMiss: [neutral, calm, happy, sad, angry, fearful] }]',
        'sample=null',
      ],
      folder,
    );
    expect((await readPipeline(run)).omittedClasses).toEqual(['disgust', 'surprised']);
    const again = await rejudge(run);
    expect(again.passed).toBe(false);
    expect(again.checks.map(({ metric, class: name, passed }) => [metric, name, passed])).toEqual([
      ['rows', 'disgust', false],
      ['rows', 'surprised', false],
      ['accuracy', undefined, true],
    ]);
    expect(JSON.parse(await readFile(join(run.directory, 'verdict.json'), 'utf8'))).toEqual(again);
  });
});
