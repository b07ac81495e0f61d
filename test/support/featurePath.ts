import { SideEffects } from '../../src/core/experiment/sideEffects.js';
import type { InputPath, WatchedPath } from '../../src/core/experiment/clipFeatures.js';

type FakeInput = Pick<InputPath, 'features'> & Partial<InputPath>;
type FakeParts = FakeInput & Partial<Pick<WatchedPath, 'audio' | 'sideEffects'>>;

/** An input of `fakePath`. */
export function fakeInput(parts: FakeInput): InputPath {
  return {
    name: 'features',
    framing: { fftSize: 16, hopLength: 8 },
    pooling: { output: 'sequence', names: (columns) => columns, pool: ({ values }) => values },
    ...parts,
  };
}

/**
 * A feature path without codecs: each byte is a sample (in 1/256). Bytes that are all 0 are silent, a first byte of
 * 255 does not decode. Frames are 8 samples apart, and the pooling keeps the sequence unless told otherwise.
 */
export function fakePath({ audio, sideEffects, ...input }: FakeParts): WatchedPath {
  return {
    audio: audio ?? {
      sampleRate: 8,
      sampleCount: null,
      load(bytes) {
        if (bytes[0] === 255) {
          return Promise.resolve({ usable: false, reason: 'undecodable', detail: 'no audio' });
        }
        if (bytes.every((byte) => byte === 0)) {
          return Promise.resolve({ usable: false, reason: 'silent', detail: 'all zero' });
        }
        return Promise.resolve({
          usable: true,
          waveform: { samples: Float32Array.from(bytes, (byte) => byte / 256), sampleRate: 8 },
          fingerprint: bytes.join(),
          seconds: bytes.length / 8,
        });
      },
    },
    sideEffects: sideEffects ?? new SideEffects(),
    inputs: [fakeInput(input)],
  };
}
