import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { isIntoneError } from '../errors/entry.js';
import { assembleTable } from './assemble.js';
import { clipRow, namingClip, rowColumns } from './clipFeatures.js';
import { defectOf, DuplicateFinder, settleDefects } from './defects.js';
import { checkParts } from './split.js';
import type { CacheTally, FeatureCache } from '../cache/featureCache.js';
import type { DefectPolicy } from '../config/experiment.js';
import type { EventSink } from '../events.js';
import type { Dataset } from '../registry/contracts.js';
import type { ClipRow, WatchedPath } from './clipFeatures.js';
import type { Clip, ClipDefect, Part } from './clips.js';
import type { Table } from './rows.js';

const PROGRESS_MS = 100;

export interface FeatureJob {
  readonly dataset: Dataset;
  readonly path: WatchedPath;
  /** In any order; of two clips with the same audio the earlier one stays. */
  readonly clips: readonly Clip[];
  /** One a clip; clips whose part is null are not read. */
  readonly parts: readonly (Part | null)[];
  /** What the data stage found already. */
  readonly defects: readonly ClipDefect[];
  readonly policy: DefectPolicy;
  /** Rows that were computed before, and where new ones are kept. */
  readonly cache?: FeatureCache | null;
  /** Hears of each clip before it is read. */
  readonly onClip?: (clip: Clip) => void;
  readonly emit: EventSink;
  readonly signal?: AbortSignal;
}

/** Row `r` of the table, `labels[r]`, `ids[r]`, `clips[r]` and `parts[r]` belong together. */
export interface ExtractedFeatures {
  readonly table: Table;
  /** Index of each row's label in the dataset's classes. */
  readonly labels: Int32Array;
  readonly ids: readonly string[];
  readonly clips: readonly Clip[];
  readonly parts: readonly Part[];
  /** Skipped clips and files, those of the data stage first. */
  readonly defects: readonly ClipDefect[];
  /** SHA-256 over id, label and SHA-256 of the bytes of each clip that was used, by id. */
  readonly dataHash: string;
  /** Length of all clips that were used, as recorded. */
  readonly seconds: number;
  /** What came from the cache; null where there was none. */
  readonly cached: CacheTally | null;
}

/**
 * The features stage: reads every clip once and makes its row. One clip's audio is held at a time, and the event
 * loop turns after each.
 *
 * @throws DATA_CLIPS_UNUSABLE with all unusable clips (policy `stop`), DATA_NO_USABLE_CLIP, SPLIT_PART_EMPTY or
 *   SPLIT_CLASS_MISSING where skipping emptied a part, what `clipRow` throws, and the signal's reason when aborted
 */
export async function extractFeatures(job: FeatureJob): Promise<ExtractedFeatures> {
  const { dataset, path, policy, emit } = job;
  const columns = rowColumns(path);
  const wanted = job.clips.flatMap((clip, index) => {
    const part = job.parts[index];
    return part === null ? [] : [{ clip, part }];
  });
  const defects = [...job.defects];
  const duplicates = new DuplicateFinder();
  const kept: { clip: Clip; part: Part; bytesHash: string }[] = [];
  const rows: Float32Array[] = [];
  let seconds = 0;

  const report = progressReporter(wanted.length, emit);
  for (const [done, { clip, part }] of wanted.entries()) {
    job.signal?.throwIfAborted();
    report(done);
    job.onClip?.(clip);
    const { row, bytesHash } = await readClip(job, clip).catch((thrown: unknown) => {
      throw namingClip(thrown, clip.id);
    });
    const defect = row.usable
      ? duplicates.check(clip, part, row.fingerprint)
      : defectOf(clip, row.reason, row.detail);
    if (row.usable && defect === null) {
      kept.push({ clip, part, bytesHash });
      rows.push(row.values);
      seconds += row.seconds;
    }
    if (defect !== null) defects.push(defect);
    await setImmediate();
  }
  report(wanted.length);

  settleDefects(defects, kept.length, policy, emit);
  const clips = kept.map(({ clip }) => clip);
  const parts = kept.map(({ part }) => part);
  if (clips.length < wanted.length) checkParts(clips, parts, dataset.classes);
  return {
    table: assembleTable(rows, columns, path.pooling.output),
    labels: Int32Array.from(clips, ({ label }) => dataset.classes.indexOf(label)),
    ids: clips.map(({ id }) => id),
    clips,
    parts,
    defects,
    dataHash: hashData(kept),
    seconds,
    cached: job.cache?.tally ?? null,
  };
}

async function readClip(job: FeatureJob, clip: Clip): Promise<{ row: ClipRow; bytesHash: string }> {
  let bytes: Uint8Array;
  try {
    bytes = await job.dataset.read(clip);
  } catch (thrown) {
    const detail = systemFailure(thrown);
    if (detail === null) throw thrown;
    return { row: { usable: false, reason: 'unreadable', detail }, bytesHash: '' };
  }
  const bytesHash = createHash('sha256').update(bytes).digest('hex');
  const row = job.cache?.find(bytesHash) ?? (await makeRow(job, clip, bytes, bytesHash));
  return { row, bytesHash };
}

/** Computes a row and keeps it, unless it came with more than numbers: a warning has to be said in each run. */
async function makeRow(
  { path, cache }: FeatureJob,
  clip: Clip,
  bytes: Uint8Array,
  bytesHash: string,
): Promise<ClipRow> {
  const before = path.sideEffects.count;
  const row = await clipRow(bytes, path, clip.id);
  if (path.sideEffects.count === before) await cache?.keep(bytesHash, row);
  return row;
}

/** What the operating system says against reading a file; null for any other failure. */
function systemFailure(thrown: unknown): string | null {
  const cause = isIntoneError(thrown) ? thrown.cause : thrown;
  return cause instanceof Error && 'syscall' in cause ? cause.message : null;
}

function hashData(kept: readonly { clip: Clip; bytesHash: string }[]): string {
  const lines = kept.map(({ clip, bytesHash }) => JSON.stringify([clip.id, clip.label, bytesHash]));
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

/** Tells how far the stage is: at the start, at the end, and not more often than a screen needs. */
function progressReporter(total: number, emit: EventSink): (done: number) => void {
  let last = -Infinity;
  return (done) => {
    const now = performance.now();
    if (done < total && now - last < PROGRESS_MS) return;
    last = now;
    emit({ type: 'stage-progress', stage: 'features', done, total, unit: 'clips' });
  };
}
