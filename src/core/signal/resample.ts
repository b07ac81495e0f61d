import { limitBand } from './bandLimit.js';
import { changeRate, changeRateReach } from './polyphase.js';

/** Of the sharp filter, in dB: on its own, and with the polyphase filter after it. */
const ATTENUATION_ALONE = 127;
const ATTENUATION_BEFORE_POLYPHASE = 133.1;

/**
 * Brings a signal to another rate as `librosa.resample` does by default (soxr's HQ setting): flat to 0.914 of half
 * the lower rate, nothing from half the lower rate on, linear phase, zeros before and after the signal.
 *
 * First a sharp filter, at a rate of at least twice the lower one: the given rate, or its double. Then, unless
 * every n-th sample is wanted, a change of rate by a short polyphase filter.
 *
 * @param from Rate of the samples, in Hz (a whole number).
 * @param to Wanted rate, in Hz (a whole number).
 * @returns ceil(samples · to / from) samples.
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const count = Math.ceil(samples.length * (to / from));
  const signal = { first: 0, values: Float64Array.from(samples) };
  const factor = from >= 2 * to ? 1 : 2;
  const rate = factor * from;
  const band = Math.min(from, to) / 2 / rate;
  if (rate % to === 0) {
    const stride = rate / to;
    const limit = { band, factor, attenuation: ATTENUATION_ALONE } as const;
    const { values } = limitBand(signal, limit, 0, count * stride);
    return Float32Array.from({ length: count }, (_, index) => values[index * stride]);
  }
  const divisor = greatestCommonDivisor(rate, to);
  const change = { up: to / divisor, down: rate / divisor, band };
  const margin = 2 * changeRateReach(change);
  const limit = { band, factor, attenuation: ATTENUATION_BEFORE_POLYPHASE } as const;
  const limited = limitBand(signal, limit, -margin, factor * samples.length + 2 * margin);
  return changeRate(limited, change, count);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
