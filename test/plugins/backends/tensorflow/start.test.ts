import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Random } from '../../../../src/core/random.js';
import { tensorflowGpu } from '../../../../src/plugins/backends/tensorflow/index.js';

/** As tfjs-node-gpu where the driver is there and TensorFlow can use none of its cards. */
const WITHOUT_CARD = `
const nothing = () => undefined;
const binding = { loadSavedModel: nothing, runSavedModel: nothing };
exports.layers = {};
exports.engine = nothing;
exports.env = () => ({ set: nothing });
exports.setBackend = async () => true;
exports.backend = () => ({
  binding,
  isUsingGpuDevice: false,
  getInputTensorIds: nothing,
  createOutputTensor: nothing,
  executeSingleInput: nothing,
});
`;
const before = process.env['INTONE_BACKENDS'];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intone-no-card-'));
  process.env['INTONE_BACKENDS'] = folder;
});
afterEach(async () => {
  if (before === undefined) delete process.env['INTONE_BACKENDS'];
  else process.env['INTONE_BACKENDS'] = before;
  await rm(folder, { recursive: true });
});

const backend = tensorflowGpu.create({}, { random: new Random(1), warn: () => undefined });

test('a start that failed is tried anew, and a card that cannot be used is told of', async () => {
  await expect(backend.start({ threads: 1 })).rejects.toThrow('is not installed');
  await install(WITHOUT_CARD);
  await expect(backend.start({ threads: 1 })).rejects.toMatchObject({
    code: 'BACKEND_NO_CARD',
    message:
      "The backend 'tensorflow-gpu' finds no CUDA card that it can use, although a driver for one is here.",
  });
});

async function install(index: string): Promise<void> {
  const npmPackage = '@tensorflow/tfjs-node-gpu';
  const installed = join(folder, 'tensorflow-gpu-4.22.0-2.21.0');
  const directory = join(installed, 'node_modules', npmPackage);
  const files = {
    [join(installed, 'installation.json')]: JSON.stringify({
      ...{ name: 'tensorflow-gpu', package: npmPackage, packageVersion: '4.22.0', libraryVersion: '2.21.0' },
      ...{ way: 'wheel', installed: '2026-11-22T20:00:00.000Z', bytes: 1 },
    }),
    [join(directory, 'package.json')]: '{"version":"4.22.0","main":"index.js"}',
    [join(directory, 'index.js')]: index,
    [join(directory, 'lib/napi-v8/tfjs_binding.node')]: '',
  };
  for (const [file, contents] of Object.entries(files)) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, contents);
  }
}
