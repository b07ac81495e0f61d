import { filterReach, lowPass } from './kaiser.js';
import type { Stretch } from './stretch.js';

/** A change of rate for a signal of which only the part below `band` Hz matters. */
export interface RateChange {
  readonly from: number;
  readonly to: number;
  /** What lies from `band` to three times it may come out changed or mirrored: it is for the sharp filter. */
  readonly band: number;
}

/**
 * Changes the rate by a rational ratio with a polyphase filter, whose transition band goes from `band` to three times
 * that, so that few taps do.
 *
 * @param first Number of the first sample to make, in the new rate.
 * @param count Samples to make.
 */
export function changeRate(signal: Stretch, change: RateChange, first: number, count: number): Stretch {
  if (change.from === change.to) return signal;
  const { up, down, taps, phases } = bank(change);
  const values = new Float64Array(count);
  const { values: source } = signal;
  for (let index = 0; index < count; index++) {
    const position = (first + index) * down;
    const whole = Math.floor(position / up);
    const phase = position - whole * up;
    const start = whole - taps / 2 + 1 - signal.first;
    const weights = phase * taps;
    const begin = Math.max(0, -start);
    const end = Math.min(taps, source.length - start);
    let sum = 0;
    for (let tap = begin; tap < end; tap++) sum += phases[weights + tap] * source[start + tap];
    values[index] = sum;
  }
  return { first, values };
}

/** How far the filter reaches to either side, in samples of the rate that it starts from. */
export function changeRateReach(change: RateChange): number {
  return change.from === change.to ? 0 : bank(change).taps / 2;
}

interface Bank {
  readonly up: number;
  readonly down: number;
  /** Taps of each phase; even. */
  readonly taps: number;
  /** Row-major, shape [up, taps]. */
  readonly phases: Float64Array;
}

const banks = new Map<string, Bank>();

function bank(change: RateChange): Bank {
  const key = [change.from, change.to, change.band].join('/');
  const known = banks.get(key);
  if (known) return known;
  const made = makeBank(change);
  banks.set(key, made);
  return made;
}

function makeBank({ from, to, band }: RateChange): Bank {
  const divisor = greatestCommonDivisor(from, to);
  const [up, down] = [to / divisor, from / divisor];
  const reach = Math.ceil(filterReach((2 * band) / from));
  const response = lowPass((2 * band) / from, reach);
  const taps = 2 * reach;
  const phases = new Float64Array(up * taps);
  for (let phase = 0; phase < up; phase++) {
    for (let tap = 0; tap < taps; tap++) {
      phases[phase * taps + tap] = response(tap - reach + 1 - phase / up);
    }
  }
  return { up, down, taps, phases };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
