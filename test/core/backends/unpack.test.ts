import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unpack } from '../../../src/core/backends/install/unpack.js';
import { isWanted } from '../../../src/core/backends/install/wheels.js';
import { rejection } from '../../support/rejection.js';
import { heard, testFolder } from './context.js';
import { zipOf, type ZipEntry } from './zip.js';

async function unpacked(zip: Uint8Array, wanted: (path: string) => boolean = () => true) {
  const folder = await testFolder();
  const file = join(folder, 'a.whl');
  await writeFile(file, zip);
  let bytes = 0;
  const written = (more: number): void => {
    bytes += more;
  };
  const out = join(folder, 'out');
  const paths = await unpack(file, out, wanted, { signal: heard().signal, written });
  return { paths, out, bytes };
}

test('only what is wanted is unpacked, with its path and its right to be run', async () => {
  const long = 'x'.repeat(300_000);
  const { paths, out, bytes } = await unpacked(
    zipOf([
      { name: 'tensorflow/libtensorflow_cc.so.2', contents: long },
      { name: 'tensorflow/python/ops.py', contents: 'no' },
      { name: 'tensorflow/include/tensorflow/c/c_api.h', contents: 'header' },
      { name: 'tensorflow/include/absl/base.h', contents: 'no' },
      { name: 'nvidia/cudnn/lib/libcudnn.so.9', contents: 'cudnn' },
      { name: 'nvidia/cudnn/include/cudnn.h', contents: 'no' },
      { name: 'nvidia/cuda_nvcc/bin/ptxas', contents: 'ptxas', mode: 0o755 },
    ]),
    isWanted,
  );
  expect(paths).toEqual([
    'tensorflow/libtensorflow_cc.so.2',
    'tensorflow/include/tensorflow/c/c_api.h',
    'nvidia/cudnn/lib/libcudnn.so.9',
    'nvidia/cuda_nvcc/bin/ptxas',
  ]);
  expect(await readFile(join(out, paths[0]), 'utf8')).toBe(long);
  expect(bytes).toBe(300_000 + 6 + 5 + 5);
  expect((await stat(join(out, 'nvidia/cuda_nvcc/bin/ptxas'))).mode & 0o111).not.toBe(0);
  expect((await stat(join(out, paths[0]))).mode & 0o111).toBe(0);
  expect((await readdir(join(out, 'tensorflow'))).sort()).toEqual(['include', 'libtensorflow_cc.so.2']);
});

test.each(['../out.txt', 'tensorflow/../../out.txt', '/tmp/out.txt', 'C:/out.txt', '..\\out.txt'])(
  'a wheel with the path %s is refused',
  async (name) => {
    const error = await rejection(unpacked(zipOf([{ name, contents: 'out' }])));
    expect(error.code).toBe('BACKEND_BAD_WHEEL');
    expect(existsSync('/tmp/out.txt')).toBe(false);
  },
);

const one: readonly ZipEntry[] = [{ name: 'a', contents: 'abc'.repeat(5000) }];
test.each([
  ['is no zip', Buffer.from('not a zip at all, only some text that is long enough')],
  ['is cut off', zipOf(one).subarray(0, 40)],
  ['has a damaged file in it', Buffer.from(zipOf(one)).fill(0xff, 32, 44)],
])('a wheel that %s is refused', async (_, zip) => {
  const error = await rejection(unpacked(zip));
  expect(error.code).toBe('BACKEND_BAD_WHEEL');
  expect(error.message).toMatch(/^Cannot unpack 'a\.whl': .+\.$/);
});
