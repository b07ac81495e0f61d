import { SideEffects } from '../../src/core/experiment/sideEffects.js';
import type { FeaturePath, WatchedPath } from '../../src/core/experiment/clipFeatures.js';

/**
 * A feature path without codecs: each byte is a sample (in 1/256). Bytes that are all 0 are silent, a first byte of
 * 255 does not decode. Frames are 8 samples apart, and the pooling keeps the sequence unless told otherwise.
 */
export function fakePath(parts: Pick<FeaturePath, 'features'> & Partial<WatchedPath>): WatchedPath {
  return {
    audio: {
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
    sideEffects: new SideEffects(),
    framing: { fftSize: 16, hopLength: 8 },
    pooling: { output: 'sequence', names: (columns) => columns, pool: ({ values }) => values },
    ...parts,
  };
}
