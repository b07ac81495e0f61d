import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/**
 * The only source of randomness in an experiment. Every stage and every plugin gets its own stream, forked by
 * name from the experiment's seed, so that adding a stage never changes the numbers another one draws.
 *
 * The generator is xoroshiro128+ (Blackman & Vigna 2018) from pure-rand.
 */
export class Random {
  readonly #seed: number;
  readonly #path: string;
  #generator: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number, path = '') {
    this.#seed = seed;
    this.#path = path;
    this.#generator = xoroshiro128plus(hash32(`${String(seed)}/${path}`));
  }

  /** A stream of its own, determined by the seed and the names alone (not by what was drawn before). */
  fork(name: string): Random {
    return new Random(this.#seed, `${this.#path}/${name}`);
  }

  /** The same stream of another experiment: what it would draw if that one's seed were this. */
  reseeded(seed: number): Random {
    return new Random(seed, this.#path);
  }

  /** A number in [0, 1), with 53 random bits. */
  next(): number {
    return uniformFloat64(this.#generator);
  }

  /** An integer in [0, below). */
  integer(below: number): number {
    return uniformInt(this.#generator, 0, below - 1);
  }

  /** A number in [low, high). */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A standard normal number (Box–Muller; the second of the pair is not kept, so that the state stays small). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** A shuffled copy (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
    }
    return shuffled;
  }

  /** The generator's state, for a checkpoint. */
  state(): readonly number[] {
    return this.#generator.getState();
  }

  /** Goes on from a state that `state()` gave. */
  restore(state: readonly number[]): void {
    this.#generator = xoroshiro128plusFromState(state);
  }
}

/** FNV-1a over UTF-16 code units, then a finaliser (murmur3's), so that close names give distant seeds. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
