import { messageOf } from '../core/text/words.js';
import { FEATURE_WORKER_DIED } from '../core/errors/worker.js';
import type { RowRecipe, RowTask, RowWorkers } from '../core/experiment/rowWorkers.js';
import type { ClipRow } from '../core/experiment/clipFeatures.js';
import { failureError } from './failure.js';
import type { RowAnswer, RowOrder, RowWorkerSettings } from './rowWorker.js';

const ENTRY = new URL('rowWorker.js', import.meta.url).href;

/** Starts threads that make rows, each with plugins of its own. */
export async function startRowWorkers(
  recipe: RowRecipe,
  threads: number,
  directory: string,
): Promise<RowWorkers> {
  const { Piscina } = await import('piscina');
  const pool = new Piscina<RowOrder, RowAnswer>({
    filename: ENTRY,
    minThreads: threads,
    maxThreads: threads,
    // A worker that waits for its next clip by blocking would not hear of what its plugins do meanwhile.
    atomics: 'disabled',
  });
  const settings: RowWorkerSettings = {
    recipe,
    directory,
    places: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
  };
  return {
    row: async (task: RowTask): Promise<ClipRow | null> => {
      // A copy of one's own, handed over: the clip's bytes may be a view into more, and stay the dataset's.
      const bytes = new Uint8Array(task.bytes);
      const answer = await pool
        .run({ ...task, bytes, settings }, { transferList: [bytes.buffer] })
        .catch((thrown: unknown) => {
          const { clip } = task;
          throw FEATURE_WORKER_DIED({ clip, reason: messageOf(thrown) }, undefined, thrown);
        });
      if ('failure' in answer) throw failureError(answer.failure);
      return answer.row;
    },
    close: async () => {
      await pool.destroy();
    },
  };
}
