import { Random } from '../random.js';

type Warn = (message: string) => void;

/**
 * Counts what the plugins of a feature path do beside computing: the numbers they draw and the warnings they give. A
 * clip's row that came with neither can be kept in place of computing it again.
 */
export class SideEffects {
  #draws = 0;
  #warnings = 0;

  /** Draws and warnings. */
  get count(): number {
    return this.#draws + this.#warnings;
  }

  get draws(): number {
    return this.#draws;
  }

  /** The same stream; what is drawn from it, from a fork of it or from it reseeded, is counted. */
  watchRandom(random: Random): Random {
    return new WatchedRandom(random, () => {
      this.#draws += 1;
    });
  }

  /** The same ear; what it hears is counted. */
  watchWarn(warn: Warn): Warn {
    return (message) => {
      this.#warnings += 1;
      warn(message);
    };
  }
}

/** A stream that tells of every draw; what else `Random` offers is made of these. */
class WatchedRandom extends Random {
  readonly #stream: Random;
  readonly #drawn: () => void;

  constructor(stream: Random, drawn: () => void) {
    super(0);
    this.#stream = stream;
    this.#drawn = drawn;
  }

  override fork(name: string): Random {
    return new WatchedRandom(this.#stream.fork(name), this.#drawn);
  }

  override reseeded(seed: number): Random {
    return new WatchedRandom(this.#stream.reseeded(seed), this.#drawn);
  }

  override next(): number {
    this.#drawn();
    return this.#stream.next();
  }

  override integer(below: number): number {
    this.#drawn();
    return this.#stream.integer(below);
  }

  override state(): readonly number[] {
    this.#drawn();
    return this.#stream.state();
  }

  override restore(state: readonly number[]): void {
    this.#drawn();
    this.#stream.restore(state);
  }
}
