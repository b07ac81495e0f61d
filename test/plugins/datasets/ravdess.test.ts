import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.js';
import { rejection } from '../../support/rejection.js';
import ravdess from '../../../src/plugins/datasets/ravdess/index.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'intone-ravdess-'));
});

function put(...files: string[]): void {
  for (const file of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), file);
  }
}

function load(options: object = {}) {
  const warnings: string[] = [];
  const context = { random: new Random(1), warn: (message: string) => void warnings.push(message) };
  return { dataset: ravdess.create({ root, ...options }, context), warnings };
}

const list = (options: object = {}) => load(options).dataset.list();

const SPEECH = 'Actor_01/03-01-05-02-01-02-01';
const SONG = 'Actor_02/03-02-01-01-02-01-02';

describe('ravdess', () => {
  it('reads the label and every column from the file name', async () => {
    put(`${SPEECH}.wav`);
    const { clips, defects } = await list();
    expect(defects).toEqual([]);
    expect(clips).toEqual([
      {
        id: SPEECH,
        label: 'angry',
        speaker: 'Actor_01',
        columns: { sex: 'male', intensity: 'strong', statement: 'kids', channel: 'speech', repetition: '2' },
        path: path.join(root, `${SPEECH}.wav`),
      },
    ]);
  });

  it.each([
    ['folders of actors', '', ''],
    ['the two archives side by side', 'Audio_Speech_Actors_01-24/', 'Audio_Song_Actors_01-24/'],
    ['the archives within other folders', 'downloads/zenodo/speech/', 'downloads/song/'],
  ])('finds the same clips in %s, WAV and FLAC, in either case', async (_, speech, song) => {
    put(`${speech}${SPEECH}.WAV`, `${song}${SONG}.flac`);
    const { clips, defects } = await list();
    expect(clips.map(({ id }) => id).sort()).toEqual([SPEECH, SONG]);
    expect(defects).toEqual([]);
  });

  it('gives a clip the same id without a folder of its actor', async () => {
    put(`${path.basename(SPEECH)}.wav`);
    expect((await list()).clips[0].id).toBe(SPEECH);
  });

  it('notices the inner copy of the speech archive', async () => {
    const inner = `audio_speech_actors_01-24/${SPEECH}.wav`;
    put(`${SPEECH}.wav`, inner);
    const { clips, defects } = await list();
    expect(clips).toHaveLength(1);
    expect(defects).toEqual([
      {
        clip: SPEECH,
        reason: 'duplicate',
        detail: `the same clip is at '${path.join(root, `${SPEECH}.wav`)}'`,
        path: path.join(root, inner),
      },
    ]);
  });

  it('takes a clip that is there as WAV and as FLAC once', async () => {
    put(`${SPEECH}.wav`, `${SPEECH}.flac`);
    const { clips, defects } = await list();
    expect([clips.length, defects.length, defects[0].reason]).toEqual([1, 1, 'duplicate']);
  });

  it.each([
    'take-1.wav',
    '03-01-09-01-01-01-01.flac',
    '03-01-05-01-01-01-25.wav',
    '03-01-05-01-01-03-01.wav',
  ])('lists %s as unlabelled', async (name) => {
    put(`${SPEECH}.wav`, name);
    const { defects } = await list();
    expect(defects).toMatchObject([{ reason: 'unlabelled', path: path.join(root, name) }]);
  });

  it('lists a format that it does not read, and passes over what is no audio', async () => {
    put(
      `${SPEECH}.wav`,
      '03-01-05-01-01-01-01.mp3',
      'README.md',
      '._03-01-05-01-01-01-01.wav',
      '__MACOSX/x.wav',
    );
    const { defects } = await list();
    expect(defects).toMatchObject([{ clip: '03-01-05-01-01-01-01', reason: 'unreadable' }]);
  });

  it('leaves the videos alone, aloud', async () => {
    put(`${SPEECH}.wav`, 'Actor_01/01-01-05-02-01-02-01.mp4', 'Actor_01/02-01-05-02-01-02-01.mp4');
    const { dataset, warnings } = load();
    expect(await dataset.list()).toMatchObject({ clips: [{ id: SPEECH }], defects: [] });
    expect(warnings).toEqual([expect.stringContaining('2 files of the video recordings')]);
  });

  it('keeps to the options, and looks for copies among the chosen clips alone', async () => {
    put(`${SPEECH}.wav`, `${SONG}.wav`, `copy/${SONG}.wav`);
    const { clips, defects } = await list({ channels: ['speech'] });
    expect(clips.map(({ id }) => id)).toEqual([SPEECH]);
    expect(defects).toEqual([]);
  });

  it('has the classes in its own order, without those that were never recorded, and says which', async () => {
    put(`${SPEECH}.wav`, `${SONG}.wav`);
    const all = load();
    expect(all.dataset.classes).toEqual([
      'neutral', 'calm', 'happy', 'sad', 'angry', 'fearful', 'disgust', 'surprised',
    ]); // prettier-ignore
    expect(load({ emotions: ['sad', 'happy'] }).dataset.classes).toEqual(['happy', 'sad']);
    expect(load({ emotions: ['sad', 'happy'] }).dataset.allClasses).toEqual(all.dataset.classes);
    const song = load({ channels: ['song'] });
    expect(song.dataset.allClasses).toEqual(all.dataset.classes);
    expect(song.dataset.classes).toEqual(['neutral', 'calm', 'happy', 'sad', 'angry', 'fearful']);
    await song.dataset.list();
    expect(song.warnings).toEqual([expect.stringContaining('disgust and surprised')]);
    expect(load({ intensities: ['strong'] }).dataset.classes).not.toContain('neutral');
  });

  it('follows links, and goes round no circle', async () => {
    put(`real/${SPEECH}.wav`, `data/${SONG}.wav`);
    symlinkSync(path.join(root, 'real'), path.join(root, 'data/linked'));
    symlinkSync(path.join(root, 'data'), path.join(root, 'data/again'));
    const { clips, defects } = await list({ root: path.join(root, 'data') });
    expect(clips.map(({ id }) => id).sort()).toEqual([SPEECH, SONG]);
    expect(defects).toEqual([]);
  });

  it("hands out a clip's bytes", async () => {
    put(`${SPEECH}.wav`);
    const { dataset } = load();
    const { clips } = await dataset.list();
    expect(Buffer.from(await dataset.read(clips[0])).toString()).toBe(`${SPEECH}.wav`);
  });
});

describe('ravdess without clips', () => {
  it.each<[string, () => object, string]>([
    ['a missing folder', () => ({ root: path.join(root, 'nowhere') }), 'DATA_ROOT_MISSING'],
    [
      'an archive that is not unpacked',
      () => {
        put('speech.zip');
        return { root: path.join(root, 'speech.zip') };
      },
      'DATA_ROOT_NOT_A_FOLDER',
    ],
    ['an empty folder', () => ({}), 'DATA_NO_CLIPS'],
    [
      'another corpus',
      () => {
        put('03a01Fa.wav');
        return {};
      },
      'DATA_NO_CLIPS',
    ],
  ])('tells of %s, which layout is expected and how to set the root', async (_, prepare, code) => {
    const error = await rejection(list(prepare()));
    expect(error.code).toBe(code);
    expect(error.allowed).toContain('Actor_01/03-01-05-02-01-01-01.wav');
    expect(error.hint).toContain('--set data.root=');
  });

  it('says that the options leave nothing', async () => {
    put(`${SPEECH}.wav`);
    await expect(list({ channels: ['song'] })).rejects.toMatchObject({ code: 'DATA_NOTHING_SELECTED' });
  });

  it.skipIf(process.getuid?.() === 0)('says that a folder cannot be read', async () => {
    put(`${SPEECH}.wav`);
    chmodSync(path.join(root, 'Actor_01'), 0);
    await expect(list()).rejects.toMatchObject({ code: 'DATA_FOLDER_UNREADABLE' });
  });
});
