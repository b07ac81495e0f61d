import { isIntoneError } from '../../core/errors/entry.js';
import { damagedEntry, entryOf, type RunEntry } from './runEntry.js';
import type { RunSource } from './runSource.js';

/** Record files that are read at the same time. */
const AT_ONCE = 16;

/** What a look at the folder changed. */
export interface RecordChanges {
  /** Read for the first time, or anew. */
  readonly read: (entry: RunEntry) => void;
  readonly gone: (name: string) => void;
}

/** Knows the record of every run of a folder; a record that did not change is not read again. */
export class Records {
  readonly #source: RunSource;
  readonly #changes: RecordChanges;
  readonly #known = new Map<string, { readonly stamp: string; readonly entry: RunEntry }>();

  constructor(source: RunSource, changes: RecordChanges) {
    this.#source = source;
    this.#changes = changes;
  }

  /** The oldest first. */
  entries(): readonly RunEntry[] {
    return [...this.#known.values()].map(({ entry }) => entry).sort((a, b) => a.started - b.started);
  }

  /**
   * Looks at the folder once, at the latest runs first, since lists begin with them.
   *
   * @throws RUN_FILE_UNREADABLE where the folder is
   */
  async look(signal: AbortSignal): Promise<void> {
    const names = await this.#source.names();
    this.#forgetAllBut(new Set(names));
    const latestFirst = names.toReversed();
    for (let from = 0; from < names.length && !signal.aborted; from += AT_ONCE) {
      await Promise.all(latestFirst.slice(from, from + AT_ONCE).map((name) => this.#readIfChanged(name)));
    }
  }

  /** A running run's process may have died, of which its record knows nothing. */
  async #readIfChanged(name: string): Promise<void> {
    const stamp = await this.#source.stamp(name);
    const known = this.#known.get(name);
    if (known?.stamp === stamp && known.entry.state !== 'running') return;
    const entry = await this.#read(name);
    if (known?.stamp === stamp && known.entry.state === entry.state) return;
    this.#known.set(name, { stamp, entry });
    this.#changes.read(entry);
  }

  async #read(name: string): Promise<RunEntry> {
    try {
      const run = await this.#source.open(name);
      const entry = entryOf(run);
      return run.state === 'finished' ? { ...entry, heldOut: await this.#source.heldOut(run) } : entry;
    } catch (error) {
      if (!isIntoneError(error)) throw error;
      return damagedEntry(name, error.message);
    }
  }

  #forgetAllBut(there: ReadonlySet<string>): void {
    for (const name of this.#known.keys()) {
      if (there.has(name)) continue;
      this.#known.delete(name);
      this.#changes.gone(name);
    }
  }
}
