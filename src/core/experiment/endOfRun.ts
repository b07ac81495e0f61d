import { EXIT, IntoneErrors, isIntoneError } from '../errors/entry.js';
import { RUN_INTERRUPTED, RUN_WRITE_FAILED } from '../errors/runs.js';
import type { RunWriter } from '../runs/writer.js';
import { messageOf } from '../text/words.js';
import type { Stages } from './stages.js';

/** A run that something was thrown in. */
interface EndedRun {
  readonly run: RunWriter;
  readonly stages: Stages;
  /** It was begun before, so its directory is not in vain. */
  readonly resumed: boolean;
  /** It was told to stop. */
  readonly interrupted: boolean;
}

/**
 * Says in a run's directory how it ended: `interrupted` or `failed`; a run that fails before its first feature is
 * computed was not possible, and is removed. Where nothing can be written any more (the disk is full), the first error
 * is the one that counts.
 *
 * @returns the error that the run ends with
 */
export async function endOfRun(thrown: unknown, { run, stages, ...how }: EndedRun): Promise<unknown> {
  const error = how.interrupted ? interruption(thrown, run, stages) : thrown;
  const { code, message } = describeError(error);
  await unlessUnwritable(() => {
    stages.emit({ type: 'run-failed', code, message });
  });
  await unlessUnwritable(async () => {
    if (code === RUN_INTERRUPTED.code) await run.interrupt({ code, message });
    else if (stages.beforeFeatures && !how.resumed) await run.discard();
    else await run.fail({ code, message });
  });
  return error;
}

/** The error of a run that was told to stop, whatever the stage made of it; what could not be saved is another matter. */
function interruption(thrown: unknown, { directory }: RunWriter, { current }: Stages): unknown {
  if (isIntoneError(thrown) && thrown.code === RUN_WRITE_FAILED.code) return thrown;
  const training = isIntoneError(thrown) && thrown.exit === EXIT.interrupted ? thrown.message : null;
  return RUN_INTERRUPTED({ run: directory, stage: current, training }, undefined, thrown);
}

async function unlessUnwritable(work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isIntoneError(error)) throw error;
  }
}

function describeError(error: unknown): { code: string; message: string } {
  if (isIntoneError(error)) return { code: error.code, message: error.message };
  if (error instanceof IntoneErrors) return { code: error.errors[0].code, message: error.message };
  return { code: 'INTERNAL', message: messageOf(error) };
}
