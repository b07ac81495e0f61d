import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countingAxis, parseAxis, type Axis } from '../../../src/core/families/axes.js';
import { planFamily, type FamilyPlan } from '../../../src/core/families/members.js';
import { definePlugin } from '../../../src/core/registry/plugin.js';
import { builtInRegistry } from '../../../src/plugins/index.js';

const CONFIG = `name: tiny
data: { use: synthetic, speakers: 2, repetitions: 1 }
split: { use: stratified, test: 0.25, validation: 0.25 }
audio: { use: waveform, sampleRate: 8000 }
features: [rms]
model: mlp
train: { epochs: 1 }
evaluate: [classification-report]
intervals: null
`;

let folder: string;
let config: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intone-members-'));
  config = join(folder, 'tiny.yaml');
  await writeFile(config, CONFIG);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A feature with an option that is named as a part of an experiment is. */
const level = definePlugin({
  kind: 'feature',
  name: 'level',
  summary: 'The same number for each frame.',
  options: Type.Object({ scale: Type.Number({ default: 1, description: 'The number.' }) }),
  create: ({ scale }) => ({
    names: ['level'],
    extract: ({ frameCount }) => new Float32Array(frameCount).fill(scale),
  }),
});

async function plan(...axes: readonly Axis[]): Promise<FamilyPlan> {
  const registry = builtInRegistry().copy();
  registry.add(level, 'the test');
  return await planFamily({ configs: [config], axes, overrides: [] }, registry);
}

test('a family with too many members is refused before any combination of its values is made', async () => {
  const unread = (path: string): Axis => {
    const { values } = countingAxis(path, 1000);
    const read = (): never => {
      throw new Error(`A value of '${path}' was read.`);
    };
    return { path, values: Object.defineProperty([...values], 0, { get: read }) };
  };
  await expect(plan(unread('seed'), unread('train.epochs'), unread('train.batchSize'))).rejects.toMatchObject(
    {
      code: 'FAMILY_TOO_LARGE',
      message: 'The family would have 1000000000 members.',
    },
  );
});

test.each([
  'augment=[],[mixup]',
  'baselines=true,false',
  'badClips=stop,skip',
  'split.seed=1,2',
  'scale=null,standard',
  'model.hidden=[4],[8]',
  'backend=wasm,cpu',
  'seed=1,2',
])('members that differ in %s share the rows of their clips', async (axis) => {
  const { members } = await plan(parseAxis(axis));
  expect(new Set(members.map(({ rows }) => rows)).size).toBe(1);
});

test.each([
  'data.speakers=2,3',
  'audio.sampleRate=8000,16000',
  'features=[rms],[zero-crossing-rate]',
  'features=[level],[{ use: level, scale: 2 }]',
  'pool=mean,functionals',
  'frames.hopLength=256,512',
])('members that differ in %s do not', async (axis) => {
  const { members } = await plan(parseAxis(axis));
  expect(new Set(members.map(({ rows }) => rows)).size).toBe(2);
});
