import { Type } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.js';
import waveform from '../../../src/plugins/audio/waveform/waveform.js';
import { lcg, sine } from '../../core/signal/signals.js';
import { pluginContext } from '../../support/pluginContext.js';
import { readJson } from '../../support/readJson.js';
import { wave } from './files.js';
import type { AudioFrontEnd } from '../../../src/core/registry/contracts.js';
import type { Recording } from '../../../src/core/experiment/clips.js';

const Golden = Type.Object({
  cases: Type.Array(
    Type.Object({
      name: Type.String(),
      channels: Type.Number(),
      file: Type.String(),
      samples: Type.String(),
    }),
  ),
});
const golden = readJson(Golden, new URL('../../golden/features-clips.json', import.meta.url));

type Defect = Extract<Recording, { usable: false }>;

/** Of the golden clips. */
const RATE = 16000;

function frontEnd(options: object = {}): AudioFrontEnd {
  return waveform.create({ sampleRate: RATE, ...options }, pluginContext());
}

async function samplesOf(bytes: Uint8Array, options: object = {}): Promise<number[]> {
  const recording = await frontEnd(options).load(bytes);
  if (!recording.usable) throw new Error(recording.detail);
  return [...recording.waveform.samples];
}

async function defectOf(bytes: Uint8Array, options: object = {}): Promise<Defect> {
  const recording = await frontEnd(options).load(bytes);
  if (recording.usable) throw new Error('The clip is usable.');
  return recording;
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

function goldenFile(name: string): Uint8Array {
  const found = golden.cases.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`There is no golden clip ${name}.`);
  return bytesOf(found.file);
}

const codes = lcg(800, 5).map((value) => Math.round(20000 * value));

describe('decoding', () => {
  it.each(golden.cases)('is libsndfile’s, bit for bit: $name', async ({ channels, file, samples }) => {
    const expected = new Float32Array(bytesOf(samples).buffer);
    const length = expected.length / channels;
    const mono = Float32Array.from({ length }, (_, index) => {
      const sum = Math.fround(expected[index] + (channels === 2 ? expected[length + index] : 0));
      return sum / channels;
    });
    expect(await samplesOf(bytesOf(file))).toEqual([...mono]);
  });

  it('passes over a chunk of odd length', async () => {
    expect(await samplesOf(wave({ channels: [codes], list: 'odd' }))).toEqual(
      codes.map((code) => code / 32768),
    );
  });

  it('reads to the end of a file whose recorder left the size open', async () => {
    expect(await samplesOf(wave({ channels: [codes], claimed: 0xffffffff }))).toHaveLength(codes.length);
  });

  it('takes the mean of two channels', async () => {
    expect(
      await samplesOf(
        wave({
          channels: [
            [16384, 100],
            [0, 300],
          ],
        }),
      ),
    ).toEqual([0.25, 200 / 32768]);
  });

  it('gives the length as recorded, whatever is cut', async () => {
    const recording = await frontEnd({ crop: { seconds: 0.01 } }).load(wave({ channels: [codes] }));
    expect(recording).toMatchObject({ usable: true, seconds: 0.05, waveform: { sampleRate: RATE } });
  });
});

describe('resampling', () => {
  it('brings a clip to the wanted rate', async () => {
    const tone = sine(440, 4800, 48000);
    const found = await samplesOf(wave({ channels: [tone], sampleRate: 48000, float: true }), {
      sampleRate: 22050,
    });
    expect(found).toHaveLength(2205);
    const exact = sine(440, 2205, 22050);
    expect(
      Math.max(...found.slice(200, -200).map((value, n) => Math.abs(value - exact[n + 200]))),
    ).toBeLessThan(1e-4);
  });
});

describe('cropping', () => {
  const ramp = [1, 2, 3, 4, 5];
  const clip = wave({ channels: [ramp.map((value) => value * 1000)] });
  const crop = async (samples: number, from?: string): Promise<number[]> => {
    const options = { crop: { seconds: samples / RATE, ...(from !== undefined && { from }) } };
    return (await samplesOf(clip, options)).map((value) => Math.round((value * 32768) / 1000));
  };

  it.each([
    [3, 'start', [1, 2, 3]],
    [3, 'middle', [2, 3, 4]],
    [2, 'middle', [2, 3]],
    [3, 'end', [3, 4, 5]],
    [5, 'middle', [1, 2, 3, 4, 5]],
    [7, 'middle', [1, 2, 3, 4, 5, 0, 0]],
    [7, 'end', [1, 2, 3, 4, 5, 0, 0]],
    [3, undefined, [2, 3, 4]],
  ])('to %i samples from the %s', async (samples, from, expected) => {
    expect(await crop(samples, from)).toEqual(expected);
  });

  it('says the length that clips will have, where there is one', () => {
    expect(frontEnd().sampleCount).toBeNull();
    expect(frontEnd({ crop: { seconds: 3 }, sampleRate: 22050 }).sampleCount).toBe(66150);
  });
});

describe('fingerprint', () => {
  const fingerprint = async (bytes: Uint8Array, options: object = {}): Promise<string> => {
    const recording = await frontEnd(options).load(bytes);
    if (!recording.usable) throw new Error(recording.detail);
    return recording.fingerprint;
  };

  it('is that of the audio, not of the file, the rate or the crop', async () => {
    const plain = await fingerprint(wave({ channels: [codes] }));
    expect(plain).toMatch(/^[0-9a-f]{64}$/);
    expect(await fingerprint(wave({ channels: [codes], list: 'another file' }))).toBe(plain);
    expect(
      await fingerprint(wave({ channels: [codes] }), { sampleRate: 8000, crop: { seconds: 0.01 } }),
    ).toBe(plain);
  });

  it('tells one sample or another rate', async () => {
    const plain = await fingerprint(wave({ channels: [codes] }));
    expect(await fingerprint(wave({ channels: [codes.with(700, codes[700] + 1)] }))).not.toBe(plain);
    expect(await fingerprint(wave({ channels: [codes], sampleRate: 8000 }))).not.toBe(plain);
  });

  it('is one for the same samples in FLAC and WAV', async () => {
    const flac = goldenFile('FLAC PCM_16, channels: 1');
    const codesOfFlac = (await samplesOf(flac)).map((sample) => sample * 32768);
    expect(await fingerprint(wave({ channels: [codesOfFlac] }))).toBe(await fingerprint(flac));
  });
});

describe('a clip that cannot be used', () => {
  const flac = goldenFile('FLAC PCM_16, channels: 1');

  it.each([
    ['no bytes', new Uint8Array(0), 'empty', 'no bytes'],
    ['text', Buffer.from('this is no audio at all, only text'), 'undecodable', 'Unknown audio format'],
    ['a WAV without data', wave({ channels: [] }).slice(0, 36), 'undecodable', "no 'fmt ' chunk"],
    ['a WAV without a sample', wave({ channels: [[]] }), 'empty', 'no samples'],
    ['silence', wave({ channels: [[0, 0, 0]] }), 'silent', 'every sample is 0'],
    ['noise of one bit', wave({ channels: [[1, -1, 1]] }), 'silent', '-90.3 dB, below the -80 dB'],
    [
      'a WAV cut short',
      wave({ channels: [codes] }).slice(0, 844),
      'truncated',
      'promises 0.05 s, of which 0.03 s',
    ],
    ['a FLAC cut short', flac.slice(0, 700), 'truncated', 'promises 0.04 s, of which 0.00 s'],
    ['a FLAC header', flac.slice(0, 42), 'truncated', 'promises 0.04 s, of which 0.00 s'],
    ['a FLAC header cut short', flac.slice(0, 20), 'undecodable', 'ends within its header'],
    ['a rate of 1 Hz', wave({ channels: [codes], sampleRate: 1 }), 'undecodable', 'sample rate of 1 Hz'],
    [
      'not a number',
      wave({ channels: [[0.5, NaN]], float: true }),
      'undecodable',
      'sample 2 of 2 is not a finite',
    ],
    [
      'infinity',
      wave({ channels: [[-Infinity]], float: true }),
      'undecodable',
      'sample 1 of 1 is not a finite',
    ],
  ])('%s', async (_, bytes, reason, detail) => {
    const defect = await defectOf(bytes);
    expect(defect.reason).toBe(reason);
    expect(defect.detail).toContain(detail);
  });

  it('is silent below the level that is asked for', async () => {
    const quiet = wave({ channels: [[300, -327]] });
    expect(await defectOf(quiet, { silence: -40 })).toMatchObject({ reason: 'silent' });
    expect(await samplesOf(quiet, { silence: -41 })).toHaveLength(2);
  });

  it('never throws, whatever bytes are broken', { timeout: 120_000 }, async () => {
    const random = new Random(7);
    const whole = golden.cases.map(({ file }) => bytesOf(file));
    const markers = [
      'ID3',
      'OggS',
      'fLaC',
      'RIFF',
      '#!AMR',
      'FORM',
      'MThd',
      'caff',
      '\u001aE\u00df\u00a3',
      '....ftypM4A ',
    ];
    for (let round = 0; round < 300; round++) {
      const broken = whole[random.integer(whole.length)].slice();
      for (let flips = random.integer(20); flips >= 0; flips--) {
        broken[random.integer(Math.min(broken.length, 4 ** (1 + random.integer(6))))] = random.integer(256);
      }
      if (round % 5 === 0) broken.set(Buffer.from(markers[random.integer(markers.length)], 'latin1'));
      const cut = round % 3 === 0 ? random.integer(broken.length) : broken.length;
      const recording = await frontEnd().load(broken.subarray(0, cut));
      if (recording.usable) {
        expect(recording.waveform.samples.every(Number.isFinite)).toBe(true);
      } else {
        expect(recording.detail).not.toBe('');
      }
    }
  });
});
