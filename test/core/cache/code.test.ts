import { appendFile, cp, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { featurePathCode, pluginCode } from '../../../src/core/cache/code.js';

const ROOT = resolve(import.meta.dirname, '../../..');

/** A copy of the sources, with the installed packages beside it. */
async function copyOfSources(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'intone-code-'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const room of ['core', 'plugins', 'kernels']) {
    await cp(join(ROOT, 'src', room), join(folder, 'src', room), { recursive: true });
  }
  await cp(join(ROOT, 'dist/kernels/features.wasm'), join(folder, 'dist/kernels/features.wasm'));
  return join(folder, 'src');
}

const hashOf = async (root: string): Promise<string> => {
  const code = await featurePathCode(root, Infinity);
  return code.known ? code.hash : code.obstacle;
};

it("the feature path's hash changes with the code on it and with no other", async () => {
  const root = await copyOfSources();
  const usual = await hashOf(root);
  expect(usual).toMatch(/^[0-9a-f]{64}$/);

  for (const beside of ['core/gate/judge.ts', 'core/training/train.ts', 'plugins/models/mlp.ts']) {
    await appendFile(join(root, beside), '\n// changed\n');
    expect(await hashOf(root), beside).toBe(usual);
  }
  const hashes = new Set([usual]);
  for (const on of [
    'core/signal/analyse.ts',
    'core/signal/frames.ts',
    'core/signal/resample.ts',
    'kernels/spectra/spectral.ts',
    '../dist/kernels/features.wasm',
    'core/experiment/clipFeatures.ts',
    'core/registry/plugin.ts',
    'core/random.ts',
    'plugins/audio/waveform/decode.ts',
    'plugins/audio/waveform/riff.ts',
    'plugins/features/mfcc.ts',
    'plugins/features/meyda.ts',
    'plugins/pooling/mean.ts',
  ]) {
    await appendFile(join(root, on), '\n// changed\n');
    hashes.add(await hashOf(root));
    expect(hashes.size, on).toBe([...hashes].indexOf(await hashOf(root)) + 1);
  }
  expect(hashes.size).toBe(14);
});

it('it changes with the code of a package that computes, and of one that this depends on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'intone-code-'));
  const root = join(folder, 'src');
  for (const name of ['meyda', 'dct', 'pure-rand']) {
    const [from, to] = [ROOT, folder].map((base) => join(base, 'node_modules', name));
    await cp(from, to, { recursive: true });
  }
  for (const room of ['core', 'plugins']) {
    await cp(join(ROOT, 'src', room), join(root, room), { recursive: true });
  }
  const usual = await hashOf(root);
  await appendFile(join(folder, 'node_modules/meyda/dist/node/main.js'), '\n// patched\n');
  const patched = await hashOf(root);
  await appendFile(join(folder, 'node_modules/dct/package.json'), '\n');
  expect(new Set([usual, patched, await hashOf(root)]).size).toBe(3);
});

it('is not told of files that changed after they may have been loaded', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'intone-code-')), 'late.ts');
  const before = Date.now() - 10_000;
  await writeFile(file, 'export default 1;');
  expect(await pluginCode(file, file, before)).toEqual({
    known: false,
    obstacle: `${file} was changed after the program started`,
  });
  expect(await pluginCode(file, file, Date.now() + 10_000)).toMatchObject({ known: true });
});
