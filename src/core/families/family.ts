import { mkdir, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { isIntoneError } from '../errors/entry.js';
import { FAMILY_AMBIGUOUS, FAMILY_BUSY, FAMILY_DAMAGED, FAMILY_NOT_FOUND } from '../errors/families.js';
import { RUN_BUSY, RUN_FILE_UNREADABLE } from '../errors/runs.js';
import { formatJson, parseJson } from '../runs/documents/json.js';
import { isThere, readIfThere, reasonOf, systemCode, writeAtomically, writeFailure } from '../runs/files.js';
import { RunLock } from '../runs/lock.js';
import { FAMILY_FORMAT, FamilySchema, type FamilyDocument, type FamilyMember } from './document.js';
import type { FamilyPlan } from './members.js';
import type { Shares } from './progress.js';

/** Where families are kept: a folder among the runs. */
export const FAMILIES_FOLDER = 'families';
const DOCUMENT = 'family.json';
const SHOWN = 5;

/** A kept family. */
export interface Family {
  readonly directory: string;
  readonly runsDirectory: string;
  readonly document: FamilyDocument;
}

/** A family that this process works on; no other does meanwhile. Changes of its document are written one by one. */
export class OpenFamily implements Family {
  readonly directory: string;
  readonly runsDirectory: string;
  readonly #lock: RunLock;
  #document: FamilyDocument;
  #written: Promise<unknown> = Promise.resolve();

  private constructor(runsDirectory: string, document: FamilyDocument, lock: RunLock) {
    this.runsDirectory = runsDirectory;
    this.directory = join(runsDirectory, FAMILIES_FOLDER, document.name);
    this.#document = document;
    this.#lock = lock;
  }

  /**
   * Makes the folder and the document of a family that was planned.
   *
   * @param validationOnly no member opens its held-out part
   * @throws RUN_WRITE_FAILED
   */
  static async begin(
    plan: FamilyPlan,
    runsDirectory: string,
    started: Date,
    validationOnly = false,
  ): Promise<OpenFamily> {
    const folder = join(runsDirectory, FAMILIES_FOLDER);
    const time = started.toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
    const plain = plan.name
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}._]+/gu, '-')
      .replaceAll(/^[-.]+|[-.]+$/g, '');
    const name = await claimFolder(folder, `${time}-${plain === '' ? 'family' : plain}`);
    const document: FamilyDocument = {
      format: FAMILY_FORMAT,
      name,
      created: started.toISOString(),
      configs: [...new Set(plan.members.map(({ config }) => config))],
      ...(validationOnly && { validationOnly }),
      axes: [...plan.axes],
      members: plan.members.map(({ overrides, settings, ...member }) => ({
        ...member,
        overrides: [...overrides],
        settings: { ...settings },
        run: null,
        error: null,
      })),
    };
    const family = new OpenFamily(runsDirectory, document, await RunLock.acquire(join(folder, name)));
    await family.#write();
    return family;
  }

  /**
   * Takes up a kept family.
   *
   * @throws FAMILY_BUSY, RUN_WRITE_FAILED
   */
  static async open({ directory, runsDirectory, document }: Family): Promise<OpenFamily> {
    const lock = await RunLock.acquire(directory).catch((error: unknown) => {
      if (!isIntoneError(error) || error.code !== RUN_BUSY.code) throw error;
      throw FAMILY_BUSY({ family: document.name, reason: error.message }, undefined, error);
    });
    return new OpenFamily(runsDirectory, document, lock);
  }

  get document(): FamilyDocument {
    return this.#document;
  }

  /** The run directory of a member, by name; null where it has none. */
  runOf(number: number): string | null {
    return this.#document.members.find((member) => member.number === number)?.run ?? null;
  }

  /** Keeps what became known of a member. */
  async note(number: number, changes: Partial<Pick<FamilyMember, 'run' | 'error'>>): Promise<void> {
    const members = this.#document.members.map((member) =>
      member.number === number ? { ...member, ...changes } : member,
    );
    this.#document = { ...this.#document, members };
    await this.#write();
  }

  /** Keeps how its members share the machine. */
  async noteShares({ jobs, threads }: Shares): Promise<void> {
    this.#document = { ...this.#document, jobs, threads };
    await this.#write();
  }

  /** Lets others work on it. */
  async close(): Promise<void> {
    await this.#written.catch(() => undefined);
    await this.#lock.release();
  }

  async #write(): Promise<void> {
    const next = this.#written
      .catch(() => undefined)
      .then(() => writeAtomically(join(this.directory, DOCUMENT), formatJson(this.#document)));
    this.#written = next;
    await next;
  }
}

/**
 * Finds a family by its name, the beginning of that, what follows its time, its folder's path, or `latest`.
 *
 * @throws FAMILY_NOT_FOUND, FAMILY_AMBIGUOUS, FAMILY_DAMAGED, RUN_FILE_UNREADABLE
 */
export async function findFamily(reference: string, runsDirectory: string): Promise<Family> {
  const folder = join(runsDirectory, FAMILIES_FOLDER);
  const names = await familyNames(runsDirectory);
  const wanted =
    resolve(reference) === join(resolve(folder), basename(reference)) ? basename(reference) : reference;
  const matches =
    wanted === 'latest'
      ? names.slice(-1)
      : names.includes(wanted)
        ? [wanted]
        : names.filter((name) => wanted !== '' && (name.startsWith(wanted) || afterTime(name) === wanted));
  if (matches.length > 1) throw FAMILY_AMBIGUOUS({ family: reference, matches });
  if (matches.length === 0) throw FAMILY_NOT_FOUND({ family: reference, folder, known: names.slice(-SHOWN) });
  return await readFamily(matches[0], runsDirectory);
}

/** Names of the families in a folder of runs, the latest last. */
export async function familyNames(runsDirectory: string): Promise<readonly string[]> {
  const folder = join(runsDirectory, FAMILIES_FOLDER);
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const there = await Promise.all(names.map((name) => isThere(join(folder, name, DOCUMENT))));
    return names.filter((_, index) => there[index]).sort();
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return [];
    throw RUN_FILE_UNREADABLE({ file: folder, reason: reasonOf(cause) }, undefined, cause);
  }
}

async function readFamily(name: string, runsDirectory: string): Promise<Family> {
  const directory = join(runsDirectory, FAMILIES_FOLDER, name);
  const file = join(directory, DOCUMENT);
  const text = await readIfThere(file);
  if (text === null) throw FAMILY_DAMAGED({ file, problem: 'it is missing' });
  const parsed = parseJson(FamilySchema, text);
  if (!parsed.ok) throw FAMILY_DAMAGED({ file, problem: parsed.problem });
  return { directory, runsDirectory, document: parsed.value };
}

function afterTime(name: string): string {
  return name.replace(/^\d{8}T\d{6}Z-/, '');
}

/** Makes a folder of that name, or of the first free one of `name.2`, `name.3`, … */
async function claimFolder(folder: string, wanted: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    for (let count = 1; ; count++) {
      const name = count === 1 ? wanted : `${wanted}.${count}`;
      try {
        await mkdir(join(folder, name));
        return name;
      } catch (cause) {
        if (systemCode(cause) !== 'EEXIST') throw cause;
      }
    }
  } catch (cause) {
    throw writeFailure(folder, cause);
  }
}
