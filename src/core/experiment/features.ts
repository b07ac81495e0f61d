import { createHash } from 'node:crypto';
import { assembleTable } from './assemble.js';
import { rowColumns } from './clipFeatures.js';
import { streamRows, type RowSource } from './clipStream.js';
import { defectOf, DuplicateFinder, settleDefects } from './defects.js';
import { checkParts } from './split.js';
import type { CacheTally } from '../cache/featureCache.js';
import type { DefectPolicy } from '../config/experiment.js';
import type { EventSink } from '../events.js';
import type { Clip, ClipDefect, Part } from './clips.js';
import { dimensions, type InputTable, type Table } from './rows.js';

const PROGRESS_MS = 100;

export interface FeatureJob extends RowSource {
  /** In any order; of two clips with the same audio the earlier one stays. */
  readonly clips: readonly Clip[];
  /** One a clip; clips whose part is null are not read. */
  readonly parts: readonly (Part | null)[];
  /** What the data stage found already. */
  readonly defects: readonly ClipDefect[];
  readonly policy: DefectPolicy;
  readonly emit: EventSink;
}

/** Row `r` of every input's table, `labels[r]`, `ids[r]`, `clips[r]` and `parts[r]` belong together. */
export interface ExtractedFeatures {
  readonly inputs: readonly InputTable[];
  /** Index of each row's label in the dataset's classes. */
  readonly labels: Int32Array;
  readonly ids: readonly string[];
  readonly clips: readonly Clip[];
  readonly parts: readonly Part[];
  /** Skipped clips and files, those of the data stage first. */
  readonly defects: readonly ClipDefect[];
  /** SHA-256 over id, label and SHA-256 of the bytes of each clip that was used, by id. */
  readonly dataHash: string;
  /** The same of the clips of the test part: what the ledger of looks knows a held-out part by. */
  readonly heldOutHash: string;
  /** Length of all clips that were used, as recorded. */
  readonly seconds: number;
  /** What came from the cache; null where there was none. */
  readonly cached: CacheTally | null;
}

/**
 * The features stage: reads every clip once and makes its row, or has it made by workers.
 *
 * @throws DATA_CLIPS_UNUSABLE with all unusable clips (policy `stop`), DATA_NO_USABLE_CLIP, SPLIT_PART_EMPTY or
 *   SPLIT_CLASS_MISSING where skipping emptied a part, what `streamRows` throws
 */
export async function extractFeatures(job: FeatureJob): Promise<ExtractedFeatures> {
  const { dataset, path, policy, emit } = job;
  const columns = path.inputs.map(rowColumns);
  const wanted = job.clips.flatMap((clip, index) => {
    const part = job.parts[index];
    return part === null ? [] : [{ clip, part }];
  });
  const defects = [...job.defects];
  const duplicates = new DuplicateFinder();
  const kept: { clip: Clip; part: Part; bytesHash: string }[] = [];
  const rows: Float32Array[][] = path.inputs.map(() => []);
  let seconds = 0;

  const report = progressReporter(wanted.length, emit);
  report(0);
  let done = 0;
  for await (const { row, bytesHash } of streamRows(
    job,
    wanted.map(({ clip }) => clip),
  )) {
    const { clip, part } = wanted[done];
    const defect = row.usable
      ? duplicates.check(clip, part, row.fingerprint)
      : defectOf(clip, row.reason, row.detail);
    if (row.usable && defect === null) {
      kept.push({ clip, part, bytesHash });
      row.inputs.forEach((values, input) => rows[input].push(values));
      seconds += row.seconds;
    }
    if (defect !== null) defects.push(defect);
    done += 1;
    report(done);
  }

  settleDefects(defects, kept.length, policy, emit);
  const clips = kept.map(({ clip }) => clip);
  const parts = kept.map(({ part }) => part);
  if (clips.length < wanted.length) checkParts(clips, parts, dataset.classes);
  const inputs = path.inputs.map(({ name, pooling }, input): InputTable => {
    const { table, cut } = assembleTable(rows[input], parts, columns[input], pooling.output);
    if (cut > 0) emit({ type: 'warning', stage: 'features', message: cutWords(name, table, cut) });
    return { name, table };
  });
  return {
    inputs,
    labels: Int32Array.from(clips, ({ label }) => dataset.classes.indexOf(label)),
    ids: clips.map(({ id }) => id),
    clips,
    parts,
    defects,
    dataHash: hashData(kept),
    heldOutHash: hashData(kept.filter(({ part }) => part === 'test')),
    seconds,
    cached: job.cache?.tally ?? null,
  };
}

function cutWords(input: string, table: Table, cut: number): string {
  const [clips, are] = cut === 1 ? ['clip', 'is'] : ['clips', 'are'];
  return (
    `${cut} held-out ${clips} ${are} longer than all recordings of training and validation ` +
    `(input '${input}'): the first ${dimensions(table).steps} steps count.`
  );
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
