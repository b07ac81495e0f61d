import { Fourier } from './fourier.js';
import { kaiserReach, lowPass } from './kaiser.js';
import type { Stretch } from './stretch.js';

/**
 * Transition band of the filter, in parts of the band. Edges and attenuations are those of soxr 0.1.3's HQ setting,
 * found by fitting Kaiser-windowed sincs to its impulse responses, which they are to 3e-7.
 */
const PASS_BAND = 0.91425;
const STOP_BAND = 0.9995;

export interface BandLimit {
  /** What is kept: half of the lower of two rates, in cycles a sample of the rate that is worked at. */
  readonly band: number;
  /** Of what lies above, in dB. */
  readonly attenuation: number;
  /** 2: zeros are set between the samples first, which doubles the rate. */
  readonly factor: 1 | 2;
}

/**
 * Filters a signal by overlap-save, with linear phase and no delay. Two blocks go through one complex transform, as
 * its real and its imaginary part, since the filter is real.
 *
 * @param first Number of the first sample to make, in the rate that is worked at; even.
 * @param count Samples to make.
 */
export function limitBand(signal: Stretch, limit: BandLimit, first: number, count: number): Stretch {
  const { factor } = limit;
  const { reach, response, wide, narrow } = filterFor(limit);
  const size = response.length;
  const step = size - 2 * reach;
  const values = new Float64Array(count);
  const input = new Float64Array(2 * narrow.size);
  const inputSpectrum = new Float64Array(2 * narrow.size);
  const spectrum = new Float64Array(2 * size);
  const output = new Float64Array(2 * size);
  for (let index = 0; index < count; index += 2 * step) {
    const start = (first + index - reach) / factor;
    fill(input, signal, start, 0);
    fill(input, signal, start + step / factor, 1);
    narrow.forward(input, inputSpectrum);
    // The spectrum of a signal with zeros between its samples is its own, twice over.
    for (let bin = 0; bin < size; bin++) {
      const source = bin % narrow.size;
      spectrum[2 * bin] = inputSpectrum[2 * source] * response[bin];
      spectrum[2 * bin + 1] = inputSpectrum[2 * source + 1] * response[bin];
    }
    wide.inverse(spectrum, output);
    take(values, index, output, reach, step, 0);
    take(values, index + step, output, reach, step, 1);
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

/** Takes `count` real or imaginary parts of a transform's output, from `from` on, to `at`, as far as there is room. */
function take(
  values: Float64Array,
  at: number,
  output: Float64Array,
  from: number,
  count: number,
  part: 0 | 1,
): void {
  const end = Math.min(count, values.length - at);
  for (let index = 0; index < end; index++) values[at + index] = output[2 * (from + index) + part];
}

interface Filter {
  /** In samples to either side; even. */
  readonly reach: number;
  /** Of the wide transform's bins; real, since the filter is symmetric about sample 0. */
  readonly response: Float64Array;
  /** Transforms at the rate that is worked at, and at the signal's own. */
  readonly wide: Fourier;
  readonly narrow: Fourier;
}

const SHORTEST_TRANSFORM = 4096;
const filters = new Map<string, Filter>();

function filterFor(limit: BandLimit): Filter {
  const key = Object.values(limit).join('/');
  const known = filters.get(key);
  if (known) return known;
  const made = makeFilter(limit);
  filters.set(key, made);
  return made;
}

function makeFilter({ band, attenuation, factor }: BandLimit): Filter {
  const windowReach = kaiserReach(attenuation, (STOP_BAND - PASS_BAND) * band);
  const impulse = lowPass(((PASS_BAND + STOP_BAND) / 2) * band, windowReach, attenuation);
  const reach = 2 * Math.ceil(windowReach / 2);
  const size = Math.max(SHORTEST_TRANSFORM, 2 ** Math.ceil(Math.log2(8 * reach)));
  const wide = new Fourier(size);
  const taps = new Float64Array(2 * size);
  for (let time = -reach; time <= reach; time++) taps[2 * ((time + size) % size)] = factor * impulse(time);
  const spectrum = new Float64Array(2 * size);
  wide.forward(taps, spectrum);
  const response = Float64Array.from({ length: size }, (_, bin) => spectrum[2 * bin]);
  return { reach, response, wide, narrow: factor === 1 ? wide : new Fourier(size / 2) };
}
