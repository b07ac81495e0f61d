import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN_FILE_UNREADABLE } from '../errors/runs.js';
import { decodeCheckpoint, encodeCheckpoint } from '../training/checkpoint.js';
import { modelWeights, type Checkpoints, type SavedTraining, type Snapshot } from '../training/snapshot.js';
import { reasonOf, systemCode, writeAtomically, writeFailure } from './files.js';
import { WORKING_FILES } from './layout.js';

/** How far a training was: epochs that were over, and batches of the next one. */
interface Place {
  readonly epochs: number;
  readonly batches: number;
}

/**
 * The checkpoints of a run: a file each in `checkpoint/`, named for how far the training was. The latest is kept and
 * the best epoch's (whose weights are the run's result so far); others are removed once the new one is safely on the
 * disk, so whenever the process dies there is a whole one.
 */
export class CheckpointFolder implements Checkpoints {
  readonly latest: SavedTraining | null;
  /** What is wrong with files that could not be used, a sentence each. */
  readonly problems: readonly string[];
  readonly #folder: string;

  private constructor(folder: string, latest: SavedTraining | null, problems: readonly string[]) {
    this.#folder = folder;
    this.latest = latest;
    this.problems = problems;
  }

  /**
   * Opens a run's checkpoints. The latest that is whole counts, with the best epoch's that belongs to it.
   *
   * @throws RUN_FILE_UNREADABLE where the folder cannot be listed
   */
  static async open(runDirectory: string): Promise<CheckpointFolder> {
    const folder = join(runDirectory, WORKING_FILES.checkpoint);
    const problems: string[] = [];
    for (const place of await placesIn(folder)) {
      const snapshot = await read(folder, place, problems);
      if (snapshot === null) continue;
      const { bestEpoch } = snapshot.stopping;
      if (bestEpoch === 0) return new CheckpointFolder(folder, { snapshot, bestWeights: null }, problems);
      const best = await read(folder, { epochs: bestEpoch, batches: 0 }, problems);
      if (best === null) continue;
      return new CheckpointFolder(folder, { snapshot, bestWeights: modelWeights(best) }, problems);
    }
    return new CheckpointFolder(folder, null, problems);
  }

  /** @throws RUN_WRITE_FAILED; the older ones are then still there */
  async keep(snapshot: Snapshot): Promise<void> {
    const { history, underWay, stopping } = snapshot;
    const name = fileName({ epochs: history.length, batches: underWay.batches });
    const best = fileName({ epochs: stopping.bestEpoch, batches: 0 });
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeAtomically(join(this.#folder, name), encodeCheckpoint(snapshot));
      await flush(this.#folder);
      const others = (await readdir(this.#folder)).filter((other) => other !== name && other !== best);
      for (const other of others) await rm(join(this.#folder, other), { force: true });
    } catch (cause) {
      throw systemCode(cause) === null ? cause : writeFailure(this.#folder, cause);
    }
  }

  /** Removes them all: the run has its result. */
  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function fileName({ epochs, batches }: Place): string {
  return batches === 0 ? `epoch-${epochs}` : `epoch-${epochs}-batch-${batches}`;
}

/** The places of a folder's checkpoints, the latest first. */
async function placesIn(folder: string): Promise<readonly Place[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return [];
    throw RUN_FILE_UNREADABLE({ file: folder, reason: reasonOf(cause) }, undefined, cause);
  });
  const places = names.flatMap((name) => {
    const match = /^epoch-(\d+)(?:-batch-(\d+))?$/.exec(name);
    return match === null ? [] : [{ epochs: Number(match[1]), batches: Number(match.at(2) ?? 0) }];
  });
  return places.sort((a, b) => b.epochs - a.epochs || b.batches - a.batches);
}

async function read(folder: string, place: Place, problems: string[]): Promise<Snapshot | null> {
  const file = join(folder, fileName(place));
  try {
    const decoded = decodeCheckpoint(await readFile(file));
    if (decoded.ok) return decoded.snapshot;
    problems.push(`The checkpoint '${file}' cannot be used: ${decoded.problem}.`);
  } catch (cause) {
    problems.push(`The checkpoint '${file}' cannot be read: ${reasonOf(cause)}.`);
  }
  return null;
}

/** Makes sure that a folder's new names are on the disk; where a system does not do that for folders, it need not be. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
