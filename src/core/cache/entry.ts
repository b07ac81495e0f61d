import { createHash } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { CLIP_DEFECT_REASONS } from '../experiment/clips.js';
import type { ClipDefectReason } from '../experiment/clips.js';

/** What an entry is kept under: SHA-256, in hexadecimal. */
export interface EntryKey {
  /** Of what made the row: settings, code, platform. */
  readonly recipe: string;
  /** Of the clip's bytes. */
  readonly clip: string;
}

/** What one input of a clip's row came to; a clip that cannot be used cannot be for any input. */
export type CachedRow =
  | {
      readonly usable: true;
      readonly values: Float32Array;
      readonly fingerprint: string;
      readonly seconds: number;
    }
  | { readonly usable: false; readonly reason: ClipDefectReason; readonly detail: string };

const MAGIC = Buffer.from('INTONEC2', 'latin1');
const HASH_BYTES = 32;
/** Magic, the two hashes of the key, and the length of the header (uint32, little endian). */
const PREAMBLE_BYTES = MAGIC.length + 2 * HASH_BYTES + 4;

const Header = Type.Union([
  Type.Object({
    usable: Type.Literal(true),
    fingerprint: Type.String(),
    seconds: Type.Number(),
  }),
  Type.Object({
    usable: Type.Literal(false),
    reason: Type.Union(CLIP_DEFECT_REASONS.map((reason) => Type.Literal(reason))),
    detail: Type.String(),
  }),
]);

/**
 * A clip's row for an input as an entry's bytes: the preamble with the key, a JSON header, the values as 32-bit floats, and the
 * SHA-256 of all that stands before it.
 */
export function encodeEntry(key: EntryKey, row: CachedRow): Uint8Array {
  const { values, header } = split(row);
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const contents = Buffer.concat([
    MAGIC,
    Buffer.from(key.recipe, 'hex'),
    Buffer.from(key.clip, 'hex'),
    length,
    text,
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  ]);
  return Buffer.concat([contents, checksum(contents)]);
}

/** The row that an entry holds; null where the bytes are not, whole and unchanged, an entry of this key. */
export function decodeEntry(key: EntryKey, bytes: Uint8Array): CachedRow | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.length - HASH_BYTES;
  if (end < PREAMBLE_BYTES) return null;
  if (!checksum(buffer.subarray(0, end)).equals(buffer.subarray(end))) return null;
  const keyed = Buffer.concat([MAGIC, Buffer.from(key.recipe, 'hex'), Buffer.from(key.clip, 'hex')]);
  if (!buffer.subarray(0, keyed.length).equals(keyed)) return null;
  const valuesAt = PREAMBLE_BYTES + buffer.readUInt32LE(keyed.length);
  const header: unknown = JSON.parse(buffer.toString('utf8', PREAMBLE_BYTES, valuesAt));
  if (!Value.Check(Header, header)) return null;
  if (!header.usable) return header;
  const values = new Float32Array((end - valuesAt) / Float32Array.BYTES_PER_ELEMENT);
  new Uint8Array(values.buffer).set(buffer.subarray(valuesAt, end));
  return { ...header, values };
}

function split(row: CachedRow): { values: Float32Array; header: unknown } {
  if (!row.usable) return { values: new Float32Array(), header: row };
  const { values, ...header } = row;
  return { values, header };
}

function checksum(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
