import { quantile } from '../../../core/experiment/bootstrap.js';

/** Spread that is told from rounding, as a share of the mean. */
const ROUNDING = 1e-12;

/** The central moments of a contour, divided by the number of frames. */
interface Moments {
  readonly second: number;
  readonly third: number;
  readonly fourth: number;
}

/** Where numbers lie that live as long as one clip is looked at: one large array in place of hundreds of small ones. */
export class Scratch {
  #numbers = new Float64Array(2 ** 16);
  #taken = 0;

  /** So many numbers, of any value. */
  take(count: number): Float64Array {
    if (this.#taken + count > this.#numbers.length) {
      this.#numbers = new Float64Array(2 * (this.#numbers.length + count));
      this.#taken = 0;
    }
    this.#taken += count;
    return this.#numbers.subarray(this.#taken - count, this.#taken);
  }

  /** Gives back everything: what was taken may be overwritten. */
  clear(): void {
    this.#taken = 0;
  }
}

/** A column's values over some of a clip's frames. What several statistics need is computed once. */
export class Contour {
  #mean: number | undefined;
  #moments: Moments | undefined;
  #sorted: Float64Array | undefined;
  #delta: Contour | undefined;
  readonly #scratch: Scratch;
  readonly #makeDelta: (() => Contour) | undefined;

  /**
   * @param values At least one.
   * @param times Of each value: the number of its frame; null: they follow one another.
   * @param makeDelta Of what is a part of something: the delta comes of the whole.
   */
  private constructor(
    scratch: Scratch,
    readonly values: Float64Array,
    private readonly times: Uint32Array | null = null,
    makeDelta?: () => Contour,
  ) {
    this.#scratch = scratch;
    this.#makeDelta = makeDelta;
  }

  /** A column over a whole clip. */
  static of(values: Float32Array, column: number, columns: number, scratch: Scratch): Contour {
    const own = scratch.take(values.length / columns);
    for (let frame = 0; frame < own.length; frame++) own[frame] = values[frame * columns + column];
    return new Contour(scratch, own);
  }

  /** Some frames of a whole clip's contour, whose deltas are those of the whole. */
  at(frames: Uint32Array): Contour {
    const values = this.#scratch.take(frames.length);
    for (let index = 0; index < frames.length; index++) values[index] = this.values[frames[index]];
    return new Contour(this.#scratch, values, frames, () => this.delta.at(frames));
  }

  /** The frames from `first` to before `end`, likewise. */
  between(first: number, end: number): Contour {
    const values = this.values.subarray(first, end);
    return new Contour(this.#scratch, values, null, () => this.delta.between(first, end));
  }

  /** What it changes by from frame to frame (numpy.gradient). */
  get delta(): Contour {
    this.#delta ??= this.#makeDelta?.() ?? new Contour(this.#scratch, this.#gradient());
    return this.#delta;
  }

  get mean(): number {
    return (this.#mean ??= meanOf(this.values));
  }

  get deviation(): number {
    return Math.sqrt(this.moments.second);
  }

  /** Mean of the cubes of the distances from the mean, in deviations (scipy.stats.skew); 0 where all values are alike. */
  get skewness(): number {
    const { second, third } = this.moments;
    return this.isConstant ? 0 : third / second ** 1.5;
  }

  /** Mean of their fourth powers, less the normal distribution's 3 (scipy.stats.kurtosis). */
  get kurtosis(): number {
    const { second, fourth } = this.moments;
    return this.isConstant ? 0 : fourth / second ** 2 - 3;
  }

  /** Rise of the least-squares line from frame to frame; 0 of a single frame. */
  get slope(): number {
    const { values, times } = this;
    const middle = times === null ? (values.length - 1) / 2 : meanOf(times);
    let product = 0;
    let square = 0;
    for (let index = 0; index < values.length; index++) {
      const time = (times === null ? index : times[index]) - middle;
      product += time * values[index];
      square += time * time;
    }
    return square === 0 ? 0 : product / square;
  }

  get meanAbsolute(): number {
    let sum = 0;
    for (const value of this.values) sum += Math.abs(value);
    return sum / this.values.length;
  }

  /** Interpolated between two values (numpy.percentile); `share` from 0 to 1. */
  quantile(share: number): number {
    this.#sorted ??= this.#sort();
    return quantile(this.#sorted, share);
  }

  /** Lengths, in frames, of the stretches whose values are above 0 (or are not). */
  runs(above: boolean): number[] {
    const lengths: number[] = [];
    let length = 0;
    for (const value of this.values) {
      if (value > 0 === above) length++;
      else if (length > 0) {
        lengths.push(length);
        length = 0;
      }
    }
    return length > 0 ? [...lengths, length] : lengths;
  }

  private get isConstant(): boolean {
    return this.moments.second <= (ROUNDING * this.mean) ** 2;
  }

  private get moments(): Moments {
    return (this.#moments ??= momentsOf(this.values, this.mean));
  }

  #sort(): Float64Array {
    const sorted = this.#scratch.take(this.values.length);
    sorted.set(this.values);
    return sorted.sort();
  }

  #gradient(): Float64Array {
    const { values } = this;
    const last = values.length - 1;
    const rises = this.#scratch.take(values.length);
    for (let frame = 1; frame < last; frame++) rises[frame] = (values[frame + 1] - values[frame - 1]) / 2;
    rises[0] = last === 0 ? 0 : values[1] - values[0];
    rises[last] = last === 0 ? 0 : values[last] - values[last - 1];
    return rises;
  }
}

function momentsOf(values: Float64Array, mean: number): Moments {
  let [second, third, fourth] = [0, 0, 0];
  for (let index = 0; index < values.length; index++) {
    const distance = values[index] - mean;
    const square = distance * distance;
    second += square;
    third += square * distance;
    fourth += square * square;
  }
  const count = values.length;
  return { second: second / count, third: third / count, fourth: fourth / count };
}

function meanOf(values: Float64Array | Uint32Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index];
  return sum / values.length;
}
