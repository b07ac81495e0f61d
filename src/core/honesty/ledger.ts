import { mkdir } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Type, type Static } from '@sinclair/typebox';
import { isIntoneError } from '../errors/entry.js';
import { LEDGER_BUSY, LEDGER_DAMAGED } from '../errors/honesty.js';
import { RUN_BUSY } from '../errors/runs.js';
import { parseJson } from '../runs/documents/json.js';
import { readIfThere, systemCode, writeAtomically, writeFailure } from '../runs/files.js';
import { RunLock } from '../runs/lock.js';

/** Among the runs: every look at a held-out part, a line each, whatever becomes of the runs. */
export const LEDGER_FILE = 'ledger.jsonl';
const LOCK_FOLDER = '.ledger';

const PATIENCE = 30_000;
const BETWEEN = 50;

const LookSchema = Type.Object({
  type: Type.Literal('look'),
  time: Type.String({ description: 'ISO 8601, UTC.' }),
  heldOut: Type.String({
    description: 'The held-out part: SHA-256 over id, label and SHA-256 of the bytes of each of its clips.',
  }),
  dataHash: Type.String({ description: 'The same of all clips of the run.' }),
  clips: Type.Integer(),
  speakers: Type.Integer(),
  run: Type.String({ description: "The run directory's name." }),
  experiment: Type.String(),
  config: Type.String({ description: 'Hash of the resolved experiment, as run directories have it.' }),
  seed: Type.Integer(),
  user: Type.String(),
  host: Type.String(),
});
const ScoreSchema = Type.Object({
  type: Type.Literal('score'),
  time: Type.String({ description: 'ISO 8601, UTC.' }),
  heldOut: Type.String(),
  run: Type.String(),
  overall: Type.Record(Type.String(), Type.Union([Type.Number(), Type.Null()])),
});
const LineSchema = Type.Union([LookSchema, ScoreSchema]);
type Line = Static<typeof LineSchema>;

/** What a run says of its look; who and when is added. */
export type LookOf = Omit<Static<typeof LookSchema>, 'type' | 'time' | 'user' | 'host'>;

/** One run's look at one held-out part. */
export interface Look extends Static<typeof LookSchema> {
  /** Null where the run ended between the look and its score. */
  readonly overall: Static<typeof ScoreSchema>['overall'] | null;
}

/**
 * The ledger of a runs folder. A look is written before the held-out part is opened, so that a run that dies right
 * after it counts; its score follows. Lines are only ever added, under a lock, and the file is replaced whole, so no
 * reader and no crash sees half a line.
 */
export class Ledger {
  readonly file: string;
  readonly #folder: string;

  constructor(runsDirectory: string) {
    this.#folder = runsDirectory;
    this.file = join(runsDirectory, LEDGER_FILE);
  }

  /**
   * All looks, the first at the top; none where there is no ledger.
   *
   * @throws LEDGER_DAMAGED, RUN_FILE_UNREADABLE
   */
  async looks(): Promise<readonly Look[]> {
    return joined(parsed(this.file, (await readIfThere(this.file)) ?? ''));
  }

  /** The looks at one held-out part, the first at the top. */
  async looksAt(heldOut: string): Promise<readonly Look[]> {
    return (await this.looks()).filter((look) => look.heldOut === heldOut);
  }

  /**
   * Records that a run is about to look; a run that did so before it was resumed has looked once.
   *
   * @returns all looks at that part up to this one, this one the last
   * @throws LEDGER_BUSY, LEDGER_DAMAGED, RUN_WRITE_FAILED
   */
  async look(of: LookOf): Promise<readonly Look[]> {
    const lines = await this.#add((before) =>
      before.some((line) => line.type === 'look' && isOf(line, of))
        ? null
        : { type: 'look', time: new Date().toISOString(), ...of, ...whoRuns() },
    );
    const looks = joined(lines).filter(({ heldOut }) => heldOut === of.heldOut);
    return looks.slice(0, looks.findIndex((each) => isOf(each, of)) + 1);
  }

  /** Adds what a look found. */
  async score(of: Pick<LookOf, 'heldOut' | 'run'>, overall: NonNullable<Look['overall']>): Promise<void> {
    const { heldOut, run } = of;
    await this.#add((before) =>
      before.some((line) => line.type === 'score' && isOf(line, of))
        ? null
        : { type: 'score', time: new Date().toISOString(), heldOut, run, overall },
    );
  }

  async #add(lineAfter: (before: readonly Line[]) => Line | null): Promise<readonly Line[]> {
    const lock = await this.#lock();
    try {
      const text = (await readIfThere(this.file)) ?? '';
      const before = parsed(this.file, text);
      const line = lineAfter(before);
      if (line === null) return before;
      const ended = text === '' || text.endsWith('\n') ? text : `${text}\n`;
      await writeAtomically(this.file, `${ended}${JSON.stringify(line)}\n`);
      return [...before, line];
    } finally {
      await lock.release();
    }
  }

  async #lock(): Promise<RunLock> {
    const folder = join(this.#folder, LOCK_FOLDER);
    try {
      await mkdir(folder, { recursive: true });
    } catch (cause) {
      throw systemCode(cause) === null ? cause : writeFailure(folder, cause);
    }
    for (const began = performance.now(); ;) {
      try {
        return await RunLock.acquire(folder);
      } catch (error) {
        if (!isIntoneError(error) || error.code !== RUN_BUSY.code) throw error;
        if (performance.now() - began > PATIENCE) {
          throw LEDGER_BUSY({ file: this.file, seconds: PATIENCE / 1000 }, undefined, error);
        }
        await wait(BETWEEN);
      }
    }
  }
}

function isOf(
  line: Pick<LookOf, 'heldOut' | 'run'>,
  { heldOut, run }: Pick<LookOf, 'heldOut' | 'run'>,
): boolean {
  return line.heldOut === heldOut && line.run === run;
}

function parsed(file: string, text: string): readonly Line[] {
  return text.split('\n').flatMap((line, index) => {
    if (line === '') return [];
    const read = parseJson(LineSchema, line);
    if (!read.ok) throw LEDGER_DAMAGED({ file, line: index + 1, problem: read.problem });
    return [read.value];
  });
}

function joined(lines: readonly Line[]): readonly Look[] {
  return lines.flatMap((line): Look[] => {
    if (line.type !== 'look') return [];
    const score = lines.find((each) => each.type === 'score' && isOf(each, line));
    return [{ ...line, overall: score?.type === 'score' ? score.overall : null }];
  });
}

function whoRuns(): { user: string; host: string } {
  const host = hostname();
  try {
    return { user: userInfo().username, host };
  } catch {
    // A container may run under a number that has no name.
    return { user: String(process.getuid?.() ?? 'unknown'), host };
  }
}
