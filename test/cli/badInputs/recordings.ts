import { TINY, tinyWith, type BadInput } from './row.js';

/** A mono WAV file (16-bit PCM, 16 kHz). */
export function wav(samples: number, value: (index: number) => number, promised = samples): Uint8Array {
  const bytes = Buffer.alloc(44 + 2 * samples);
  bytes.write('RIFF', 0, 'ascii');
  bytes.writeUInt32LE(36 + 2 * promised, 4);
  bytes.write('WAVEfmt ', 8, 'ascii');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(16_000, 24);
  bytes.writeUInt32LE(32_000, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'ascii');
  bytes.writeUInt32LE(2 * promised, 40);
  for (let index = 0; index < samples; index++) bytes.writeInt16LE(Math.round(value(index)), 44 + 2 * index);
  return bytes;
}

const tone = (hertz: number) =>
  wav(16_000, (index) => 9000 * Math.sin((2 * Math.PI * hertz * index) / 16_000));
const clip = (emotion: number, actor: number, repetition = 1): string => {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `clips/Actor_${two(actor)}/03-01-${two(emotion)}-01-01-${two(repetition)}-${two(actor)}.wav`;
};

/** Two emotions, each of six actors: enough for every part. */
const corpus = Object.fromEntries(
  [1, 2, 3, 4, 5, 6].flatMap((actor) => [
    [clip(3, actor), tone(200 + 10 * actor)],
    [clip(4, actor), tone(300 + 10 * actor)],
  ]),
);
const RAVDESS = tinyWith('data: { use: ravdess, root: clips, emotions: [happy, sad] }');

const withClip = (wrong: string, bytes: Uint8Array, code = 'DATA_CLIPS_UNUSABLE'): BadInput => ({
  wrong,
  argv: ['run', 'bad.yaml'],
  files: { 'bad.yaml': RAVDESS, ...corpus, [clip(3, 1)]: bytes },
  code,
});

/** Folders of recordings, and recordings. */
export const badRecordings: readonly BadInput[] = [
  {
    wrong: 'the folder of the data does not exist',
    argv: ['run', 'bad.yaml'],
    files: { 'bad.yaml': RAVDESS },
    code: 'DATA_ROOT_MISSING',
  },
  {
    wrong: 'the folder of the data is a file',
    argv: ['run', 'bad.yaml'],
    files: { 'bad.yaml': RAVDESS, clips: 'PK' },
    code: 'DATA_ROOT_NOT_A_FOLDER',
  },
  {
    wrong: 'no file is named as a clip is',
    argv: ['run', 'bad.yaml'],
    files: { 'bad.yaml': RAVDESS, 'clips/notes.txt': 'none', 'clips/happy.wav': tone(200) },
    code: 'DATA_NO_CLIPS',
  },
  {
    wrong: 'an emotion of the config has no clip',
    argv: ['run', 'bad.yaml', '--set', 'data.emotions=[happy, sad, angry]'],
    files: { 'bad.yaml': RAVDESS, ...corpus },
    code: 'DATA_CLASS_WITHOUT_CLIPS',
  },
  withClip('a recording is empty', new Uint8Array()),
  withClip('a recording is no audio', new TextEncoder().encode('this is a text, not a recording')),
  withClip(
    'a recording is cut off',
    wav(4000, () => 5000, 16_000),
  ),
  withClip(
    'a recording is silent',
    wav(16_000, () => 0),
  ),
  withClip('a recording is there twice', tone(310)),
  {
    wrong: 'fewer clips of a class than the sampler needs',
    argv: ['run', 'bad.yaml', '--set', 'sample={ use: smote, neighbors: 5 }'],
    files: { 'bad.yaml': RAVDESS, ...corpus },
    code: 'SAMPLER_TOO_FEW_ROWS',
  },
  {
    wrong: 'the list of a fixed split names a clip that is not there',
    argv: ['run', 'tiny.yaml', '--set', 'split={ use: fixed, file: split.csv }'],
    files: { 'split.csv': 'clip,part\nnobody/1,train\n' },
    code: 'SPLIT_CLIPS_UNKNOWN',
  },
  {
    wrong: 'a split by a column that the data lacks',
    argv: ['run', 'tiny.yaml', '--set', 'split={ use: grouped, by: village }'],
    code: 'SPLIT_COLUMN_UNKNOWN',
  },
  {
    wrong: 'the recording to compute features of is not there',
    argv: ['features', 'tiny.yaml', 'nowhere.wav'],
    code: 'CLIP_FILE_UNREADABLE',
  },
  {
    wrong: 'the recording to compute features of is silent',
    argv: ['features', 'tiny.yaml', 'quiet.wav'],
    files: { 'quiet.wav': wav(16_000, () => 0), 'tiny.yaml': TINY },
    code: 'CLIP_FILE_UNUSABLE',
  },
];
