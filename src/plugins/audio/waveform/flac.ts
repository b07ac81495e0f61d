/** What the STREAMINFO block of a FLAC file says (RFC 9639, section 8.2). */
export interface FlacStream {
  /** Width of the samples. */
  readonly bits: number;
  /** In Hz. */
  readonly sampleRate: number;
  /** Samples of each channel; null where the encoder left it open. */
  readonly promisedSamples: number | null;
}

const MARKER = [0x66, 0x4c, 0x61, 0x43];
const BLOCK_HEADER = 4;
const STREAM_INFO_LENGTH = 34;

export function isFlac(bytes: Uint8Array): boolean {
  return MARKER.every((byte, index) => bytes[index] === byte);
}

/** null where the file ends before its STREAMINFO block does. */
export function readFlacStream(bytes: Uint8Array): FlacStream | null {
  const start = MARKER.length + BLOCK_HEADER;
  if (bytes.length < start + STREAM_INFO_LENGTH) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, STREAM_INFO_LENGTH);
  // From byte 10 on: 20 bits of sample rate, 3 of channels − 1, 5 of bits − 1, 36 of samples.
  const packed = view.getUint32(10);
  const samples = (packed % 16) * 2 ** 32 + view.getUint32(14);
  return {
    bits: ((packed >>> 4) % 32) + 1,
    sampleRate: packed >>> 12,
    promisedSamples: samples === 0 ? null : samples,
  };
}
