import { STAGES, type EventSink, type Stage } from '../events.js';

/** Runs the stages one after the other and says of each when it began, how long it took and what came of it. */
export class Stages {
  readonly emit: EventSink;
  readonly #signal: AbortSignal | undefined;
  #current: Stage | null = null;

  constructor(emit: EventSink, signal?: AbortSignal) {
    this.emit = emit;
    this.#signal = signal;
  }

  /** The stage that runs, or that ran last. */
  get current(): Stage | null {
    return this.#current;
  }

  /** Nothing was computed yet. */
  get beforeFeatures(): boolean {
    return this.#current === null || STAGES.indexOf(this.#current) < STAGES.indexOf('features');
  }

  warn(message: string): void {
    this.emit({ type: 'warning', message, ...(this.#current !== null && { stage: this.#current }) });
  }

  /**
   * Runs one stage.
   *
   * @param summarize one line for a person, of what the stage made
   * @throws the signal's reason where the run was aborted before or in it
   */
  async run<T>(stage: Stage, work: () => T | Promise<T>, summarize: (made: T) => string): Promise<T> {
    this.#signal?.throwIfAborted();
    this.#current = stage;
    this.emit({ type: 'stage-started', stage });
    const began = performance.now();
    const made = await work();
    this.#signal?.throwIfAborted();
    this.emit({
      type: 'stage-finished',
      stage,
      seconds: (performance.now() - began) / 1000,
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
      summary: summarize(made),
    });
    return made;
  }
}
