import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/events.js';
import { IntoneErrors } from '../../src/core/errors.js';
import { requireValidation } from '../../src/core/families/best.js';
import { runExperiment, type RunResult } from '../../src/core/experiment/run.js';
import { definePlugin, Type } from '../../src/index.js';
import { caughtError } from '../support/caughtError.js';
import { rejection } from '../support/rejection.js';
import { temporaryFolder } from '../core/runs/example.js';
import { loadTiny } from './tiny.js';

// What intone says to somebody who tries each way of a better number than the model has. Scaling or sampling before the
// split is a compile error: test/types has it.

let folder: string;
let runsDirectory: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  runsDirectory = join(folder, 'runs');
});

const SHORT = ['train.epochs=1', 'train.stopEarly=null', 'intervals=null'];

async function run(overrides: readonly string[], seen: RunEvent[] = []): Promise<RunResult> {
  const loaded = await loadTiny(folder, [...SHORT, ...overrides]);
  return await runExperiment(loaded, { runsDirectory, sink: (event) => seen.push(event) });
}

describe('a run that tries to cheat', () => {
  it.each([
    ['scaling before the split', 'split.scale=standard'],
    ['SMOTE before the split', 'split.sample=smote'],
    ['SMOTE on the held-out part', 'sample.parts=[train, test]'],
    ['stopping on the held-out part', 'train.stopEarly={ on: accuracy, part: test, patience: 2 }'],
  ])('%s has no place in a config', async (_, override) => {
    await expect(loadTiny(folder, [override])).rejects.toThrow(IntoneErrors);
  });

  it('choosing by the held-out part is refused', () => {
    expect(caughtError(() => requireValidation('test.uar')).code).toBe('FAMILY_BEST_HELD_OUT');
  });

  it('dropping classes fails the gate, whatever the accuracy of the others', async () => {
    const loaded = await loadTiny(folder, [...SHORT, 'gate=[{ metric: accuracy, min: 0 }]']);
    const { registry } = loaded;
    const original = registry.find('dataset', 'synthetic');
    const dropped = ['disgust', 'surprised'];
    registry.add(
      definePlugin({
        kind: 'dataset',
        name: 'six-classes',
        summary: 'The synthetic corpus without two of its classes.',
        options: Type.Object({}),
        create: (_, context) => {
          const options = { speakers: 2, repetitions: 2, seconds: 0.6, balanced: true };
          const dataset = original.create(options, context);
          return {
            ...dataset,
            classes: dataset.classes.filter((name) => !dropped.includes(name)),
            allClasses: dataset.classes,
            list: async () => {
              const { clips, defects } = await dataset.list();
              return { clips: clips.filter(({ label }) => !dropped.includes(label)), defects };
            },
          };
        },
      }),
      'intone',
    );
    const experiment = { ...loaded.experiment, data: { use: 'six-classes', options: {} } };
    const { verdict } = await runExperiment({ ...loaded, experiment }, { runsDirectory });
    expect(verdict.passed).toBe(false);
    const rows = verdict.checks.filter(({ metric }) => metric === 'rows').map(({ class: name }) => name);
    expect(rows).toEqual(dropped);
  });

  it('the same clip on both sides stops the run before it trains', async () => {
    const loaded = await loadTiny(folder, SHORT);
    const original = loaded.registry.find('dataset', 'synthetic');
    loaded.registry.add(
      definePlugin({
        kind: 'dataset',
        name: 'twice',
        summary: 'The synthetic corpus with one clip under a second name.',
        options: Type.Object({}),
        create: (_, context) => {
          const options = { speakers: 2, repetitions: 2, seconds: 0.6, balanced: true };
          const dataset = original.create(options, context);
          return {
            ...dataset,
            list: async () => {
              const { clips, defects } = await dataset.list();
              return { clips: [...clips, { ...clips[0], id: 'zz-copy' }], defects };
            },
            read: async (clip) => {
              const { clips } = await dataset.list();
              return await dataset.read(clip.id === 'zz-copy' ? clips[0] : clip);
            },
          };
        },
      }),
      'intone',
    );
    const experiment = { ...loaded.experiment, data: { use: 'twice', options: {} } };
    const seen: RunEvent[] = [];
    const running = runExperiment(
      { ...loaded, experiment },
      { runsDirectory, sink: (event) => seen.push(event) },
    );
    const error = await rejection(running);
    expect(error.code).toBe('DATA_CLIPS_UNUSABLE');
    expect(error.message).toContain('zz-copy');
    expect(seen.some((event) => event.type === 'stage-started' && event.stage === 'train')).toBe(false);
  });

  it('looking again and again ends at the limit that the gate sets', async () => {
    const gate = 'gate=[{ metric: held-out-looks, max: 2 }]';
    const passed: boolean[] = [];
    for (const batch of [8, 16, 32]) {
      passed.push((await run([gate, `train.batchSize=${batch}`])).verdict.passed);
    }
    expect(passed).toEqual([true, true, false]);
  });

  it('speakers on both sides are told of, and the result says whom it holds for', async () => {
    const seen: RunEvent[] = [];
    const { verdict } = await run([], seen);
    expect(verdict.claims).toBe('same speakers');
    expect(seen.some((event) => event.type === 'warning' && event.message.includes('new speakers'))).toBe(
      true,
    );
  });
});
