/** What the header of a WAV file says. */
export interface RiffWave {
  /** The `fmt ` chunk's content. */
  readonly format: Uint8Array;
  /** The `data` chunk's content, as far as the file holds it. */
  readonly data: Uint8Array;
  /** Bytes that the `data` chunk should have; null where a recorder left the size open. */
  readonly promisedBytes: number | null;
  /** Of all channels together, in bytes a second. */
  readonly bytesPerSecond: number;
  readonly layout: SampleLayout;
}

/** How samples lie in the `data` chunk. */
export interface SampleLayout {
  /** In Hz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Width of a sample. */
  readonly bits: number;
  /** Of one sample of each channel. */
  readonly blockBytes: number;
  /** Whole numbers, floating point, or compressed in some way. */
  readonly kind: 'integer' | 'float' | 'other';
}

const SHORTEST_FORMAT = 16;
const KINDS: Readonly<Record<number, SampleLayout['kind']>> = { 1: 'integer', 3: 'float' };
const EXTENSIBLE = 0xfffe;
/** Where an extensible format keeps the tag that it stands for. */
const EXTENSIBLE_TAG = 24;
/** Sizes that a recorder writes before it knows the size. */
const OPEN_SIZES = [0, 0xffffffff];

export function isRiffWave(bytes: Uint8Array): boolean {
  return fourLetters(bytes, 0) === 'RIFF' && fourLetters(bytes, 8) === 'WAVE';
}

/** Reads the chunks of a WAV file; null where one of the two that it needs is missing (RIFF, Microsoft 1991). */
export function readRiffWave(bytes: Uint8Array): RiffWave | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Uint8Array | null = null;
  let place = 12;
  while (place + 8 <= bytes.length) {
    const name = fourLetters(bytes, place);
    const size = view.getUint32(place + 4, true);
    const content = bytes.subarray(place + 8, place + 8 + size);
    if (name === 'fmt ') format = content;
    if (name === 'data') {
      if (format === null || format.length < SHORTEST_FORMAT) return null;
      const open = OPEN_SIZES.includes(size);
      const data = open ? bytes.subarray(place + 8) : content;
      return { format, data, promisedBytes: open ? null : size, ...describeFormat(format) };
    }
    // Chunks start at even places: an odd one is followed by a byte of padding.
    place += 8 + size + (size % 2);
  }
  return null;
}

/**
 * The same audio with no chunks but `fmt ` and `data`: audio-decode takes the padding byte of an odd chunk for the
 * next chunk's name, and then finds nothing.
 */
export function bareRiffWave({ format, data }: RiffWave): Uint8Array {
  const dataPlace = 20 + format.length + (format.length % 2);
  const bare = new Uint8Array(dataPlace + 8 + data.length);
  const view = new DataView(bare.buffer);
  bare.set(letters('RIFF'), 0);
  view.setUint32(4, bare.length - 8, true);
  bare.set(letters('WAVEfmt '), 8);
  view.setUint32(16, dataPlace - 20, true);
  bare.set(format, 20);
  bare.set(letters('data'), dataPlace);
  view.setUint32(dataPlace + 4, data.length, true);
  bare.set(data, dataPlace + 8);
  return bare;
}

function describeFormat(format: Uint8Array): Pick<RiffWave, 'bytesPerSecond' | 'layout'> {
  const view = new DataView(format.buffer, format.byteOffset, format.byteLength);
  const named = view.getUint16(0, true);
  const extended = named === EXTENSIBLE && format.length >= EXTENSIBLE_TAG + 2;
  const tag = extended ? view.getUint16(EXTENSIBLE_TAG, true) : named;
  return {
    bytesPerSecond: view.getUint32(8, true),
    layout: {
      sampleRate: view.getUint32(4, true),
      channels: view.getUint16(2, true),
      bits: view.getUint16(14, true),
      blockBytes: view.getUint16(12, true),
      kind: KINDS[tag] ?? 'other',
    },
  };
}

function fourLetters(bytes: Uint8Array, place: number): string {
  return String.fromCharCode(...bytes.subarray(place, place + 4));
}

function letters(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
