import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countingAxis, type Axis } from '../../../src/core/families/axes.js';
import { planFamily, type FamilyPlan } from '../../../src/core/families/members.js';
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

const plan = (...axes: readonly Axis[]): Promise<FamilyPlan> =>
  planFamily({ configs: [config], axes, overrides: [] }, builtInRegistry());

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
