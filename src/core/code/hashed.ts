import { createHash } from 'node:crypto';

/** SHA-256 of parts, one after the other, in hexadecimal. */
export function hashed(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
