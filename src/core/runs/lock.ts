import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Type, type Static } from '@sinclair/typebox';
import { RUN_BUSY } from '../errors/runs.js';
import { RunRecordSchema } from './documents/record.js';
import { parseJson } from './documents/json.js';
import { systemCode, writeFailure } from './files.js';
import { WORKING_FILES } from './layout.js';
import { isAlive, thisProcess } from './process.js';

const LockSchema = Type.Object({
  id: Type.String({ description: 'Of this lock alone.' }),
  ...RunRecordSchema.properties.process.properties,
});
type LockMark = Static<typeof LockSchema>;

/** The process of a lock that cannot be read. */
const NOBODY = { pid: 0, host: '', startedTicks: null };
/** Milliseconds. */
const SETTLE = 100;

/** File systems without hard links: FAT, some network folders. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'];

/**
 * The right to write a run, which one process has at a time: the file `lock` in the run's directory, with the mark of
 * its process.
 *
 * The lock of a dead process is taken over. Since two may want that at once, whoever would replace the lock with the id
 * X first makes the file `lock.after-X`, which only one can make; of a process that died there too, `lock.after-` its
 * id, and so on. Ids are never used twice, so whoever comes late finds that X is gone and looks again.
 */
export class RunLock {
  readonly #directory: string;
  readonly #mark: LockMark;

  private constructor(directory: string, mark: LockMark) {
    this.#directory = directory;
    this.#mark = mark;
  }

  /** @throws RUN_BUSY where a process has it, or one on another machine that cannot be asked; RUN_WRITE_FAILED */
  static async acquire(directory: string): Promise<RunLock> {
    const mark = { id: randomUUID(), ...thisProcess() };
    const own = join(directory, `${WORKING_FILES.lock}.${mark.id}`);
    try {
      await writeFile(own, `${JSON.stringify(mark)}\n`, { flag: 'wx', flush: true });
      while (!(await attempt(directory, own)));
      return new RunLock(directory, mark);
    } catch (cause) {
      throw systemCode(cause) === null ? cause : writeFailure(join(directory, WORKING_FILES.lock), cause);
    } finally {
      await rm(own, { force: true });
    }
  }

  /** The same right where the directory has been renamed meanwhile. */
  movedTo(directory: string): RunLock {
    return new RunLock(directory, this.#mark);
  }

  /** Gives the right back; a lock that is no longer its own is left alone. */
  async release(): Promise<void> {
    const file = join(this.#directory, WORKING_FILES.lock);
    try {
      await sweep(this.#directory);
      if ((await readMark(file))?.id === this.#mark.id) await rm(file, { force: true });
    } catch (error) {
      // What cannot be removed is soon the lock of a dead process.
      if (systemCode(error) === null) throw error;
    }
  }
}

/** Tries to become the lock; false where somebody else changed something meanwhile, and it is to be tried again. */
async function attempt(directory: string, own: string): Promise<boolean> {
  const lock = join(directory, WORKING_FILES.lock);
  const dead: { file: string; id: string }[] = [];
  let claim = lock;
  while (!(await claimed(own, claim))) {
    const holder = await readMark(claim);
    if (holder === null) return false;
    const alive = holder.pid === NOBODY.pid ? 'no' : isAlive(holder);
    if (alive !== 'no') throw RUN_BUSY({ run: directory, ...holder, thisHost: alive === 'yes' });
    dead.push({ file: claim, id: holder.id });
    claim = `${lock}.after-${holder.id}`;
  }
  if (dead.length === 0) return true;

  const unchanged = await Promise.all(dead.map(async ({ file, id }) => (await readMark(file))?.id === id));
  if (unchanged.every(Boolean)) {
    await rename(own, lock);
    for (const { file } of dead.slice(1)) await rm(file, { force: true });
  }
  await rm(claim, { force: true });
  return unchanged.every(Boolean);
}

/** Removes what processes left that died while they wanted the lock. */
async function sweep(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.startsWith(`${WORKING_FILES.lock}.`));
  for (const file of names.map((name) => join(directory, name))) {
    const mark = await readMark(file);
    if (mark !== null && isAlive(mark) === 'no') await rm(file, { force: true });
  }
}

/** Makes the file with the contents of another, unless it is there; whoever sees it sees it whole. */
async function claimed(own: string, file: string): Promise<boolean> {
  try {
    await link(own, file).catch(async (error: unknown) => {
      if (!NO_LINKS.includes(systemCode(error) ?? '')) throw error;
      await copyFile(own, file, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Who holds a lock; null where there is none. One that cannot be read is a dead process's. */
async function readMark(file: string): Promise<LockMark | null> {
  for (let look = 1; ; look++) {
    try {
      const parsed = parseJson(LockSchema, await readFile(file, 'utf8'));
      if (parsed.ok) return parsed.value;
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return null;
      throw error;
    }
    if (look === 2) return { id: `unreadable-${basename(file)}`, ...NOBODY };
    // Where there are no hard links it may just be being written.
    await wait(SETTLE);
  }
}
