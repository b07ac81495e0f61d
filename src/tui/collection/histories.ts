import { isIntoneError } from '../../core/errors/entry.js';
import { hasEnded } from '../../core/runs/runView.js';
import { emptyHistory, endHistory, extendHistory, type RunHistory } from './runEntry.js';
import type { RunSource } from './runSource.js';

/** What was read of a run's events. */
export interface ReadHistory {
  readonly history: RunHistory;
  /** Why no more of them can be read; empty where nothing is wrong. */
  readonly problem: string;
}

/** Histories that are kept of runs that nobody attends to any more. */
const KEPT = 100;

/** Reads the events of the runs that somebody attends to, and follows those that go on. */
export class Histories {
  readonly #events: RunSource['events'];
  readonly #changed: (name: string) => void;
  /** The ones attended to last are last. */
  readonly #read = new Map<string, ReadHistory>();
  readonly #followers = new Map<string, AbortController>();

  /** @param changed is told of every run of which more was read */
  constructor(events: RunSource['events'], changed: (name: string) => void) {
    this.#events = events;
    this.#changed = changed;
  }

  of(name: string): ReadHistory | undefined {
    return this.#read.get(name);
  }

  /** Reads these runs, and lets others that are followed go. */
  attend(names: readonly string[]): void {
    const wanted = new Set(names);
    for (const [name, follower] of this.#followers) {
      if (!wanted.has(name)) follower.abort();
    }
    for (const name of wanted) {
      const read = this.#read.get(name);
      if (read === undefined || !isWhole(read)) this.#follow(name);
      else this.#keep(name, read);
    }
    const spare = [...this.#read.keys()].filter((name) => !wanted.has(name)).slice(0, -KEPT);
    for (const name of spare) this.#read.delete(name);
  }

  /** Reads a run anew if it was read: it went on after its end, being resumed. */
  refresh(name: string): void {
    if (this.#read.has(name)) this.#follow(name);
  }

  forget(name: string): void {
    this.#followers.get(name)?.abort();
    this.#read.delete(name);
  }

  close(): void {
    for (const follower of this.#followers.values()) follower.abort();
  }

  #follow(name: string): void {
    if (this.#followers.has(name)) return;
    const follower = new AbortController();
    this.#followers.set(name, follower);
    void this.#readOn(name, follower.signal).finally(() => {
      this.#followers.delete(name);
    });
  }

  /** What was read before stays until as much was read again. */
  async #readOn(name: string, signal: AbortSignal): Promise<void> {
    const before = this.#read.get(name)?.history.view.now ?? 0;
    let history = emptyHistory;
    try {
      for await (const event of this.#events(name, signal)) {
        if (signal.aborted) return;
        history = extendHistory(history, event);
        if (history.view.now >= before) this.#keep(name, { history, problem: '' });
      }
      if (!signal.aborted) this.#keep(name, { history: endHistory(history), problem: '' });
    } catch (error) {
      if (!isIntoneError(error)) throw error;
      this.#keep(name, { history: endHistory(history), problem: error.message });
    }
  }

  #keep(name: string, read: ReadHistory): void {
    const changed = this.#read.get(name) !== read;
    this.#read.delete(name);
    this.#read.set(name, read);
    if (changed) this.#changed(name);
  }
}

function isWhole({ history, problem }: ReadHistory): boolean {
  return problem !== '' || hasEnded(history.view);
}
