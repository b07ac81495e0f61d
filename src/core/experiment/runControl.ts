import type { EventSink } from '../events.js';
import { isIntoneError } from '../errors/entry.js';
import { ControlReader, type ControlRequest } from '../runs/control.js';
import type { Steering } from '../training/steering.js';

/** Milliseconds between two looks at what the run is asked. */
const LOOK = 200;

/**
 * What a run under way is asked to do, by its `control` file or by a signal: it pauses or ends the training, and its own
 * signal ends the run. `close` has to be called at the end.
 */
export class RunControl implements Steering {
  readonly #emit: EventSink;
  readonly #reader: ControlReader;
  readonly #interruption = new AbortController();
  readonly #outside: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout;
  #paused = false;
  #stopping = false;
  #goOn: (() => void) | null = null;

  /** @param outside interrupts the run, as `interrupt` in the file does */
  constructor(directory: string, emit: EventSink, outside: AbortSignal | undefined) {
    this.#emit = emit;
    this.#reader = new ControlReader(directory);
    this.#outside = outside;
    outside?.addEventListener('abort', this.#interrupt);
    if (outside?.aborted === true) this.#interruption.abort();
    // Between two batches the event loop turns, and the timer has its chance.
    this.#timer = setInterval(() => {
      this.#look();
    }, LOOK);
  }

  /** Ends the run at its next chance. */
  get signal(): AbortSignal {
    return this.#interruption.signal;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#outside?.removeEventListener('abort', this.#interrupt);
  }

  readonly stopsAfterEpoch = (): boolean => this.#stopping;

  readonly pause = async (): Promise<number> => {
    if (!this.#paused || this.signal.aborted) return 0;
    const began = performance.now();
    this.#emit({ type: 'paused' });
    await new Promise<void>((resolve) => {
      this.#goOn = resolve;
    });
    this.#emit({ type: 'continued' });
    return (performance.now() - began) / 1000;
  };

  readonly #interrupt = (): void => {
    if (this.signal.aborted) return;
    this.#tell({ type: 'stop-asked', after: 'batch' });
    this.#interruption.abort();
    this.#goOn?.();
  };

  #look(): void {
    const { requests, unknown } = this.#reader.next();
    for (const request of requests) this.#follow(request);
    for (const line of unknown) {
      this.#tell({ type: 'warning', message: `The file 'control' asks for '${line}', which is no request.` });
    }
  }

  #follow(request: ControlRequest): void {
    switch (request) {
      case 'pause':
        this.#paused = true;
        break;
      case 'continue':
        this.#paused = false;
        this.#goOn?.();
        break;
      case 'stop-epoch':
        if (!this.#stopping) this.#tell({ type: 'stop-asked', after: 'epoch' });
        this.#stopping = true;
        break;
      case 'interrupt':
        this.#interrupt();
    }
  }

  /** Nobody waits for what a timer does: where the events cannot be written, the run's own next one says so. */
  #tell(event: Parameters<EventSink>[0]): void {
    try {
      this.#emit(event);
    } catch (error) {
      if (!isIntoneError(error)) throw error;
    }
  }
}
