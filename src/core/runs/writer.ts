import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { isIntoneError } from '../errors/entry.js';
import type { Experiment } from '../config/experiment.js';
import type { RunEvent } from '../events.js';
import { formatJson } from './documents/json.js';
import { RUN_FORMAT, type RunFamily, type RunRecord } from './documents/record.js';
import { EventLog } from './eventLog.js';
import { isThere, systemCode, writeAtomically, writeFailure } from './files.js';
import { RUN_FILES, WORKING_FILES } from './layout.js';
import { RunLock } from './lock.js';
import { runName } from './name.js';
import { thisProcess } from './process.js';
import type { Run } from './reader.js';
import { describeSoftware } from './software.js';

/** What a run is begun with. */
export interface RunBeginning {
  readonly runsDirectory: string;
  readonly experiment: Experiment;
  /** The config as written: each file that it was made of. */
  readonly sources: readonly { readonly file: string; readonly text: string }[];
  /** Third parties' plugins in use. */
  readonly plugins: RunRecord['plugins'];
  /** The family that it is a member of. */
  readonly family?: RunFamily | undefined;
  /** The held-out part stays closed. */
  readonly validationOnly?: boolean | undefined;
}

/** What becomes known of a run while it goes on. */
export type RunProgress = Partial<
  Pick<RunRecord, 'dataHash' | 'claims' | 'backend' | 'stoppedAfterEpoch' | 'heldOut'>
>;

/** What the stage `save` leaves, and what there is of it where the process died in it. */
const RESULTS = [RUN_FILES.model, RUN_FILES.metrics, RUN_FILES.predictions, RUN_FILES.verdict];
const PARTIAL = /\.partial$/;

/**
 * Writes one run's directory, which it has locked. From its first moment on the directory says `running`; `finish`,
 * called last, is what makes it a finished run.
 */
export class RunWriter {
  readonly directory: string;
  readonly #log: EventLog;
  readonly #lock: RunLock;
  #record: RunRecord;

  private constructor(directory: string, record: RunRecord, lock: RunLock, log: EventLog) {
    this.directory = directory;
    this.#record = record;
    this.#lock = lock;
    this.#log = log;
  }

  /**
   * Makes `<runsDirectory>/<time>-<name>-<hash>/` with the config, the resolved experiment and `run.json` in it.
   * It is filled under another name and then renamed, so no directory is ever seen without them.
   *
   * @throws RUN_WRITE_FAILED; nothing is left
   */
  static async begin(beginning: RunBeginning): Promise<RunWriter> {
    const { runsDirectory, experiment, sources, plugins, family, validationOnly } = beginning;
    const started = new Date();
    const record: RunRecord = {
      format: RUN_FORMAT,
      name: experiment.name,
      state: 'running',
      seed: experiment.seed,
      started: started.toISOString(),
      finished: null,
      passed: null,
      error: null,
      dataHash: null,
      backend: null,
      ...(family && { family }),
      ...(validationOnly === true && { validationOnly }),
      ...(await describeSoftware()),
      plugins,
      process: thisProcess(),
    };
    const staging = await makeStaging(runsDirectory);
    try {
      await writeSources(join(staging, RUN_FILES.config), sources);
      await writeAtomically(join(staging, RUN_FILES.experiment), formatJson(experiment));
      await writeAtomically(join(staging, RUN_FILES.record), formatJson(record));
      const lock = await RunLock.acquire(staging);
      const directory = await claim(staging, join(runsDirectory, runName(experiment, started)));
      const log = new EventLog(join(directory, RUN_FILES.events));
      return new RunWriter(directory, record, lock.movedTo(directory), log);
    } catch (cause) {
      await rm(staging, { recursive: true, force: true });
      throw isIntoneError(cause) ? cause : writeFailure(runsDirectory, cause);
    }
  }

  /**
   * Goes on with a run that did not finish: its directory says `running` again, and what is there of its results is
   * removed, to be made once more.
   *
   * @throws RUN_WRITE_FAILED
   */
  static async resume({ directory, record }: Run, lock: RunLock): Promise<RunWriter> {
    const resumed = [...(record.resumed ?? []), new Date().toISOString()];
    try {
      for (const file of RESULTS) await rm(join(directory, file), { recursive: true, force: true });
      const leftovers = (await readdir(directory)).filter((name) => PARTIAL.test(name));
      for (const name of leftovers) await rm(join(directory, name), { recursive: true, force: true });
    } catch (cause) {
      throw writeFailure(directory, cause);
    }
    const log = new EventLog(join(directory, RUN_FILES.events), 'continue');
    const again: RunRecord = {
      ...record,
      ...{ state: 'running', finished: null, passed: null, error: null, resumed, process: thisProcess() },
    };
    delete again.stoppedAfterEpoch;
    const run = new RunWriter(directory, again, lock, log);
    await run.#keep({});
    return run;
  }

  /** Nothing was recorded yet. */
  get isSilent(): boolean {
    return this.#log.isEmpty;
  }

  /** What `run.json` says. */
  get kept(): RunRecord {
    return this.#record;
  }

  get name(): string {
    return basename(this.directory);
  }

  /** Appends an event to the log. */
  record(event: RunEvent): void {
    this.#log.append(event);
  }

  /** Writes one of the run's files whole. */
  async write(file: string, contents: string): Promise<void> {
    await writeAtomically(join(this.directory, file), contents);
  }

  /** Fills the model's folder under another name, then renames it. */
  async writeModel(fill: (directory: string) => Promise<void>): Promise<void> {
    const directory = join(this.directory, RUN_FILES.model);
    const beside = `${directory}.partial`;
    try {
      await mkdir(beside);
      await fill(beside);
      await rename(beside, directory);
    } catch (cause) {
      await rm(beside, { recursive: true, force: true });
      throw systemCode(cause) === null ? cause : writeFailure(directory, cause);
    }
  }

  /** Keeps in `run.json` what has become known. */
  async note(progress: RunProgress): Promise<void> {
    await this.#keep(progress);
  }

  /** The last write of a run that came to its end; it needs no checkpoint any more. */
  async finish(passed: boolean): Promise<void> {
    await this.#end({ state: 'finished', passed }, [WORKING_FILES.control, WORKING_FILES.checkpoint]);
    await this.#close();
  }

  /** The last write of a run that an error ended. */
  async fail(error: { readonly code: string; readonly message: string }): Promise<void> {
    await this.#end({ state: 'failed', error }).finally(() => this.#close());
  }

  /** The last write of a run that was stopped. */
  async interrupt(error: { readonly code: string; readonly message: string }): Promise<void> {
    await this.#end({ state: 'interrupted', error }).finally(() => this.#close());
  }

  /** Removes the run: for one that turned out, before its first result, not to be possible. */
  async discard(): Promise<void> {
    this.#log.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  /**
   * Says how the run ended. Where that cannot be written the run is still this writer's, to say that it failed.
   *
   * @param needless what nobody needs from now on
   */
  async #end(
    changes: Partial<RunRecord>,
    needless: readonly string[] = [WORKING_FILES.control],
  ): Promise<void> {
    await this.#keep({ ...changes, finished: new Date().toISOString() });
    const removals = needless.map((name) => rm(join(this.directory, name), { recursive: true, force: true }));
    // The run has ended by now: what cannot be removed does no harm.
    await Promise.allSettled(removals);
  }

  async #close(): Promise<void> {
    this.#log.close();
    await this.#lock.release();
  }

  async #keep(changes: Partial<RunRecord>): Promise<void> {
    const record = { ...this.#record, ...changes };
    await this.write(RUN_FILES.record, formatJson(record));
    this.#record = record;
  }
}

/** A hidden folder beside the runs: what begins with a dot is not a run. */
async function makeStaging(runsDirectory: string): Promise<string> {
  try {
    await mkdir(runsDirectory, { recursive: true });
    return await mkdtemp(join(runsDirectory, '.beginning-'));
  } catch (cause) {
    throw writeFailure(runsDirectory, cause);
  }
}

/** Renames the staging folder to the wanted name, or to the first free one of `name.2`, `name.3`, … */
async function claim(staging: string, wanted: string): Promise<string> {
  for (let count = 1; ; count++) {
    const directory = count === 1 ? wanted : `${wanted}.${count}`;
    try {
      // A folder with files in it is never replaced by a rename, so two runs cannot claim one name.
      await rename(staging, directory);
      return directory;
    } catch (cause) {
      if (!(await isThere(directory))) throw cause;
    }
  }
}

/** Copies the config's files with the folders that tell them apart, so that their `extends` still find each other. */
async function writeSources(folder: string, sources: RunBeginning['sources']): Promise<void> {
  await mkdir(folder);
  const files = sources.map(({ file }) => resolve(file));
  const root = commonFolder(files.map((file) => dirname(file)));
  for (const [index, { text }] of sources.entries()) {
    const copy = join(folder, relative(root, files[index]));
    await mkdir(dirname(copy), { recursive: true });
    await writeAtomically(copy, text);
  }
}

function commonFolder(folders: readonly string[]): string {
  const [first = [], ...others] = folders.map((folder) => folder.split(sep));
  const differs = first.findIndex((name, index) => others.some((other) => other[index] !== name));
  return (differs < 0 ? first : first.slice(0, differs)).join(sep) || sep;
}
