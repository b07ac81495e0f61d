import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  addNote,
  changeTags,
  readAnnotations,
  removeNote,
} from '../../../../src/core/runs/collection/annotations.js';
import { expectFailure } from '../failure.js';
import { temporaryFolder } from '../example.js';

let run: { readonly directory: string; readonly name: string };
beforeEach(async () => {
  run = { directory: await temporaryFolder(), name: 'a run' };
});

describe('tags', () => {
  it('are kept sorted, each once', async () => {
    expect(await readAnnotations(run)).toEqual({ tags: [], notes: [] });
    await changeTags(run, { add: ['paper', 'baseline', 'paper'], remove: [] });
    await changeTags(run, { add: ['v1.2/final'], remove: ['baseline', 'never there'] });
    expect((await readAnnotations(run)).tags).toEqual(['paper', 'v1.2/final']);
    expect(await readdir(run.directory)).toEqual(['annotations.json']);
  });

  it.each(['', ' ', 'two words', '-dash', 'a'.repeat(41), 'comma,'])('%j is none', async (tag) => {
    await expectFailure(changeTags(run, { add: ['good', tag], remove: [] }), 'TAG_BAD', `'${tag}' is no tag`);
    expect(await readdir(run.directory)).toEqual([]);
  });
});

describe('notes', () => {
  it('are kept in their order with their time, and removed by number', async () => {
    const written = new Date('2026-11-22T10:00:00Z');
    await addNote(run, '  angry fell ', written);
    await addNote(run, 'crop moved', written);
    await changeTags(run, { add: ['kept'], remove: [] });
    expect(await removeNote(run, 1)).toEqual({
      tags: ['kept'],
      notes: [{ text: 'crop moved', written: '2026-11-22T10:00:00.000Z' }],
    });
    await expectFailure(removeNote(run, 2), 'NOTE_NOT_FOUND', "'a run' has no note 2");
    await expectFailure(removeNote(run, 0), 'NOTE_NOT_FOUND');
    await expectFailure(addNote(run, ' \n', written), 'NOTE_EMPTY');
  });
});

describe('a damaged file', () => {
  it('is said, and never written over', async () => {
    const file = join(run.directory, 'annotations.json');
    await writeFile(file, '{"tags": [1]}');
    await expectFailure(changeTags(run, { add: ['a'], remove: [] }), 'ANNOTATIONS_DAMAGED', file);
    expect(await readFile(file, 'utf8')).toBe('{"tags": [1]}');
  });

  it('that is a folder cannot be read', async () => {
    await mkdir(join(run.directory, 'annotations.json'));
    await expectFailure(readAnnotations(run), 'RUN_FILE_UNREADABLE');
  });
});
