import { scaleCodes } from '../../../kernels/spectra/samples.js';
import type { RiffWave } from './riff.js';

/** Samples of a WAV file, one array a channel, and the 16-bit codes where there is one channel of them. */
export interface PcmSamples {
  readonly channels: readonly Float32Array[];
  readonly codes: Int16Array | null;
}

const FULL_24 = 2 ** 23;

/**
 * Samples of the usual formats, whole numbers of 16 or 24 bits divided by 2^(bits−1) as libsndfile does, and 32-bit
 * floating point; null for another format, and where the header contradicts itself.
 */
export function readPcm({ data, layout }: RiffWave): PcmSamples | null {
  const { channels, bits, blockBytes, kind } = layout;
  if (kind === 'other' || channels === 0 || blockBytes !== (channels * bits) / 8) return null;
  const frames = Math.floor(data.length / blockBytes);
  if (kind === 'integer' && bits === 16) {
    const { buffer, byteOffset } = aligned(data, 2);
    const codes = new Int16Array(buffer, byteOffset, frames * channels);
    const samples = scaleCodes(codes);
    if (channels === 1) return { channels: [samples], codes };
    return { channels: dealt(samples, channels), codes: null };
  }
  if (kind === 'float' && bits === 32) {
    const { buffer, byteOffset } = aligned(data, 4);
    const samples = new Float32Array(buffer, byteOffset, frames * channels);
    return { channels: channels === 1 ? [samples] : dealt(samples, channels), codes: null };
  }
  if (kind === 'integer' && bits === 24) {
    const made = Array.from({ length: channels }, () => new Float32Array(frames));
    let place = 0;
    for (let frame = 0; frame < frames; frame++) {
      for (const channel of made) {
        const code = data[place] | (data[place + 1] << 8) | ((data[place + 2] << 24) >> 8);
        channel[frame] = code / FULL_24;
        place += 3;
      }
    }
    return { channels: made, codes: null };
  }
  return null;
}

/** Bytes that typed arrays of a width can look into: where they lie, or in a copy where that is no multiple of it. */
function aligned(data: Uint8Array, width: number): Uint8Array {
  return data.byteOffset % width === 0 ? data : data.slice();
}

/** Interleaved samples, one array a channel. */
function dealt(samples: Float32Array, count: number): Float32Array[] {
  return Array.from({ length: count }, (_, index) => {
    const channel = new Float32Array(samples.length / count);
    for (let frame = 0, place = index; frame < channel.length; frame++, place += count) {
      channel[frame] = samples[place];
    }
    return channel;
  });
}
