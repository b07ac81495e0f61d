import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadExperiment } from '../../../src/core/config/load.js';
import { IntoneErrors } from '../../../src/core/errors.js';
import { loadPlugins } from '../../../src/core/registry/loadPlugins.js';
import { Registry } from '../../../src/core/registry/registry.js';
import { builtInRegistry } from '../../../src/plugins/index.js';

const FEATURE = `
import { definePlugin, Type } from 'intone';
import type { Analysis } from 'intone';
import { NAME } from './name.ts';

export default definePlugin({
  kind: 'feature',
  name: NAME,
  summary: 'The share of samples above a level.',
  options: Type.Object({ level: Type.Number({ default: 0.1, description: 'Level (no unit).' }) }),
  create: ({ level }) => ({
    names: ['loud'],
    extract: (analysis: Analysis): Float32Array => new Float32Array(analysis.frameCount).fill(level),
  }),
});
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intone-plugins-'));
  await writeFile(join(folder, 'name.ts'), "export const NAME: string = 'loud-share';");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function codesOf(source: string, plugin = './bad.ts'): Promise<readonly (readonly [string, string])[]> {
  await writeFile(join(folder, 'bad.ts'), source);
  const thrown: unknown = await loadPlugins([{ plugin, from: folder }], builtInRegistry()).catch(
    (e: unknown) => e,
  );
  expect(thrown).toBeInstanceOf(IntoneErrors);
  return thrown instanceof IntoneErrors
    ? thrown.errors.map(({ code, message }) => [code, message] as const)
    : [];
}

describe('a plugin of one TypeScript file', () => {
  it('is named in a config, relative to it, and used', async () => {
    await writeFile(join(folder, 'loud.ts'), FEATURE);
    const config = 'plugins: [./loud.ts]\ndata: synthetic\nsplit: stratified\nmodel: mlp\n';
    await writeFile(join(folder, 'a.yaml'), `${config}features: [{ use: loud-share, level: 0.5 }]\n`);
    const options = { registry: builtInRegistry(), cwd: tmpdir() };
    const { experiment, registry, plugins } = await loadExperiment(join(folder, 'a.yaml'), options);
    expect(experiment.inputs[0].features).toEqual([{ use: 'loud-share', options: { level: 0.5 } }]);
    expect(plugins).toEqual([join(folder, 'loud.ts')]);
    expect(registry.list('feature').at(-1)?.source).toBe(join(folder, 'loud.ts'));
  });

  it('is checked as hard as the built-in ones', async () => {
    await writeFile(join(folder, 'loud.ts'), FEATURE);
    const config = 'plugins: [./loud.ts]\ndata: synthetic\nsplit: stratified\nmodel: mlp\n';
    await writeFile(join(folder, 'a.yaml'), `${config}features: [{ use: loud-share, levl: 0.5 }]\n`);
    const loading = loadExperiment(join(folder, 'a.yaml'), { registry: builtInRegistry(), cwd: folder });
    await expect(loading).rejects.toMatchObject({
      errors: [{ code: 'CONFIG_UNKNOWN_KEY', hint: "Did you mean 'level'?", where: { line: 5, column: 31 } }],
    });
  });
});

describe('a plugin package', () => {
  it('is found from the folder of the config and may bring several plugins', async () => {
    const home = join(folder, 'node_modules', 'intone-plugin-two');
    await mkdir(home, { recursive: true });
    const manifest = { name: 'intone-plugin-two', type: 'module', exports: { import: './index.js' } };
    await writeFile(join(home, 'package.json'), JSON.stringify(manifest));
    const plugin = (name: string): string =>
      `definePlugin({ kind: 'feature', name: '${name}', summary: 'One.', options: Type.Object({}), create: () => ({}) })`;
    const text = `import { definePlugin, Type } from 'intone';\nexport default [${plugin('one')}, ${plugin('two')}];`;
    await writeFile(join(home, 'index.js'), text);
    const registry = new Registry();
    await loadPlugins([{ plugin: 'intone-plugin-two', from: folder }], registry);
    expect(registry.names('feature')).toEqual(['one', 'two']);
    expect(registry.list('feature')[0].source).toBe('intone-plugin-two');
  });
});

describe('a plugin that is wrong', () => {
  const define = (fields: string): string =>
    `import { definePlugin, Type } from 'intone';\nexport default definePlugin({ ${fields} });`;

  it.each([
    ['is not there', '', './none.ts', 'PLUGIN_NOT_FOUND'],
    ['is no installed package', '', 'intone-plugin-none', 'PLUGIN_NOT_FOUND'],
    ['does not compile', 'export default {', './bad.ts', 'PLUGIN_LOAD_FAILED'],
    ['throws', "throw new Error('no');", './bad.ts', 'PLUGIN_LOAD_FAILED'],
    ['imports what is missing', "import './nothing.ts';", './bad.ts', 'PLUGIN_LOAD_FAILED'],
    ['exports nothing', 'export const a = 1;', './bad.ts', 'PLUGIN_NO_EXPORT'],
    ['exports something else', 'export default 3;', './bad.ts', 'PLUGIN_NO_EXPORT'],
    ['exports an empty list', 'export default [];', './bad.ts', 'PLUGIN_NO_EXPORT'],
  ])('%s', async (_, source, plugin, code) => {
    expect((await codesOf(source, plugin)).map(([found]) => found)).toEqual([code]);
  });

  it('has a name that a built-in one has', async () => {
    const fields =
      "kind: 'feature', name: 'mfcc', summary: 'Mine.', options: Type.Object({}), create: () => ({})";
    const [[code, message]] = await codesOf(define(fields));
    expect(code).toBe('PLUGIN_TWICE');
    expect(message).toBe(
      `There are two feature plugins 'mfcc': one from intone, one from ${join(folder, 'bad.ts')}.`,
    );
  });

  it('is declared wrongly: everything is said at once', async () => {
    const options =
      "Type.Object({ use: Type.String(), a: Type.Integer(), b: Type.Integer({ default: 'x', description: 'B.' }) })";
    const errors = await codesOf(
      define(`kind: 'featur', name: 'My Feature', summary: '', options: ${options}, create: () => ({})`),
    );
    expect(errors.every(([code]) => code === 'PLUGIN_INVALID')).toBe(true);
    const problems = errors.map(([, message]) => message.replace(/^.*wrongly: /, ''));
    expect(problems).toEqual([
      "its kind is 'featur'.",
      "its name is 'My Feature'.",
      'it has no summary.',
      "an option is called 'use'.",
      "the option 'a' has no description.",
      "the default of the option 'b' does not satisfy its own schema.",
    ]);
  });

  it.each([
    ["kind: 'feature', pure: 'yes'", "its pure is 'yes'."],
    ["kind: 'model', pure: true", 'it is declared pure, and its kind is not one whose numbers are cached.'],
  ])('is declared pure wrongly: %s', async (fields, problem) => {
    const rest = "name: 'mine', summary: 'Mine.', options: Type.Object({}), create: () => ({})";
    const [[, message]] = await codesOf(define(`${fields}, ${rest}`));
    expect(message.replace(/^.*wrongly: /, '')).toBe(problem);
  });

  it('is written by hand, and wrongly', async () => {
    const source =
      "export default { kind: 'feature', name: 'mine', summary: 'Mine.', options: {}, create: 3 };";
    expect((await codesOf(source)).map(([, message]) => message.replace(/^.*wrongly: /, ''))).toEqual([
      'its create is not a function.',
      'its options are not a TypeBox object.',
    ]);
  });

  it('has options that are no schema', async () => {
    const fields = "kind: 'feature', name: 'mine', summary: 'Mine.', create: () => ({})";
    const pattern = "Type.Object({ a: Type.String({ default: '', pattern: '(', description: 'A.' }) })";
    const problems = await codesOf(define(`${fields}, options: ${pattern}`));
    expect(problems[0][1]).toContain('its options are no JSON Schema');
    expect((await codesOf(define(`${fields}, options: { a: 1 }`)))[0][1]).toContain('not a TypeBox object');
  });
});
