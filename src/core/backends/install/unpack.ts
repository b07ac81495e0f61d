import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openPromise, type Entry } from 'yauzl';
import { BACKEND_BAD_WHEEL } from '../../errors/backends.js';
import { systemCode } from '../../runs/files.js';
import { messageOf } from '../../text/words.js';

/** A zip made on Unix keeps a file's mode in the upper half of its attributes. */
const MODE_SHIFT = 16;
const EXECUTABLE = 0o111;

/**
 * Unpacks what is wanted of a zip, each file as a stream: memory does not grow with the wheel.
 *
 * @param written - Hears of each piece that was written how many bytes it has.
 * @returns the paths that were unpacked
 * @throws BACKEND_BAD_WHEEL where it is no zip, damaged, or names a path outside of the folder; what the disk says
 */
export async function unpack(
  file: string,
  folder: string,
  wanted: (path: string) => boolean,
  { signal, written }: { readonly signal: AbortSignal; readonly written: (bytes: number) => void },
): Promise<readonly string[]> {
  const unpacked: string[] = [];
  try {
    // yauzl refuses absolute paths and such as climb out of the folder.
    const zip = await openPromise(file, { lazyEntries: true, autoClose: false });
    try {
      for await (const entry of zip.eachEntry()) {
        if (entry.fileName.endsWith('/') || !wanted(entry.fileName)) continue;
        const target = join(folder, entry.fileName);
        await mkdir(dirname(target), { recursive: true });
        const counted = new Transform({
          transform(chunk: Uint8Array, _encoding, next) {
            written(chunk.length);
            next(null, chunk);
          },
        });
        const contents = await zip.openReadStreamPromise(entry);
        await pipeline(contents, counted, createWriteStream(target, { mode: modeOf(entry) }), { signal });
        unpacked.push(entry.fileName);
      }
    } finally {
      zip.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (isFromSystem(error)) throw error;
    throw BACKEND_BAD_WHEEL({ file: basename(file), reason: messageOf(error) }, undefined, error);
  }
  return unpacked;
}

/** What the system says (`ENOSPC`), not what zlib says (`Z_DATA_ERROR`). */
function isFromSystem(error: unknown): boolean {
  return /^E[A-Z\d]+$/.test(systemCode(error) ?? '');
}

function modeOf({ externalFileAttributes }: Entry): number {
  return ((externalFileAttributes >>> MODE_SHIFT) & EXECUTABLE) === 0 ? 0o644 : 0o755;
}
