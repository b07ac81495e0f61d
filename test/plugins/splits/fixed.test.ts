import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatSplit } from '../../../src/core/runs/documents/split.js';
import fixed from '../../../src/plugins/splits/fixed/index.js';
import { caughtError } from '../../support/caughtError.js';
import { corpus } from '../../support/clips.js';
import { pluginContext } from '../../support/pluginContext.js';
import type { Part } from '../../../src/core/experiment/clips.js';

const clips = corpus({ sad: 1, happy: 1 }, 3);
const ids = clips.map(({ id }) => id);
const assign = (options: object) => fixed.create(options, pluginContext()).assign(clips, ['happy', 'sad']);

describe('fixed, from lists', () => {
  it('puts each clip where it is listed and leaves the others out', () => {
    const parts = assign({ train: [ids[0], ids[3]], validation: [ids[1]], test: [ids[5]] });
    expect(parts).toEqual(['train', 'validation', null, 'train', null, 'test']);
  });

  it.each([
    [{ train: [ids[0]], validation: [ids[1]], test: [ids[0]] }, 'SPLIT_NAMED_TWICE', ids[0]],
    [{ train: [ids[0]], validation: [ids[1]], test: ['S09/sad-00'] }, 'SPLIT_CLIPS_UNKNOWN', 'S09/sad-00'],
    [{ train: [ids[0]], validation: [ids[1]] }, 'SPLIT_FIXED_SOURCE', "no list for 'test'"],
    [{}, 'SPLIT_FIXED_SOURCE', 'no file'],
    [{ file: 'split.csv', test: [ids[0]] }, 'SPLIT_FIXED_SOURCE', 'a file and a list'],
  ])('refuses %j', (options, code, said) => {
    const error = caughtError(() => assign(options));
    expect(error.code).toBe(code);
    expect(error.message).toContain(said);
  });
});

describe('fixed, from a file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'intone-fixed-'));
  });
  const assignFile = (text: string) => {
    const file = path.join(folder, 'split.csv');
    writeFileSync(file, text);
    return assign({ file });
  };

  it("takes up a kept run's split.csv", () => {
    const parts: (Part | null)[] = ['train', 'test', null, 'validation', 'train', 'train'];
    expect(assignFile(formatSplit(clips, parts, ['sex', 'take']))).toEqual(parts);
  });

  it('reads a list made by hand: other order, quotes, line ends of Windows, a byte order mark', () => {
    const text = `\uFEFFpart,clip\r\ntest,"${ids[2]}"\r\ntrain,${ids[0]}\r\n`;
    expect(assignFile(text)).toEqual(['train', null, 'test', null, null, null]);
  });

  it.each([
    ['clip,label\na,b\n', 'SPLIT_FILE_INVALID', "no column 'part'"],
    ['', 'SPLIT_FILE_INVALID', "no column 'clip'"],
    [`clip,part\n${ids[0]},train\n${ids[1]},dev\n`, 'SPLIT_FILE_INVALID', "line 3: 'dev'"],
    [`clip,part\n${ids[0]}\n`, 'SPLIT_FILE_INVALID', 'fields'],
    [`clip,part\n${ids[0]},train\n${ids[0]},test\n`, 'SPLIT_NAMED_TWICE', ids[0]],
    ['clip,part\nS09/sad-00,train\n', 'SPLIT_CLIPS_UNKNOWN', 'S09/sad-00'],
  ])('refuses the file %j', (text, code, said) => {
    const error = caughtError(() => assignFile(text));
    expect(error.code).toBe(code);
    expect(error.message).toContain(said);
  });

  it('says that the file is missing', () => {
    const error = caughtError(() => assign({ file: path.join(folder, 'none.csv') }));
    expect(error.code).toBe('SPLIT_FILE_UNREADABLE');
    expect(error.message).toContain('ENOENT');
  });
});
