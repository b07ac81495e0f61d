import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { BACKEND_DOWNLOAD_FAILED } from '../../errors/backends.js';
import { systemCode } from '../../runs/files.js';
import { megabytes } from '../../text/figures.js';
import { messageOf } from '../../text/words.js';
import { splitCredentials } from './credentials.js';
import { checkHash } from './hash.js';
import type { InstallContext } from './progress.js';
import type { Wheel } from './wheels.js';

/** In a row that bring nothing. */
const ATTEMPTS = 5;
/** Milliseconds before the second attempt; doubled for each later one. */
const FIRST_WAIT = 250;
/** Milliseconds without a byte after which a connection counts as cut. */
const STALL = 30_000;

/** The system's words for a full disk, which another attempt does not help. */
const FULL = ['ENOSPC', 'EDQUOT'];

/**
 * Downloads a wheel, going on from where an earlier download of it broke off, whether a moment or a week ago: until
 * it is whole it lies in `file.partial`. Its hash is checked before it gets its name.
 *
 * @param url - http or https; a name and password in it become the request's authorization.
 * @throws BACKEND_DOWNLOAD_FAILED, which keeps the part; BACKEND_WRONG_FILE, which does not; what the disk says
 */
export async function download(
  url: string,
  file: string,
  wheel: Wheel,
  context: InstallContext,
): Promise<void> {
  const partial = `${file}.partial`;
  await mkdir(dirname(file), { recursive: true });
  const { signal } = context;
  for (let attempt = 1; ; attempt++) {
    const before = await sizeOf(partial);
    try {
      await fetchRest(url, partial, wheel, context);
      break;
    } catch (error) {
      signal.throwIfAborted();
      if (FULL.includes(systemCode(error) ?? '')) throw error;
      // A connection that is cut now and then gets there in the end.
      if ((await sizeOf(partial)) > before) attempt = 1;
      if (attempt === ATTEMPTS || error instanceof Refused) throw await failure(url, partial, wheel, error);
      await wait(FIRST_WAIT * 2 ** (attempt - 1), undefined, { signal });
    }
  }
  await checkHash(partial, wheel, signal).catch(async (error: unknown) => {
    if (!signal.aborted) await rm(partial, { force: true });
    throw error;
  });
  await rename(partial, file);
}

/** The server's no, which asking again does not change. */
class Refused extends Error {}

async function fetchRest(
  url: string,
  partial: string,
  wheel: Wheel,
  { signal, report }: InstallContext,
): Promise<void> {
  const had = await sizeOf(partial);
  if (had === wheel.bytes) return;
  const start = had < wheel.bytes ? had : 0;
  const stalled = new AbortController();
  const stop = AbortSignal.any([signal, stalled.signal]);
  let timer = setTimeout(stall, STALL);
  function stall(): void {
    stalled.abort();
  }
  try {
    const { address, authorization } = splitCredentials(url);
    const response = await fetch(address, {
      headers: { ...authorization, ...(start > 0 && { range: `bytes=${start}-` }) },
      signal: stop,
    });
    const goesOn =
      response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${start}-`);
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      const reason = `the server answers ${response.status} ${response.statusText}`.trimEnd();
      throw response.status < 500 ? new Refused(reason) : new Error(reason);
    }
    let done = goesOn === true ? start : 0;
    const counted = new Transform({
      transform(chunk: Uint8Array, _encoding, next) {
        clearTimeout(timer);
        timer = setTimeout(stall, STALL);
        done += chunk.length;
        report({ type: 'progress', done, total: wheel.bytes });
        // More than there can be: the hash could not hold.
        next(
          done > wheel.bytes ? new Refused('the file is longer than the one that intone knows') : null,
          chunk,
        );
      },
    });
    const sink = createWriteStream(partial, { flags: goesOn === true ? 'a' : 'w' });
    await pipeline(Readable.fromWeb(response.body), counted, sink, { signal: stop });
    if (done < wheel.bytes)
      throw new Error(`the connection ended after ${megabytes(done)} of ${megabytes(wheel.bytes)}`);
  } catch (error) {
    if (stalled.signal.aborted) throw new Error(`nothing came for ${STALL / 1000} s`, { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function failure(url: string, partial: string, wheel: Wheel, cause: unknown): Promise<Error> {
  const kept = await sizeOf(partial);
  // What fetch itself throws says only `fetch failed`; its cause says why.
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return BACKEND_DOWNLOAD_FAILED(
    {
      url: splitCredentials(url).address.href,
      reason: messageOf(inner),
      kept: kept === 0 ? null : `${megabytes(kept)} of ${megabytes(wheel.bytes)}`,
      requirement: wheel.requirement,
    },
    undefined,
    cause,
  );
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
