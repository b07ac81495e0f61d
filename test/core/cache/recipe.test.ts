import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeRecipe } from '../../../src/core/cache/recipe.js';
import { loadExperiment } from '../../../src/core/config/load.js';
import { createFeaturePath } from '../../../src/core/experiment/plugins.js';
import { builtInRegistry } from '../../../src/plugins/index.js';

const CONFIG = `
name: recipe
seed: 3
data: { use: synthetic, speakers: 2 }
split: stratified
audio: { use: waveform, sampleRate: 16000, crop: { seconds: 1, from: middle } }
frames: { fftSize: 1024, hopLength: 256 }
features: [{ use: mfcc, coefficients: 6, bands: 40 }, { use: rms }]
pool: { use: functionals, percentiles: [10, 90] }
model: mlp
`;

/** The recipe of an experiment, its plugins' files taken as loaded just now; the obstacle where there is none. */
async function recipeOf(
  config: string,
  overrides: readonly string[] = [],
  files: Files = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'intone-recipe-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await writeFile(join(folder, 'a.yaml'), config);
  const options = { registry: builtInRegistry(), cwd: folder, overrides };
  const { experiment, registry } = await loadExperiment(join(folder, 'a.yaml'), options);
  const path = createFeaturePath(experiment, registry, () => undefined);
  const found = await describeRecipe(experiment, experiment.inputs[0], registry, path, Infinity);
  return found.known ? found.recipe.hash : found.obstacle.replaceAll(`${folder}/`, '');
}

type Files = Readonly<Record<string, string>>;

const HASH = /^[0-9a-f]{64}$/;
const usual = await recipeOf(CONFIG);

describe('a recipe changes with', () => {
  it.each([
    'audio.sampleRate=22050',
    'audio.crop.seconds=1.5',
    'audio.crop.from=start',
    'audio.crop=null',
    'audio.silence=-60',
    'frames.fftSize=2048',
    'frames.hopLength=512',
    'features.0.coefficients=7',
    'features.0.bands=41',
    'features=[{ use: rms }, { use: mfcc, coefficients: 6, bands: 40 }]',
    'features=[{ use: mfcc, coefficients: 6, bands: 40 }]',
    'features.1.use=zero-crossing-rate',
    'pool.percentiles=[90, 10]',
    'pool.slope=false',
    'pool=mean',
  ])('%s', async (override) => {
    const changed = await recipeOf(CONFIG, [override]);
    expect(changed).toMatch(HASH);
    expect(changed).not.toBe(usual);
  });
});

describe('a recipe stays with', () => {
  it.each([
    'seed=4',
    'name=other',
    'data.speakers=4',
    'split.test=0.3',
    'train.epochs=9',
    'train.optimizer.learningRate=0.01',
    'backend=cpu',
  ])('%s', async (override) => {
    expect(await recipeOf(CONFIG, [override])).toBe(usual);
  });

  it('the order in which options are written, and defaults that are spelt out', async () => {
    const other = CONFIG.replace(
      'coefficients: 6, bands: 40',
      'bands: 40, minimumFrequency: 0, coefficients: 6',
    );
    expect(await recipeOf(other)).toBe(usual);
  });
});

const WITH_PLUGIN = CONFIG.replace('{ use: rms }', '{ use: loud }') + 'plugins: [./loud.ts]\n';

/** A feature plugin; the pieces are put before it, into \`create\`, and into what it computes. */
function plugin({ before = '', create = '', value = 'LEVEL' } = {}): string {
  return `
import { definePlugin, Type } from 'intone';
import { LEVEL } from './parts/level.js';
${before}
export default definePlugin({
  kind: 'feature',
  name: 'loud',
  summary: 'A level.',
  options: Type.Object({}, { additionalProperties: false }),
  create: (_options, { random }) => {
    ${create}
    return { names: ['loud'], extract: ({ frameCount }) => new Float32Array(frameCount).fill(${value}) };
  },
});
`;
}

const LEVEL = {
  'parts/level.ts': "export { LEVEL } from './deeper.ts';",
  'parts/deeper.ts': 'export const LEVEL = 1;',
};

async function pluginRecipe(
  pieces: Parameters<typeof plugin>[0] = {},
  files: Files = {},
  ...overrides: string[]
) {
  return await recipeOf(WITH_PLUGIN, overrides, { 'loud.ts': plugin(pieces), ...LEVEL, ...files });
}

describe("a third party's plugin", () => {
  it('is part of the recipe by its contents, wherever it lies', async () => {
    const first = await pluginRecipe();
    expect(first).toMatch(HASH);
    expect(await pluginRecipe()).toBe(first);
    expect(await pluginRecipe({ value: '2 * LEVEL' })).not.toBe(first);
  });

  it('is, with the files that it imports, and those that these import', async () => {
    const changed = await pluginRecipe({}, { 'parts/deeper.ts': 'export const LEVEL = 2;' });
    expect(changed).toMatch(HASH);
    expect(changed).not.toBe(await pluginRecipe());
  });

  it('that draws when it is made brings the seed into the recipe', async () => {
    const create = 'const LEVEL = random.fork("level").uniform(0, 1);';
    const first = await pluginRecipe({ create });
    expect(first).toMatch(HASH);
    expect(await pluginRecipe({ create }, {}, 'seed=4')).not.toBe(first);
    expect(await pluginRecipe({}, {}, 'seed=4')).toBe(await pluginRecipe());
  });

  it('is, with the code of the packages that it imports', async () => {
    const before = "import { LEVEL as LOUD } from 'level';";
    const install = (level: number): Files => ({
      'node_modules/level/package.json': '{ "name": "level", "type": "module", "exports": "./index.js" }',
      'node_modules/level/index.js': `export const LEVEL = ${level};`,
    });
    const first = await pluginRecipe({ before, value: 'LOUD' }, install(1));
    expect(first).toMatch(HASH);
    expect(await pluginRecipe({ before, value: 'LOUD' }, install(1))).toBe(first);
    expect(await pluginRecipe({ before, value: 'LOUD' }, install(2))).not.toBe(first);
  });
});
