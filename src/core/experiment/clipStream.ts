import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { wholeRow, withKnown, type KnownRow, type RowCache } from '../cache/rowCache.js';
import { isIntoneError } from '../errors/entry.js';
import type { Dataset } from '../registry/contracts.js';
import { clipRow, namingClip, type ClipRow, type WatchedPath } from './clipFeatures.js';
import type { Clip } from './clips.js';
import { RowTeam } from './rowTeam.js';
import type { RowWorkersOffer } from './rowWorkers.js';

/** Where rows come from. */
export interface RowSource {
  readonly dataset: Dataset;
  readonly path: WatchedPath;
  /** Rows that were computed before, and where new ones are kept. */
  readonly cache?: RowCache | null;
  /** Threads that may make rows; they have to make those that `path` makes. Absent: this thread makes all. */
  readonly workers?: RowWorkersOffer | undefined;
  /** Hears of each clip before this thread reads it, and with null when it has left its hands. */
  readonly onClip?: (clip: Clip | null) => void;
  readonly signal?: AbortSignal;
}

export interface StreamedRow {
  readonly row: ClipRow;
  /** SHA-256 of the clip's bytes, in hexadecimal; empty where they cannot be read. */
  readonly bytesHash: string;
}

/** What reading a clip gave; the row is null where it is still to be made of the bytes. */
interface ReadClip {
  readonly bytes: Uint8Array;
  readonly bytesHash: string;
  readonly row: ClipRow | null;
}

/** A clip that was read, and whose row is on its way. */
interface Pending {
  readonly clip: Clip;
  readonly bytesHash: string;
  readonly finish: () => ClipRow | Promise<ClipRow>;
}

const NO_BYTES = new Uint8Array();

/**
 * The rows of clips, in the clips' order, each clip read once. This thread reads and hashes the clips, one after the
 * other (a dataset need not bear two reads at once), and looks them up and keeps them in the cache; workers, where
 * there are any, compute. A few clips for each worker are held at a time, one where there are none, and the event loop
 * turns after each. Rows do not depend on who makes them: what a worker's plugins did beside computing is done here,
 * in its turn.
 *
 * @throws what the dataset and `clipRow` throw, of the first clip in the order that fails, with its name; the signal's
 *   reason when aborted
 */
export async function* streamRows(source: RowSource, clips: readonly Clip[]): AsyncGenerator<StreamedRow> {
  const { cache, signal } = source;
  const team = new RowTeam(source.workers, clips.length, cache != null);
  const waiting: Pending[] = [];
  const settleWhile = async function* (holds: () => boolean): AsyncGenerator<StreamedRow> {
    for (let next = holds() && waiting.shift(); next; next = holds() && waiting.shift()) {
      yield await settled(next, signal);
    }
  };
  const stop = (): void => void team.close();
  signal?.addEventListener('abort', stop);
  try {
    for (const clip of clips) {
      signal?.throwIfAborted();
      const read = await attempt(readClip(source, clip));
      // A copy finds in the cache what its original leaves there.
      const original = ({ bytesHash }: Pending): boolean => bytesHash === hashOf(read);
      if (cache != null) yield* settleWhile(() => waiting.some(original));
      waiting.push(await begin(source, team, clip, read));
      yield* settleWhile(() => waiting.length > team.ahead);
      await setImmediate();
    }
    yield* settleWhile(() => true);
  } finally {
    signal?.removeEventListener('abort', stop);
    await team.close();
  }
}

/** A result, or what was thrown in its place: it counts when the clips before it are done. */
type Attempt<T> = { readonly done: T } | { readonly thrown: unknown };

async function attempt<T>(work: Promise<T>): Promise<Attempt<T>> {
  return await work.then(
    (done) => ({ done }),
    (thrown: unknown) => ({ thrown }),
  );
}

function hashOf(read: Attempt<ReadClip>): string | null {
  return 'done' in read && read.done.row === null ? read.done.bytesHash : null;
}

async function readClip({ dataset, onClip }: RowSource, clip: Clip): Promise<ReadClip> {
  onClip?.(clip);
  try {
    const bytes = await dataset.read(clip);
    return { bytes, bytesHash: createHash('sha256').update(bytes).digest('hex'), row: null };
  } catch (thrown) {
    const detail = systemFailure(thrown);
    if (detail === null) throw thrown;
    return { bytes: NO_BYTES, bytesHash: '', row: { usable: false, reason: 'unreadable', detail } };
  } finally {
    onClip?.(null);
  }
}

/** What the operating system says against reading a file; null for any other failure. */
function systemFailure(thrown: unknown): string | null {
  const cause = isIntoneError(thrown) ? thrown.cause : thrown;
  return cause instanceof Error && 'syscall' in cause ? cause.message : null;
}

/** Looks a clip up in the cache, and sees to it that what is missing is computed: by the workers, or when it is asked for. */
async function begin(
  source: RowSource,
  team: RowTeam,
  clip: Clip,
  read: Attempt<ReadClip>,
): Promise<Pending> {
  if ('thrown' in read) {
    const finish = (): never => {
      throw read.thrown;
    };
    return { clip, bytesHash: '', finish };
  }
  const { path, cache } = source;
  const { bytes, bytesHash, row } = read.done;
  const known = cache?.find(bytesHash) ?? path.inputs.map(() => null);
  const whole = row ?? wholeRow(known);
  await team.see(whole === null);
  if (whole !== null) return { clip, bytesHash, finish: () => whole };

  const inputs = known.flatMap((part, input) => (part === null ? [input] : []));
  const asked = team.ask({ bytes, clip: clip.id, inputs });
  const finish = async (): Promise<ClipRow> => {
    const theirs = await team.answer(asked);
    if (theirs === null) return await makeRow(source, team, { clip, bytes, bytesHash, known });
    const made = withKnown(known, theirs);
    await cache?.keep(bytesHash, made, known);
    return made;
  };
  return { clip, bytesHash, finish };
}

interface RowToMake {
  readonly clip: Clip;
  readonly bytes: Uint8Array;
  readonly bytesHash: string;
  readonly known: KnownRow;
}

/**
 * Computes in this thread what is not known of a row, and keeps it, unless it came with more than numbers: a warning has
 * to be said in each run.
 */
async function makeRow(
  { path, cache, onClip }: RowSource,
  team: RowTeam,
  { clip, bytes, bytesHash, known }: RowToMake,
): Promise<ClipRow> {
  const { count, draws } = path.sideEffects;
  const missing = path.inputs.filter((_, input) => known[input] === null);
  onClip?.(clip);
  const row = withKnown(known, await clipRow(bytes, { ...path, inputs: missing }, clip.id));
  onClip?.(null);
  if (path.sideEffects.count === count) await cache?.keep(bytesHash, row, known);
  // Until now nothing was drawn, so from here on the numbers are those of one thread.
  if (path.sideEffects.draws > draws) await team.giveUp();
  return row;
}

async function settled({ clip, bytesHash, finish }: Pending, signal?: AbortSignal): Promise<StreamedRow> {
  try {
    return { row: await finish(), bytesHash };
  } catch (thrown) {
    // Workers that were ended are no news.
    signal?.throwIfAborted();
    throw namingClip(thrown, clip.id);
  }
}
