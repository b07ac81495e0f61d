import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { closeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Value } from '@sinclair/typebox/value';
import { isIntoneError } from '../core/errors/entry.js';
import { WORKER_DIED, WORKER_STOPPED, type Kept } from '../core/errors/worker.js';
import type { RunResult } from '../core/experiment/run.js';
import { clipsOfCrash } from '../core/runs/clipTrail.js';
import { openRun, readEvents } from '../core/runs/reader.js';
import { failureError } from './failure.js';
import { lastWords, openLog } from './log.js';
import { FromWorkerSchema, type FromWorker, type RunRequest, type ToWorker } from './messages.js';

const ENTRY = fileURLToPath(new URL('main.js', import.meta.url));
const STDERR = 2;

/** A run in a process of its own. Its promises may be left alone: one that nobody waits for fails in silence. */
export interface RunHandle {
  readonly pid: number | undefined;
  /** The run's directory, once there is one. */
  readonly directory: Promise<string>;
  /** The plan holds, so the directory will stay whatever comes. */
  readonly underWay: Promise<unknown>;
  /**
   * How it ended, once its process is gone.
   *
   * @throws the errors of the run as they were thrown there; WORKER_DIED; WORKER_STOPPED
   */
  readonly finished: Promise<RunResult>;
  /** Lets it finish its batch, save, and end. */
  readonly interrupt: () => void;
  /** Ends it at once. */
  readonly kill: () => void;
  /** Lets it go on without this process, which may then end. */
  readonly leave: () => void;
}

/** What `startRun` needs to know; where the log lies is its own affair. */
export interface StartOptions extends Omit<RunRequest, 'type' | 'log'> {
  /** What the process prints goes to a log in the run directory. Default: as `outlives`. */
  readonly logged?: boolean;
}

/**
 * Starts a run in a process of its own, in a process group of its own: Ctrl-C in the terminal reaches it through
 * `interrupt` only. With `outlives` it goes on when this process is gone, however it went; otherwise it is then
 * interrupted. What the process prints goes to a log in the run directory where it is `logged`, to stderr otherwise.
 *
 * @throws RUN_WRITE_FAILED where the log cannot be opened
 */
export function startRun({ logged, ...options }: StartOptions): RunHandle {
  const { work, outlives } = options;
  const log = (logged ?? outlives) ? openLog('resume' in work ? work.resume : work.runsDirectory) : null;
  const output = log?.descriptor ?? STDERR;
  const child = fork(ENTRY, [], { detached: true, stdio: ['ignore', output, output, 'ipc'] });
  if (log !== null) closeSync(log.descriptor);
  const say = (message: ToWorker): void => {
    if (child.connected) child.send(message, () => undefined);
  };
  const told = new WorkerReport(child);
  say({ type: 'run', ...options, log: log?.file ?? null });
  return {
    pid: child.pid,
    directory: told.directory,
    underWay: told.underWay,
    finished: told.finished,
    interrupt: () => {
      say({ type: 'interrupt' });
    },
    kill: () => {
      told.stopping = true;
      child.kill('SIGKILL');
    },
    leave: () => {
      if (child.connected) child.disconnect();
      child.unref();
    },
  };
}

/** What the process of a run says, and how it ends, as the promises of its handle. */
class WorkerReport {
  readonly directory: Promise<string>;
  readonly underWay: Promise<unknown>;
  readonly finished: Promise<RunResult>;
  /** It was told to end at once. */
  stopping = false;
  #kept: string | null = null;
  #outcome: FromWorker | null = null;

  constructor(child: ChildProcess) {
    const messages = new EventEmitter<{ begun: [string]; 'under-way': [] }>();
    child.on('message', (message) => {
      if (!Value.Check(FromWorkerSchema, message)) return;
      if (message.type === 'begun') {
        this.#kept = message.directory;
        messages.emit('begun', message.directory);
      } else if (message.type === 'under-way') messages.emit('under-way');
      else this.#outcome = message;
    });
    this.finished = new Promise<string>((resolve, reject) => {
      child.on('error', reject);
      // Comes after the last message, where 'exit' may come before it.
      child.on('close', (code, signal) => {
        resolve(signal === null ? `ended with code ${String(code)}` : `was ended by ${signal}`);
      });
    }).then((how) => this.#result(how));
    this.directory = new Promise((resolve, reject) => {
      messages.once('begun', resolve);
      this.finished.catch(reject);
    });
    this.underWay = new Promise<void>((resolve, reject) => {
      messages.once('under-way', resolve);
      this.finished.catch(reject);
    });
    for (const promise of [this.directory, this.underWay]) promise.catch(() => undefined);
  }

  async #result(how: string): Promise<RunResult> {
    const outcome = this.#outcome;
    if (outcome?.type === 'finished') return outcome.result;
    if (outcome?.type === 'failed') throw failureError(outcome.failure);
    const kept = this.#kept === null ? null : await keptIn(this.#kept);
    if (this.stopping) throw WORKER_STOPPED({ kept });
    throw WORKER_DIED({ how, kept, lastWords: kept === null ? null : lastWords(kept.directory) });
  }
}

async function keptIn(directory: string): Promise<Kept | null> {
  try {
    const events = await readEvents(await openRun(directory));
    const saved = events.findLast((event) => event.type === 'checkpoint-saved');
    return { directory, epoch: saved?.epoch ?? null, clips: clipsOfCrash(directory) };
  } catch (error) {
    if (!isIntoneError(error)) throw error;
    return null;
  }
}
