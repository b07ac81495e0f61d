import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadExperiment } from '../../src/core/config/load.js';
import { runExperiment } from '../../src/core/experiment/run.js';
import { openRun, readMetrics, readPredictions } from '../../src/core/runs/reader.js';
import { builtInRegistry } from '../../src/plugins/index.js';
import { temporaryFolder } from '../core/runs/example.js';
import type { RunEvent } from '../../src/core/events.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const configs = readdirSync(`${root}configs`).filter((name) => name.endsWith('.yaml'));

/** Clips that need no download, few of them, and two epochs; everything else as the config has it. */
const BRIEFLY = [
  'data={ use: synthetic, speakers: 4, repetitions: 1, seconds: 0.8, balanced: true }',
  'split={ use: stratified, test: 0.2, validation: 0.2 }',
  'train.epochs=2',
  'intervals={ resamples: 100 }',
  'backend=wasm',
];

describe('every shipped config runs, briefly', { timeout: 120_000 }, () => {
  it.each(configs)('%s', async (name) => {
    const options = { registry: builtInRegistry(), cwd: root, local: false, overrides: BRIEFLY };
    const loaded = await loadExperiment(`configs/${name}`, options);
    const folder = await temporaryFolder();
    const events: RunEvent[] = [];
    const sink = (event: RunEvent): void => void events.push(event);
    const { directory } = await runExperiment(loaded, { runsDirectory: join(folder, 'runs'), sink });
    const run = await openRun(directory);
    expect((await readPredictions(run)).lines.length).toBeGreaterThan(10);
    expect((await readMetrics(run)).test?.overall['accuracy']).toBeDefined();
    const fittedAtOnce = ['lda', 'svm'].includes(loaded.experiment.model.use);
    expect(events.filter(({ type }) => type === 'epoch-finished')).toHaveLength(fittedAtOnce ? 0 : 2);
  });
});
