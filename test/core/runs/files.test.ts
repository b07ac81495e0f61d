import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readIfThere, writeAtomically } from '../../../src/core/runs/files.js';
import { temporaryFolder } from './example.js';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

describe('writeAtomically', () => {
  it('replaces a file and leaves nothing beside it', async () => {
    const file = join(folder, 'a.json');
    await writeAtomically(file, 'old');
    await writeAtomically(file, 'new');
    expect(await readFile(file, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['a.json']);
  });

  it('says that a part of the path is a file', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(writeAtomically(join(folder, 'file', 'a.json'), 'x')).rejects.toMatchObject({
      code: 'RUN_WRITE_FAILED',
      message: `Cannot write '${join(folder, 'file', 'a.json')}': a part of the path is a file, not a folder.`,
    });
  });

  it('leaves the old file, and nothing half-written, where the rename fails', async () => {
    await mkdir(join(folder, 'taken'));
    await expect(writeAtomically(join(folder, 'taken'), 'x')).rejects.toMatchObject({
      code: 'RUN_WRITE_FAILED',
    });
    expect(await readdir(folder)).toEqual(['taken']);
  });

  it.skipIf(!existsSync('/dev/full'))('keeps the old contents where the disk is full', async () => {
    const file = join(folder, 'a.json');
    await writeFile(file, 'old');
    await symlink('/dev/full', `${file}.${process.pid}.partial`);
    await expect(writeAtomically(file, 'new')).rejects.toMatchObject({
      message: `Cannot write '${file}': the disk is full.`,
    });
    expect(await readFile(file, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a.json']);
  });
});

describe('readIfThere', () => {
  it('has null for a file that is not there, also under a file', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await readIfThere(join(folder, 'none'))).toBeNull();
    expect(await readIfThere(join(folder, 'file', 'none'))).toBeNull();
  });

  it('says why a path cannot be read', async () => {
    await expect(readIfThere(folder)).rejects.toMatchObject({
      code: 'RUN_FILE_UNREADABLE',
      message: `Cannot read '${folder}': it is a folder.`,
    });
  });
});
