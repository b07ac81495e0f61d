import { Type } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { flacFrames } from '../../../src/plugins/audio/waveform/flacFrames.js';
import { readJson } from '../../support/readJson.js';

const Golden = Type.Object({ cases: Type.Array(Type.Object({ name: Type.String(), file: Type.String() })) });
const golden = readJson(Golden, new URL('../../golden/features-clips.json', import.meta.url));
const files = golden.cases
  .filter(({ name }) => name.startsWith('FLAC'))
  .map(({ name, file }) => ({ name, bytes: new Uint8Array(Buffer.from(file, 'base64')) }));

describe.each(files)('$name', ({ bytes }) => {
  const frames = flacFrames(bytes);

  it('is split into frames that follow on each other up to its end', () => {
    if (frames === null) throw new Error('The file is not split.');
    expect(frames.at(-1)?.byteOffset).toBe(bytes.length - (frames.at(-1)?.length ?? 0));
    frames.slice(1).forEach((frame, index) => {
      expect(frame.byteOffset).toBe(frames[index].byteOffset + frames[index].length);
    });
  });

  it('is refused with a byte changed in its audio, or cut short', () => {
    const audio = frames?.[0].byteOffset ?? 0;
    for (const place of [audio, audio + 4, audio + 40, bytes.length - 1]) {
      const damaged = bytes.slice();
      damaged[place] ^= 0x10;
      expect(flacFrames(damaged)).toBeNull();
    }
    for (const length of [3, 20, 42, audio, audio + 20, bytes.length - 1]) {
      expect(flacFrames(bytes.slice(0, length))).toBeNull();
    }
  });
});
