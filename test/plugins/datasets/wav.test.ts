import { describe, expect, it } from 'vitest';
import { decodeAudio } from '../../../src/plugins/audio/waveform/decode.js';
import { encodeWav } from '../../../src/plugins/datasets/synthetic/wav.js';

describe('encodeWav', () => {
  it('writes what decodes to the same samples, to 16 bits, clipped', async () => {
    const decoded = await decodeAudio(encodeWav(Float64Array.of(0, 0.5, -0.25, 2, -2), 16000));
    if (!decoded.usable) throw new Error(decoded.detail);
    expect([decoded.sampleRate, decoded.channels.length]).toEqual([16000, 1]);
    [0, 0.5, -0.25, 1, -1].forEach((sample, index) => {
      expect(Math.abs(decoded.channels[0][index] - sample)).toBeLessThan(1 / 16384);
    });
  });
});
