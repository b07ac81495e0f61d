import { describe, expect, it } from 'vitest';
import { IntoneErrors } from '../../../src/core/errors.js';
import type { RunEvent } from '../../../src/core/events.js';
import { describePlan } from '../../../src/core/experiment/describePlan.js';
import { planExperiment, type Plan } from '../../../src/core/experiment/plan.js';
import { createPlugins } from '../../../src/core/experiment/plugins.js';
import { Stages } from '../../../src/core/experiment/stages.js';
import { definePlugin, Type } from '../../../src/index.js';
import type { LoadedExperiment } from '../../../src/core/config/load.js';
import { loadTiny } from '../../experiment/tiny.js';
import { temporaryFolder } from '../runs/example.js';

async function plan(loaded: LoadedExperiment): Promise<{ plan: Plan; events: RunEvent[] }> {
  const events: RunEvent[] = [];
  const stages = new Stages((event) => events.push(event));
  const plugins = createPlugins(loaded.experiment, loaded.registry, (message) => {
    stages.warn(message);
  });
  return { plan: await planExperiment(loaded, plugins, stages), events };
}

async function load(...overrides: string[]): Promise<LoadedExperiment> {
  return await loadTiny(await temporaryFolder(), overrides);
}

async function mistakes(planning: Promise<unknown>): Promise<readonly (readonly unknown[])[]> {
  const thrown: unknown = await planning.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof IntoneErrors)) throw new Error('No mistakes.', { cause: thrown });
  return thrown.errors.map(({ code, where }) => [code, where?.line]);
}

describe('planExperiment', () => {
  it('lists the clips, deals them out and counts them by class and part', async () => {
    const { plan: made, events } = await plan(await load());
    expect(made.clips.length).toBe(128);
    expect(made.parts.length).toBe(128);
    expect(made.columns[0]).toEqual(['mfcc_1', 'mfcc_2', 'mfcc_3', 'mfcc_4', 'mfcc_5', 'mfcc_6', 'rms']);
    const { train, validation, test } = made.counts;
    expect(train.map((count, index) => count + validation[index] + test[index])).toEqual(Array(8).fill(16));
    expect(events.map((event) => event.type).filter((type) => type !== 'warning')).toEqual([
      'stage-started',
      'stage-finished',
      'stage-started',
      'stage-finished',
    ]);
  });

  it('is the same for the same seed, and another for another', async () => {
    const [first, again, other] = await Promise.all(
      [['seed=3'], ['seed=3'], ['seed=4']].map(async (set) => (await plan(await load(...set))).plan.parts),
    );
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('finds what would fail after the features: too few rows for the sampler, a backend that is not there', async () => {
    const loaded = await load('sample.neighbors=15', 'train.batchSize=500');
    const absent = definePlugin({
      kind: 'backend',
      name: 'absent',
      summary: 'Is never there.',
      options: Type.Object({}),
      create: () => ({
        unavailable: () => Promise.resolve('it has no driver'),
        start: () => Promise.reject(new Error('started')),
        version: '0',
      }),
    });
    loaded.registry.add(absent, './absent.ts');
    const experiment = { ...loaded.experiment, backend: { use: 'absent', options: {} } };
    expect(await mistakes(plan({ ...loaded, experiment }))).toEqual([
      ['SAMPLER_TOO_FEW_ROWS', 10],
      ['RUN_BACKEND_UNAVAILABLE', 16],
    ]);
  });

  it('warns of a batch greater than the training part', async () => {
    const { events } = await plan(await load('train.batchSize=500'));
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    expect(warnings.filter((message) => message.includes('The batch size is 500'))).toHaveLength(1);
  });
});

describe('describePlan', () => {
  it('describes clips, columns, shape, network and gate', async () => {
    const loaded = await load();
    const description = await describePlan(loaded.experiment, (await plan(loaded)).plan);
    expect(description).toMatchObject({ name: 'tiny', seed: 3, leftOut: 0 });
    expect(description.inputs).toMatchObject([{ name: 'features', shape: [7] }]);
    expect(description.parts.train.byClass.angry).toBeGreaterThan(0);
    const { layers, parameters } = description.network ?? { layers: [], parameters: 0 };
    expect(layers.length).toBeGreaterThan(1);
    expect(parameters).toBe(layers.reduce((sum, layer) => sum + layer.parameters, 0));
    expect(description.gate).toEqual(loaded.experiment.gate);
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  });

  it('knows a sequence’s steps where clips have one length, and says that it does not where they differ', async () => {
    const sequence = ['pool=none', 'sample=null', 'model={use: cnn-bilstm, filters: 4, lstm: [4], dense: 8}'];
    const cropped = await load(...sequence, 'audio.crop={seconds: 0.4, from: middle}');
    const known = await describePlan(cropped.experiment, (await plan(cropped)).plan);
    expect(known.inputs[0].shape).toEqual([1 + Math.floor((0.4 * 16000) / 512), 7]);
    expect(known.network).not.toBeNull();
    const whole = await load(...sequence);
    expect(await describePlan(whole.experiment, (await plan(whole)).plan)).toMatchObject({
      inputs: [{ shape: null }],
      network: null,
    });
  });
});
