import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadExperiment } from '../../src/core/config/load.js';
import type { RunEvent } from '../../src/core/events.js';
import { loadPredictor } from '../../src/core/experiment/predict.js';
import { runExperiment } from '../../src/core/experiment/run.js';
import { openRun, readPipeline, readPredictions } from '../../src/core/runs/reader.js';
import { definePlugin, Type } from '../../src/index.js';
import { builtInRegistry } from '../../src/plugins/index.js';
import { encodeWav } from '../../src/plugins/datasets/synthetic/wav.js';
import { temporaryFolder } from '../core/runs/example.js';

const CONFIG = `
name: long
seed: 3
data: { use: synthetic, speakers: 2, repetitions: 2, seconds: 0.6, balanced: true }
split: { use: stratified, test: 0.2, validation: 0.2 }
audio: { use: waveform, sampleRate: 16000 }
inputs:
  sequence:
    features: [{ use: mfcc, coefficients: 6 }]
    pool: none
    scale: standard
  statistics:
    features: [{ use: mfcc, coefficients: 4 }]
    pool: mean
    scale: standard
model:
  use: two-branch
  sequence: { filters: 4, kernels: [3, 3], lstm: 4, attention: 4, dense: 4 }
  statistics: { hidden: [4] }
train: { epochs: 1, batchSize: 16, stopEarly: null }
intervals: null
backend: wasm
`;

/** Three seconds: longer than any clip of the corpus. */
const long = encodeWav(
  Float64Array.from({ length: 48_000 }, (_, at) => 0.4 * Math.sin(at / 20) * Math.cos(at / 3000)),
  16_000,
);

/** Trains on the synthetic corpus, with one clip's recording replaced by the long one where its id is given. */
async function train(folder: string, replaced?: string) {
  const file = join(folder, 'long.yaml');
  await writeFile(file, CONFIG);
  const loaded = await loadExperiment(file, { registry: builtInRegistry(), cwd: folder });
  const original = loaded.registry.find('dataset', 'synthetic');
  loaded.registry.add(
    definePlugin({
      kind: 'dataset',
      name: 'one-is-long',
      summary: 'The synthetic corpus with one clip that is longer than all others.',
      options: Type.Object({}),
      create: (_, context) => {
        const dataset = original.create(loaded.experiment.data.options, context);
        return {
          ...dataset,
          read: async (clip) => (clip.id === replaced ? long : await dataset.read(clip)),
        };
      },
    }),
    'intone',
  );
  const warnings: string[] = [];
  const sink = (event: RunEvent): void => {
    if (event.type === 'warning') warnings.push(event.message);
  };
  const experiment = { ...loaded.experiment, data: { use: 'one-is-long', options: {} } };
  const runsDirectory = join(folder, 'runs');
  const { directory } = await runExperiment({ ...loaded, experiment }, { runsDirectory, sink });
  const run = await openRun(directory);
  const weights = await readFile(join(directory, 'model', 'weights.bin'));
  return { run, weights, pipeline: await readPipeline(run), warnings, ...(await readPredictions(run)) };
}

it('a held-out clip longer than all others shapes neither the network nor its training', async () => {
  const folder = await temporaryFolder();
  const plain = await train(folder);
  const heldOut = plain.lines.find(({ part }) => part === 'test')?.clip;
  const longer = await train(folder, heldOut);
  expect(longer.pipeline.inputs).toEqual(plain.pipeline.inputs);
  expect(longer.weights.equals(plain.weights)).toBe(true);
  const ofOthers = ({ lines }: typeof plain) => lines.filter(({ clip }) => clip !== heldOut);
  expect(ofOthers(longer)).toEqual(ofOthers(plain));

  const steps = plain.pipeline.inputs[0].steps;
  expect(longer.warnings.filter((text) => text.includes('longer than'))).toEqual([
    expect.stringMatching(
      new RegExp(
        `^\\d+ held-out clips? (is|are) longer than all .*\\(input 'sequence'\\): the first ${steps} steps count\\.$`,
      ),
    ),
  ]);
  // The run and the kept model cut the clip alike.
  const predictor = await loadPredictor(longer.run, builtInRegistry(), () => undefined);
  const made = await predictor.predict(long);
  predictor.dispose();
  if (!made.usable) throw new Error(made.detail);
  const line = longer.lines.find(({ clip }) => clip === heldOut);
  expect(longer.classes.map((name) => made.probabilities[name])).toEqual(line?.probabilities);
});
