import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { listCache } from '../../src/core/cache/inventory.js';
import { loadExperiment, resolvedYaml, type LoadedExperiment } from '../../src/core/config/load.js';
import type { RunEvent } from '../../src/core/events.js';
import { collectClips } from '../../src/core/experiment/collect.js';
import { createPlugins } from '../../src/core/experiment/plugins.js';
import { loadPredictor } from '../../src/core/experiment/predict.js';
import { resumeExperiment } from '../../src/core/experiment/resume.js';
import { runExperiment } from '../../src/core/experiment/run.js';
import { findRun } from '../../src/core/runs/find.js';
import { openRun, readPipeline, readPredictions } from '../../src/core/runs/reader.js';
import { builtInRegistry } from '../../src/plugins/index.js';
import { temporaryFolder } from '../core/runs/example.js';
import { expectFailure } from '../core/runs/failure.js';
import { resultBytes } from './resultBytes.js';

const CONFIG = `
name: two inputs
seed: 3
data: { use: synthetic, speakers: 2, repetitions: 2, seconds: 0.6, balanced: true }
split: { use: stratified, test: 0.2, validation: 0.2 }
audio: { use: waveform, sampleRate: 16000 }
frames: { fftSize: 1024, hopLength: 512 }
inputs:
  sequence:
    features: [{ use: mfcc, coefficients: 6 }, rms]
    pool: none
    scale: { use: standard, clip: 3 }
  statistics:
    frames: { fftSize: 512, hopLength: 256 }
    features: [{ use: mfcc, coefficients: 4 }]
    pool: functionals
    scale: standard
sample: { use: smote, neighbors: 3 }
model:
  use: two-branch
  sequence: { filters: 6, kernels: [3, 3], lstm: 4, attention: 4, dense: 6 }
  statistics: { hidden: [8] }
train: { epochs: 2, batchSize: 16, stopEarly: { on: accuracy, patience: 2 } }
intervals: null
backend: wasm
`;

const silent = (): void => undefined;

async function load(folder: string, overrides: readonly string[] = []): Promise<LoadedExperiment> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'two.yaml');
  await writeFile(file, CONFIG);
  return await loadExperiment(file, { registry: builtInRegistry(), cwd: folder, overrides });
}

describe('a run with two inputs', () => {
  let folder: string;
  let loaded: LoadedExperiment;
  let directory: string;
  const events: RunEvent[] = [];
  beforeAll(async () => {
    folder = await temporaryFolder();
    loaded = await load(folder);
    const sink = (event: RunEvent): void => void events.push(event);
    ({ directory } = await runExperiment(loaded, { runsDirectory: join(folder, 'runs'), sink }));
  });

  const summaries = (): Readonly<Record<string, string>> =>
    Object.fromEntries(
      events.flatMap((event) => (event.type === 'stage-finished' ? [[event.stage, event.summary]] : [])),
    );

  it('says of each stage what it did with which input', () => {
    expect(summaries()['features']).toMatch(
      /sequence: up to \d+ steps of 7 columns; statistics: \d+ columns$/,
    );
    expect(summaries()['scale']).toMatch(
      /^sequence: standard, 7 columns; statistics: standard, \d+ columns, fitted on the training rows$/,
    );
    expect(summaries()['sample']).toContain('smote');
  });

  it('keeps each input with what it takes to predict', async () => {
    const { inputs } = await readPipeline(await openRun(directory));
    expect(inputs).toMatchObject([
      { name: 'sequence', frames: { fftSize: 1024 }, scale: { use: 'standard', options: { clip: 3 } } },
      { name: 'statistics', frames: { fftSize: 512 }, steps: null },
    ]);
    expect(inputs[0].steps).toBeGreaterThan(1);
  });

  it('predicts what it kept of its clips', async () => {
    const run = await openRun(directory);
    const { classes, lines } = await readPredictions(run);
    const { dataset } = createPlugins(loaded.experiment, loaded.registry, silent);
    const { clips } = await collectClips(dataset);
    const predictor = await loadPredictor(run, builtInRegistry(), silent);
    for (const line of lines.slice(0, 5)) {
      const clip = clips.find(({ id }) => id === line.clip);
      if (clip === undefined) throw new Error(`No clip ${line.clip}.`);
      const made = await predictor.predict(await dataset.read(clip), clip.id);
      if (!made.usable) throw new Error(made.detail);
      expect(classes.map((name) => made.probabilities[name])).toEqual(line.probabilities);
    }
    predictor.dispose();
  });

  it('ends with the same bytes when it is interrupted in an epoch and resumed', async () => {
    const elsewhere = await temporaryFolder();
    const runsDirectory = join(elsewhere, 'runs');
    const controller = new AbortController();
    const sink = (event: RunEvent): void => {
      if (event.type === 'checkpoint-saved' && event.epoch === 1) controller.abort();
    };
    const again = await load(elsewhere);
    const { signal } = controller;
    await expectFailure(runExperiment(again, { runsDirectory, sink, signal }), 'RUN_INTERRUPTED');
    const resumed = await resumeExperiment(await findRun('latest', runsDirectory), builtInRegistry());
    expect(await resultBytes(resumed.directory)).toEqual(await resultBytes(directory));
  });

  it('is the same experiment from its resolved YAML', async () => {
    const file = join(folder, 'resolved.yaml');
    await writeFile(file, resolvedYaml(loaded));
    const again = await loadExperiment(file, { registry: builtInRegistry(), cwd: folder });
    expect(again.experiment).toEqual(loaded.experiment);
    expect(await readFile(file, 'utf8')).toContain('\ninputs:\n');
  });

  it('takes the entries of the input that was not edited from the cache', async () => {
    const cache = join(folder, 'cache');
    const train = (overrides: readonly string[]) =>
      load(join(folder, 'cached'), overrides).then((each) =>
        runExperiment(each, { runsDirectory: join(folder, 'cached', 'runs'), cache }),
      );
    const entries = async (): Promise<number[]> =>
      (await listCache(cache)).map((recipe) => recipe.entries.length).sort();
    await train(['train.epochs=1']);
    const before = await entries();
    expect(before).toHaveLength(2);
    await train(['train.epochs=1', 'inputs.statistics.features.0.coefficients=5']);
    expect(await entries()).toHaveLength(3);
    const scaled = await train(['train.epochs=1', 'inputs.sequence.scale=null']);
    expect(await entries()).toHaveLength(3);
    expect(scaled.metrics.test?.rows).toBeGreaterThan(0);
  });
});
