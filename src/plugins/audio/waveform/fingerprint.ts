import { createHash } from 'node:crypto';

const FULL = 2 ** 15;

/**
 * SHA-256 of the mono samples as decoded and of their rate. Samples that are whole numbers of 16 bits are hashed as
 * such, whatever file they are from; others as 32-bit floating point.
 *
 * @param codes the samples times 2^15, where that is known to be whole
 */
export function fingerprint(samples: Float32Array, sampleRate: number, codes: Int16Array | null): string {
  const hashed = codes ?? sixteenBitCodes(samples) ?? samples;
  const bytes = new Uint8Array(hashed.buffer, hashed.byteOffset, hashed.byteLength);
  const form = hashed instanceof Int16Array ? '16-bit' : '32-bit';
  return createHash('sha256').update(`${sampleRate} Hz, ${form}\n`).update(bytes).digest('hex');
}

/** The samples times 2^15; null where that is not whole, or too much for 16 bits. */
function sixteenBitCodes(samples: Float32Array): Int16Array | null {
  const codes = new Int16Array(samples.length);
  for (let index = 0; index < codes.length; index++) {
    const code = samples[index] * FULL;
    codes[index] = code;
    if (codes[index] !== code) return null;
  }
  return codes;
}
