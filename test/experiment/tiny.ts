import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadExperiment, type LoadedExperiment } from '../../src/core/config/load.js';
import { builtInRegistry } from '../../src/plugins/index.js';

/** An experiment that goes through every stage within a second or two. */
const TINY = `
name: tiny
seed: 3
data: { use: synthetic, speakers: 2, repetitions: 2, seconds: 0.6, balanced: true }
split: { use: stratified, test: 0.2, validation: 0.2 }
audio: { use: waveform, sampleRate: 16000 }
features: [{ use: mfcc, coefficients: 6 }, { use: rms }]
pool: mean
scale: { use: standard }
sample: { use: smote, neighbors: 3 }
model: { use: mlp }
loss: { use: focal }
train: { epochs: 3, batchSize: 16, optimizer: { use: adam }, stopEarly: { on: accuracy, patience: 2 } }
intervals: { resamples: 100 }
gate: [{ metric: accuracy, above: 0.99 }]
backend: { use: cpu }
`;

/** Writes the tiny experiment's config into a folder, with more lines where given, and gives its path. */
export async function writeTiny(folder: string, more = ''): Promise<string> {
  const file = join(folder, 'tiny.yaml');
  await writeFile(file, TINY + more);
  return file;
}

/** The tiny experiment, as written into a folder and loaded from there. */
export async function loadTiny(
  folder: string,
  overrides: readonly string[] = [],
  more = '',
): Promise<LoadedExperiment> {
  const file = await writeTiny(folder, more);
  return await loadExperiment(file, { registry: builtInRegistry(), cwd: folder, overrides });
}
