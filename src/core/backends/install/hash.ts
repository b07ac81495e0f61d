import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { BACKEND_WRONG_FILE } from '../../errors/backends.js';
import type { Wheel } from './wheels.js';

const CHUNK = 1 << 20;

/**
 * Holds a file against the hash that intone knows it by.
 *
 * @throws BACKEND_WRONG_FILE
 */
export async function checkHash(file: string, { sha256 }: Wheel, signal: AbortSignal): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: CHUNK }), hash, { signal });
  const found = hash.digest('hex');
  if (found !== sha256) throw BACKEND_WRONG_FILE({ file, expected: sha256, found });
}
