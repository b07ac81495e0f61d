import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Experiment } from '../../../src/core/config/experiment.js';
import { RunWriter } from '../../../src/core/runs/writer.js';
import { FINISHED_FILES, RUN_FILES } from '../../../src/core/runs/layout.js';

/** A resolved experiment that is kept and never run. */
export const experiment: Experiment = {
  name: 'A Test: öffnen/schließen',
  seed: 7,
  data: { use: 'synthetic', options: { speakers: 4 } },
  badClips: 'stop',
  split: { use: 'stratified', options: { test: 0.2 } },
  audio: { use: 'waveform', options: {} },
  inputs: [
    {
      name: 'features',
      frames: { fftSize: 2048, hopLength: 512 },
      features: [{ use: 'mfcc', options: { coefficients: 20 } }],
      pool: { use: 'mean', options: {} },
      scale: { use: 'standard', options: {} },
    },
  ],
  sample: null,
  augment: [],
  model: { use: 'mlp', options: {} },
  loss: { use: 'focal', options: { alpha: [0.25, 0.75] } },
  train: {
    epochs: 2,
    batchSize: 8,
    optimizer: { use: 'adam', options: {} },
    schedule: null,
    clipNorm: null,
    averageWeights: null,
    stopEarly: { on: 'accuracy', patience: 3 },
    fitOn: 'train',
    classWeights: { happy: 2 },
  },
  evaluate: [{ use: 'classification-report', options: {} }],
  intervals: null,
  gate: [{ metric: 'accuracy', per: 'overall', part: 'test', above: 0.8, bound: 'value', level: 'error' }],
  backend: { use: 'cpu', options: {} },
};

export async function temporaryFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'intone-test-'));
}

/** Begins a run of the example in a folder. */
export async function beginRun(runsDirectory: string, changes: Partial<Experiment> = {}): Promise<RunWriter> {
  return await RunWriter.begin({
    runsDirectory,
    experiment: { ...experiment, ...changes },
    sources: [{ file: '/elsewhere/configs/test.yaml', text: 'name: test\n' }],
    plugins: [],
  });
}

/** Writes every file that a finished run has, some of them empty, and finishes it. */
export async function finishRun(run: RunWriter): Promise<void> {
  await run.writeModel(async () => Promise.resolve());
  const there: readonly string[] = [
    RUN_FILES.record,
    RUN_FILES.experiment,
    RUN_FILES.config,
    RUN_FILES.events,
    RUN_FILES.model,
  ];
  for (const file of FINISHED_FILES) if (!there.includes(file)) await run.write(file, '{}\n');
  await run.finish(true);
}
