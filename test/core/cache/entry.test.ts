import { describe, expect, it } from 'vitest';
import { decodeEntry, encodeEntry, type CachedRow, type EntryKey } from '../../../src/core/cache/entry.js';

const key: EntryKey = { recipe: '0a'.repeat(32), clip: 'b1'.repeat(32) };
const row: CachedRow = {
  usable: true,
  values: Float32Array.of(1.5, -0, 1e-45, 3.4028234663852886e38, 0.1),
  fingerprint: 'öff "nen"',
  seconds: 3.3033333333333332,
};

describe('an entry', () => {
  it('gives a row back to the bit', () => {
    const found = decodeEntry(key, encodeEntry(key, row));
    expect(found).toEqual(row);
    expect(found?.usable === true && Object.is(found.values[1], -0)).toBe(true);
  });

  it('holds what is wrong with a clip that cannot be used', () => {
    const defect: CachedRow = { usable: false, reason: 'silent', detail: 'every sample is 0' };
    expect(decodeEntry(key, encodeEntry(key, defect))).toEqual(defect);
  });

  it('does not depend on where in memory its bytes stand', () => {
    const shifted = new Uint8Array([0, 0, 0, ...encodeEntry(key, row)]).subarray(3);
    expect(decodeEntry(key, shifted)).toEqual(row);
  });

  it('is not taken with any one bit flipped', () => {
    const bytes = encodeEntry(key, row);
    for (let index = 0; index < bytes.length; index++) {
      const damaged = Uint8Array.from(bytes);
      damaged[index] ^= 1 << (index % 8);
      expect(decodeEntry(key, damaged), `byte ${index}`).toBeNull();
    }
  });

  it('is not taken cut at any length, or with something after it', () => {
    const bytes = encodeEntry(key, row);
    for (let length = 0; length < bytes.length; length++) {
      expect(decodeEntry(key, bytes.subarray(0, length)), `${length} bytes`).toBeNull();
    }
    expect(decodeEntry(key, new Uint8Array([...bytes, 0]))).toBeNull();
  });

  it('is not taken under another name', () => {
    const bytes = encodeEntry(key, row);
    expect(decodeEntry({ ...key, clip: 'b2'.repeat(32) }, bytes)).toBeNull();
    expect(decodeEntry({ ...key, recipe: '0b'.repeat(32) }, bytes)).toBeNull();
  });
});
