/** How a frame's header tells the number of the frame, or of its first sample, and the length that it takes. */
interface Header {
  readonly variable: boolean;
  readonly number: number;
  readonly blockSize: number;
}

const LAST_BLOCK = 0x80;
const SYNC = 0xff;
const FOOTER = 2;

/**
 * Splits a FLAC file into its frames (RFC 9639, section 9); null where not every byte after the metadata is in a whole
 * frame whose checksums hold and whose number follows on the one before.
 */
export function flacFrames(bytes: Uint8Array): readonly Uint8Array[] | null {
  const frames: Uint8Array[] = [];
  let start = audioStart(bytes);
  let header = start === null ? null : readHeader(bytes, start);
  while (start !== null && header !== null) {
    const wanted = header.number + (header.variable ? header.blockSize : 1);
    const next = nextFrame(bytes, start, header, wanted);
    const end: number = next ?? bytes.length;
    if (crc16(bytes, start, end - FOOTER) !== ((bytes[end - 2] << 8) | bytes[end - 1])) return null;
    frames.push(bytes.subarray(start, end));
    if (next === null) return frames;
    start = next;
    header = readHeader(bytes, start);
  }
  return null;
}

/** Where the metadata blocks end (section 8.1). */
function audioStart(bytes: Uint8Array): number | null {
  let place = 4;
  while (place + 4 <= bytes.length) {
    const isLast = (bytes[place] & LAST_BLOCK) !== 0;
    place += 4 + ((bytes[place + 1] << 16) | (bytes[place + 2] << 8) | bytes[place + 3]);
    if (isLast) return place < bytes.length ? place : null;
  }
  return null;
}

function nextFrame(bytes: Uint8Array, start: number, { variable }: Header, wanted: number): number | null {
  for (let at = bytes.indexOf(SYNC, start + 1); at >= 0; at = bytes.indexOf(SYNC, at + 1)) {
    if ((bytes[at + 1] & 0xfe) !== 0xf8) continue;
    const found = readHeader(bytes, at);
    if (found !== null && found.variable === variable && found.number === wanted) return at;
  }
  return null;
}

/** A frame's header (section 9.1); null where there is none, by its sync code and its checksum. */
function readHeader(bytes: Uint8Array, start: number): Header | null {
  if (bytes[start] !== SYNC || (bytes[start + 1] & 0xfe) !== 0xf8) return null;
  const sizeCode = bytes[start + 2] >> 4;
  const rateCode = bytes[start + 2] & 15;
  const first = bytes[start + 4];
  // The number is coded as UTF-8 codes a character, in up to seven bytes.
  const ones = Math.clz32(~(first << 24));
  const length = ones === 0 ? 1 : ones;
  if (sizeCode === 0 || rateCode === 15 || ones === 1 || ones > 7) return null;
  let number = ones === 0 ? first : first & (0x7f >> ones);
  let place = start + 5;
  for (; place < start + 4 + length; place++) number = number * 64 + (bytes[place] & 63);
  let blockSize = sizeCode === 1 ? 192 : sizeCode <= 5 ? 144 << sizeCode : 1 << sizeCode;
  if (sizeCode === 6) blockSize = bytes[place++] + 1;
  if (sizeCode === 7) {
    blockSize = ((bytes[place] << 8) | bytes[place + 1]) + 1;
    place += 2;
  }
  if (rateCode === 12) place += 1;
  if (rateCode === 13 || rateCode === 14) place += 2;
  if (place >= bytes.length || crc8(bytes, start, place) !== bytes[place]) return null;
  return { variable: (bytes[start + 1] & 1) === 1, number, blockSize };
}

const CRC_8 = table(8, 0x07);
const CRC_16 = table(16, 0x8005);

function table(width: number, polynomial: number): Uint16Array {
  const top = 1 << (width - 1);
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let rest = byte << (width - 8);
    for (let bit = 0; bit < 8; bit++) rest = (rest & top) === 0 ? rest << 1 : (rest << 1) ^ polynomial;
    return rest;
  }).map((rest) => rest & (2 * top - 1));
}

function crc8(bytes: Uint8Array, from: number, to: number): number {
  let rest = 0;
  for (let index = from; index < to; index++) rest = CRC_8[rest ^ bytes[index]];
  return rest;
}

function crc16(bytes: Uint8Array, from: number, to: number): number {
  let rest = 0;
  for (let index = from; index < to; index++) {
    rest = ((rest << 8) & 0xffff) ^ CRC_16[(rest >> 8) ^ bytes[index]];
  }
  return rest;
}
