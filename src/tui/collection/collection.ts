import { isIntoneError } from '../../core/errors/entry.js';
import { Histories } from './histories.js';
import { Records } from './records.js';
import type { RunEntry } from './runEntry.js';
import type { RunSource } from './runSource.js';

/** What is known of a folder of runs at one moment. */
export interface CollectionSnapshot {
  /** The oldest first. */
  readonly entries: readonly RunEntry[];
  /** Whether every run was looked at once. */
  readonly complete: boolean;
  /** Why the folder cannot be read; empty where it can. */
  readonly problem: string;
}

/** In ms: between two looks at the folder, and between two snapshots at least. */
export interface CollectionPace {
  readonly look: number;
  readonly tell: number;
}

const PACE: CollectionPace = { look: 2000, tell: 100 };

/**
 * Watches a folder of runs. It reads the record of every run, and the events only of those that somebody attends to,
 * since they are most of what runs hold. What it finds is told in snapshots, a few a second at most.
 */
export class Collection {
  readonly #pace: CollectionPace;
  readonly #records: Records;
  readonly #histories: Histories;
  readonly #listeners = new Set<() => void>();
  readonly #closing = new AbortController();
  readonly #unwatch: () => void;
  #snapshot: CollectionSnapshot = { entries: [], complete: false, problem: '' };
  #problem = '';
  #complete = false;
  #looking = false;
  #lookAgain = false;
  #nextLook: NodeJS.Timeout | undefined;
  #nextTelling: NodeJS.Timeout | undefined;
  #told = -Infinity;

  constructor(source: RunSource, pace: CollectionPace = PACE) {
    this.#pace = pace;
    this.#histories = new Histories(source.events, () => {
      this.#tellSoon();
    });
    this.#records = new Records(source, {
      read: ({ name }) => {
        this.#histories.refresh(name);
        this.#tellSoon();
      },
      gone: (name) => {
        this.#histories.forget(name);
        this.#tellSoon();
      },
    });
    this.#unwatch = source.watch(() => {
      this.#lookSoon(pace.tell);
    });
    void this.#look();
  }

  /** The same object until something changed. */
  readonly snapshot = (): CollectionSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Reads these runs' events, and follows those that go on; others that are followed are let go. */
  attend(names: readonly string[]): void {
    this.#histories.attend(names);
  }

  /** Ends all watching. */
  close(): void {
    this.#closing.abort();
    this.#unwatch();
    this.#histories.close();
    clearTimeout(this.#nextLook);
    clearTimeout(this.#nextTelling);
  }

  #lookSoon(wait: number): void {
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    clearTimeout(this.#nextLook);
    if (!this.#closing.signal.aborted) this.#nextLook = setTimeout(() => void this.#look(), wait);
  }

  async #look(): Promise<void> {
    this.#looking = true;
    try {
      await this.#records.look(this.#closing.signal);
      this.#problem = '';
      this.#complete = true;
    } catch (error) {
      if (!isIntoneError(error)) throw error;
      this.#problem = error.message;
    }
    this.#looking = false;
    this.#tellSoon();
    this.#lookSoon(this.#lookAgain ? this.#pace.tell : this.#pace.look);
    this.#lookAgain = false;
  }

  #tellSoon(): void {
    if (this.#nextTelling !== undefined || this.#closing.signal.aborted) return;
    const wait = Math.max(0, this.#told + this.#pace.tell - performance.now());
    this.#nextTelling = setTimeout(() => {
      this.#tell();
    }, wait);
  }

  #tell(): void {
    this.#nextTelling = undefined;
    this.#told = performance.now();
    this.#snapshot = {
      entries: this.#records.entries().map((entry) => this.#withHistory(entry)),
      complete: this.#complete,
      problem: this.#problem,
    };
    for (const listener of this.#listeners) listener();
  }

  #withHistory(entry: RunEntry): RunEntry {
    const read = this.#histories.of(entry.name);
    if (read === undefined) return entry;
    return { ...entry, history: read.history, problem: entry.problem === '' ? read.problem : entry.problem };
  }
}
