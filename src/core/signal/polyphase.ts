import { kaiserReach, lowPass } from './kaiser.js';
import type { Stretch } from './stretch.js';

/** Attenuation of the mirrored bands, in dB, and the filter's cut-off, as fitted to soxr (see bandLimit.ts). */
const ATTENUATION = 136.3;
const cutoffFor = (band: number): number => 0.428 + 0.1056 * band;

/** Narrower bands get the filter of this one: a wider transition would reach down to their lowest tones. */
const NARROWEST_BAND = 0.17;

/** A change of rate by up/down, two whole numbers without a common divisor. */
export interface RateChange {
  readonly up: number;
  readonly down: number;
  /** Above this, in cycles a sample of the first rate, the signal is empty; at most a quarter. */
  readonly band: number;
}

/**
 * Changes the rate of a band-limited signal by a rational ratio with a polyphase filter. Only what is mirrored about
 * the first rate has to be kept out, so a filter of some 15 taps does.
 *
 * @param count Samples to make, from sample 0 on.
 */
export function changeRate(signal: Stretch, change: RateChange, count: number): Float32Array {
  const { up, down } = change;
  const { taps, phases } = bankFor(change);
  const { values: source } = signal;
  const values = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    const whole = Math.floor((index * down) / up);
    const phase = index * down - whole * up;
    const start = whole - taps / 2 + 1 - signal.first;
    const begin = Math.max(0, -start);
    const end = Math.min(taps, source.length - start);
    let sum = 0;
    for (let tap = begin; tap < end; tap++) sum += phases[phase * taps + tap] * source[start + tap];
    values[index] = sum;
  }
  return values;
}

/** How far the filter reaches to either side, in samples of the first rate. */
export function changeRateReach(change: RateChange): number {
  return bankFor(change).taps / 2;
}

interface Bank {
  /** Of each phase; even. */
  readonly taps: number;
  /** Row-major, shape [up, taps]. */
  readonly phases: Float64Array;
}

const banks = new Map<string, Bank>();

function bankFor(change: RateChange): Bank {
  const key = Object.values(change).join('/');
  const known = banks.get(key);
  if (known) return known;
  const made = makeBank(change);
  banks.set(key, made);
  return made;
}

function makeBank({ up, band: given }: RateChange): Bank {
  const band = Math.max(NARROWEST_BAND, given);
  const cutoff = cutoffFor(band);
  // The first mirrored band starts at 1 − band. Windows have a whole number of taps, as soxr's.
  const windowReach = Math.round(2 * kaiserReach(ATTENUATION, 2 * (1 - band - cutoff))) / 2;
  const response = lowPass(cutoff, windowReach, ATTENUATION);
  const taps = 2 * Math.ceil(windowReach);
  const phases = new Float64Array(up * taps);
  for (let phase = 0; phase < up; phase++) {
    for (let tap = 0; tap < taps; tap++) {
      phases[phase * taps + tap] = response(tap - taps / 2 + 1 - phase / up);
    }
  }
  return { taps, phases };
}
