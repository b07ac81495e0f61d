import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inWorkshop, requireRoom } from '../../../src/core/backends/install/workshop.js';
import { rejection } from '../../support/rejection.js';
import { testFolder } from './context.js';

test.skipIf(!existsSync('/dev/full'))(
  'a disk that gets full is said with what is needed and what is free',
  async () => {
    const folder = await testFolder();
    const error = await rejection(inWorkshop(folder, 5e9, () => writeFile('/dev/full', 'a wheel')));
    expect(error.code).toBe('BACKEND_NO_ROOM');
    expect(error.message).toMatch(/^Installing takes 5,000 MB in '.+', and [\d,]+ MB are free there\.$/);
    expect(error.hint).toContain('INTONE_BACKENDS');
    expect(await readdir(folder)).toEqual([]);
  },
);

test('room that is not there is asked for first', async () => {
  const error = await rejection(requireRoom(await testFolder(), 1e18));
  expect(error.code).toBe('BACKEND_NO_ROOM');
});

test('a folder that cannot be made is named', async () => {
  const file = join(await testFolder(), 'file');
  await writeFile(file, '');
  const error = await rejection(inWorkshop(join(file, 'backends'), 0, () => Promise.resolve()));
  expect(error).toMatchObject({
    code: 'BACKEND_FOLDER_REFUSED',
    message: `Cannot install or remove backends in '${file}/backends': a part of the path is a file, not a folder.`,
  });
});

test('what a process that died left half done is removed', async () => {
  const folder = await testFolder();
  await mkdir(join(folder, '3f.partial/node_modules'), { recursive: true });
  await mkdir(join(folder, 'tensorflow-4.22.0-2.21.0'));
  await inWorkshop(folder, 0, () => Promise.resolve());
  expect(await readdir(folder)).toEqual(['tensorflow-4.22.0-2.21.0']);
});

test('a fault of the work itself comes through as it is', async () => {
  const fault = new TypeError('a fault');
  await expect(inWorkshop(await testFolder(), 0, () => Promise.reject(fault))).rejects.toBe(fault);
});
