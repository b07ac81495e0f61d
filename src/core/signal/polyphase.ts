import { cosine } from '../../kernels/spectra/module.js';
import { kaiserReach, lowPass } from './kaiser.js';

/** Attenuation of the mirrored bands, in dB, and the filter's cut-off, as fitted to soxr (see resample.ts). */
const ATTENUATION = 136.3;
const cutoffFor = (band: number): number => 0.428 + 0.1056 * band;

/** Narrower bands get the filter of this one: a wider transition would reach down to their lowest tones. */
const NARROWEST_BAND = 0.17;

/** A change of rate by up/down, two whole numbers without a common divisor. */
export interface Interpolation {
  readonly up: number;
  readonly down: number;
  /** Above this, in cycles a sample of the first rate, the signal is empty; at most a quarter. */
  readonly band: number;
}

/** Part of a signal: `values[0]` is its sample number `first`, which may be negative; outside it is zero. */
export interface Stretch {
  readonly first: number;
  readonly values: Float32Array;
}

/**
 * Changes the rate of a band-limited signal by a rational ratio with a polyphase filter. Only what is mirrored about
 * the first rate has to be kept out, so a filter of some 15 taps does.
 *
 * @param first The first sample to make.
 * @param count Samples to make.
 */
export function interpolate(
  signal: Stretch,
  change: Interpolation,
  first: number,
  count: number,
): Float32Array {
  const { up, down } = change;
  const { taps, phases } = bankFor(change);
  const { values: source } = signal;
  const values = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    const place = (first + index) * down;
    const whole = Math.floor(place / up);
    const phase = place - whole * up;
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
export function interpolationReach(change: Interpolation): number {
  return bankFor(change).taps / 2;
}

interface Bank {
  /** Of each phase; even. */
  readonly taps: number;
  /** Row-major, shape [up, taps]. */
  readonly phases: Float64Array;
}

const banks = new Map<string, Bank>();

function bankFor(change: Interpolation): Bank {
  const key = Object.values(change).join('/');
  const known = banks.get(key);
  if (known) return known;
  const made = makeBank(change);
  banks.set(key, made);
  return made;
}

function makeBank({ up, band }: Interpolation): Bank {
  const { response, reach } = impulseFor(band);
  const taps = 2 * Math.ceil(reach);
  const phases = new Float64Array(up * taps);
  for (let phase = 0; phase < up; phase++) {
    for (let tap = 0; tap < taps; tap++) {
      phases[phase * taps + tap] = response(tap - taps / 2 + 1 - phase / up);
    }
  }
  return { taps, phases };
}

function impulseFor(given: number): { readonly response: (time: number) => number; readonly reach: number } {
  const band = Math.max(NARROWEST_BAND, given);
  const cutoff = cutoffFor(band);
  // The first mirrored band starts at 1 − band. Windows have a whole number of taps, as soxr's.
  const reach = Math.round(2 * kaiserReach(ATTENUATION, 2 * (1 - band - cutoff))) / 2;
  return { response: lowPass(cutoff, reach, ATTENUATION), reach };
}

/** Steps in which the response is summed up, to a sample. */
const STEPS = 16;

/**
 * What the filter does to a frequency of the band: it falls off a little towards the band's upper end.
 *
 * @param band As of the interpolation.
 * @returns The factor at a frequency in cycles a sample of the first rate.
 */
export function interpolationGain(band: number): (frequency: number) => number {
  const { response, reach } = impulseFor(band);
  const half = Float64Array.from({ length: Math.ceil(reach * STEPS) }, (_, step) => response(step / STEPS));
  return (frequency) => {
    // The cosines of a step's multiples, each from the two before it.
    const twice = 2 * cosine((2 * Math.PI * frequency) / STEPS);
    let [before, here] = [twice / 2, 1];
    let sum = -half[0] / 2;
    for (const value of half) {
      sum += value * here;
      [before, here] = [here, twice * here - before];
    }
    return (2 * sum) / STEPS;
  };
}
