import { Fourier } from './fourier.js';
import { filterReach, lowPass } from './kaiser.js';
import type { Stretch } from './stretch.js';

/**
 * Edges of the transition band, in parts of the lower rate's half. They were found by fitting a Kaiser-windowed sinc
 * to the impulse response of soxr 0.1.3's HQ setting from 44,100 to 22,050 Hz, which it is to 3e-7.
 */
const PASS_BAND = 0.91426;
const STOP_BAND = 0.99948;

/** Length of the transform at the higher rate. */
const BLOCK = 4096;

/** In cycles a sample of the higher rate, whose quarter is the lower rate's half. */
const CUTOFF = (PASS_BAND + STOP_BAND) / 8;
const WINDOW_REACH = filterReach((STOP_BAND - PASS_BAND) / 4);

/** How far the sharp filter reaches to either side, in samples of the higher rate; blocks need a multiple of four. */
export const SHARP_REACH = 4 * Math.ceil(WINDOW_REACH / 4);

/**
 * Halves the rate: filters and keeps every second sample, by overlap-save. Two blocks go through one complex
 * transform, as its real and its imaginary part, since the filter is real.
 */
export function halveRate(signal: Stretch, first: number, count: number): Stretch {
  const { response, whole, half } = tools();
  const values = new Float64Array(count);
  const step = BLOCK / 2 - SHARP_REACH;
  const input = new Float64Array(2 * BLOCK);
  const spectrum = new Float64Array(2 * BLOCK);
  const folded = new Float64Array(BLOCK);
  const output = new Float64Array(BLOCK);
  for (let index = 0; index < count; index += 2 * step) {
    const start = 2 * (first + index) - SHARP_REACH;
    fill(input, signal, start, 0);
    fill(input, signal, start + 2 * step, 1);
    whole.forward(input, spectrum);
    for (let bin = 0; bin < BLOCK / 2; bin++) {
      const mirror = bin + BLOCK / 2;
      for (let part = 0; part < 2; part++) {
        folded[2 * bin + part] =
          (spectrum[2 * bin + part] * response[bin] + spectrum[2 * mirror + part] * response[mirror]) / 2;
      }
    }
    half.inverse(folded, output);
    take(values, index, output, SHARP_REACH / 2, step, 0);
    take(values, index + step, output, SHARP_REACH / 2, step, 1);
  }
  return { first, values };
}

/** Doubles the rate: sets zeros between the samples and filters; the counterpart of `halveRate`. */
export function doubleRate(signal: Stretch, first: number, count: number): Stretch {
  const { response, whole, half } = tools();
  const values = new Float64Array(count);
  const step = BLOCK - 2 * SHARP_REACH;
  const even = 2 * Math.floor(first / 2);
  const input = new Float64Array(BLOCK);
  const narrow = new Float64Array(BLOCK);
  const spectrum = new Float64Array(2 * BLOCK);
  const output = new Float64Array(2 * BLOCK);
  for (let index = even - first; index < count; index += 2 * step) {
    const start = (first + index - SHARP_REACH) / 2;
    fill(input, signal, start, 0);
    fill(input, signal, start + step / 2, 1);
    half.forward(input, narrow);
    for (let bin = 0; bin < BLOCK; bin++) {
      const source = bin % (BLOCK / 2);
      spectrum[2 * bin] = 2 * narrow[2 * source] * response[bin];
      spectrum[2 * bin + 1] = 2 * narrow[2 * source + 1] * response[bin];
    }
    whole.inverse(spectrum, output);
    take(values, index, output, SHARP_REACH, step, 0);
    take(values, index + step, output, SHARP_REACH, step, 1);
  }
  return { first, values };
}

/** Lays a block of the signal into the real (`part` 0) or the imaginary parts (1) of a transform's input. */
function fill(input: Float64Array, signal: Stretch, start: number, part: 0 | 1): void {
  const { values } = signal;
  const offset = start - signal.first;
  for (let index = 0; index < input.length / 2; index++) {
    const place = offset + index;
    input[2 * index + part] = place >= 0 && place < values.length ? values[place] : 0;
  }
}

/** Takes `count` real or imaginary parts of a transform's output, from `from` on, to `at`; what is beyond is left. */
function take(
  values: Float64Array,
  at: number,
  output: Float64Array,
  from: number,
  count: number,
  part: 0 | 1,
): void {
  const begin = Math.max(0, -at);
  const end = Math.min(count, values.length - at);
  for (let index = begin; index < end; index++) values[at + index] = output[2 * (from + index) + part];
}

interface Tools {
  /** Of the filter at the higher rate, real since the filter is symmetric about sample 0. */
  readonly response: Float64Array;
  readonly whole: Fourier;
  readonly half: Fourier;
}

let made: Tools | undefined;

function tools(): Tools {
  if (made) return made;
  const whole = new Fourier(BLOCK);
  const impulse = lowPass(CUTOFF, WINDOW_REACH);
  const taps = new Float64Array(2 * BLOCK);
  for (let time = -SHARP_REACH; time <= SHARP_REACH; time++)
    taps[2 * ((time + BLOCK) % BLOCK)] = impulse(time);
  const spectrum = new Float64Array(2 * BLOCK);
  whole.forward(taps, spectrum);
  const response = Float64Array.from({ length: BLOCK }, (_, bin) => spectrum[2 * bin]);
  made = { response, whole, half: new Fourier(BLOCK / 2) };
  return made;
}
