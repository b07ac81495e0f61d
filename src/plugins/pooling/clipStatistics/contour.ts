import { quantile } from '../../../core/experiment/bootstrap.js';

/** Spread that is told from rounding, as a share of the mean. */
const ROUNDING = 1e-12;

/** The central moments of a contour, divided by the number of frames. */
interface Moments {
  readonly mean: number;
  readonly second: number;
  readonly third: number;
  readonly fourth: number;
}

/** A column's values over some of a clip's frames. What several statistics need is computed once. */
export class Contour {
  #moments: Moments | undefined;
  #sorted: Float64Array | undefined;
  #delta: Contour | undefined;
  readonly #makeDelta: () => Contour;

  /**
   * @param values At least one.
   * @param times Of each value: the number of its frame.
   */
  private constructor(
    readonly values: Float64Array,
    readonly times: Float64Array,
    delta?: () => Contour,
  ) {
    this.#makeDelta = delta ?? (() => new Contour(gradient(values), times));
  }

  /** A column over a whole clip. */
  static of(values: Float32Array, column: number, columns: number): Contour {
    const own = new Float64Array(values.length / columns);
    for (let frame = 0; frame < own.length; frame++) own[frame] = values[frame * columns + column];
    return new Contour(own, timesOf(own.length));
  }

  /** Some of its frames, whose deltas are those of the whole. */
  at(frames: Uint32Array): Contour {
    const values = new Float64Array(frames.length);
    const times = new Float64Array(frames.length);
    for (let index = 0; index < frames.length; index++) {
      values[index] = this.values[frames[index]];
      times[index] = this.times[frames[index]];
    }
    return new Contour(values, times, () => this.delta.at(frames));
  }

  /** What it changes by from frame to frame (numpy.gradient). */
  get delta(): Contour {
    return (this.#delta ??= this.#makeDelta());
  }

  get mean(): number {
    return this.moments.mean;
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
    const middle = meanOf(times);
    let product = 0;
    let square = 0;
    for (let index = 0; index < values.length; index++) {
      const time = times[index] - middle;
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
    this.#sorted ??= this.values.slice().sort();
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
    const { mean, second } = this.moments;
    return second <= (ROUNDING * mean) ** 2;
  }

  private get moments(): Moments {
    return (this.#moments ??= momentsOf(this.values));
  }
}

function momentsOf(values: Float64Array): Moments {
  const mean = meanOf(values);
  let [second, third, fourth] = [0, 0, 0];
  for (const value of values) {
    const distance = value - mean;
    const square = distance * distance;
    second += square;
    third += square * distance;
    fourth += square * square;
  }
  const count = values.length;
  return { mean, second: second / count, third: third / count, fourth: fourth / count };
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function gradient(values: Float64Array): Float64Array {
  const last = values.length - 1;
  const rises = new Float64Array(values.length);
  if (last === 0) return rises;
  for (let frame = 1; frame < last; frame++) rises[frame] = (values[frame + 1] - values[frame - 1]) / 2;
  rises[0] = values[1] - values[0];
  rises[last] = values[last] - values[last - 1];
  return rises;
}

let counted = new Float64Array(0);

/** 0, 1, 2, … up to so many. */
function timesOf(count: number): Float64Array {
  if (counted.length < count) counted = Float64Array.from({ length: 2 * count }, (_, frame) => frame);
  return counted.subarray(0, count);
}
