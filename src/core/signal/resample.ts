import { halveRate, doubleRate, SHARP_REACH } from './octaveFilter.js';
import { changeRate, changeRateReach } from './polyphase.js';

/**
 * Brings a signal to another rate, with the quality of soxr's HQ setting: flat to 0.913 of the lower rate's half,
 * nothing above it, linear phase, zeros before and after.
 *
 * The sharp filter works at twice the lower of the two rates, where it is short, by FFT: going down, after a change
 * to twice the wanted rate; going up, before the change from twice the given rate. That change, by any rational
 * ratio, has a wide transition band to itself and needs few taps.
 *
 * @param from Rate of the samples, in Hz (a whole number).
 * @param to Wanted rate, in Hz (a whole number).
 * @returns ceil(samples · to / from) samples, as librosa.resample.
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const count = Math.ceil(samples.length * (to / from));
  const signal = { first: 0, values: Float64Array.from(samples) };
  const band = Math.min(from, to) / 2;
  if (to < from) {
    const change = { from, to: 2 * to, band };
    const doubled = changeRate(signal, change, -SHARP_REACH, 2 * count + 2 * SHARP_REACH);
    return Float32Array.from(halveRate(doubled, 0, count).values);
  }
  const change = { from: 2 * from, to, band };
  const margin = changeRateReach(change);
  const doubled = doubleRate(signal, -margin, 2 * samples.length + 2 * margin);
  return Float32Array.from(changeRate(doubled, change, 0, count).values);
}
