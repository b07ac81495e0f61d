import { changeRate, planRateChange, type RateChangePlan } from '../../kernels/spectra/rateChange.js';
import { kaiserReach, lowPass } from './kaiser.js';
import { interpolate, interpolationGain, interpolationReach, type Interpolation } from './polyphase.js';

/**
 * Transition band of the filter, in parts of the band, and attenuation of what lies above, in dB, which grows with the
 * number of stages that soxr takes. They are those of soxr 0.1.3's HQ setting, found by fitting Kaiser-windowed sincs
 * to its impulse responses. Where neither soxr's first nor its last stage is a doubling or a halving (22,050 to 16,000
 * Hz, say) its transition band is wider by a part in two hundred, which is left so: 75 dB apart on white noise.
 */
const PASS_BAND = 0.91425;
const STOP_BAND = 0.9995;
const ATTENUATION = 127.03;
const ATTENUATION_A_DOUBLING = 6.08;

/** Which samples of the result are wanted: from sample `first` on, so many. */
export interface Part {
  readonly first: number;
  readonly count: number;
}

/** Samples that a signal has at another rate. */
export function resampledLength(length: number, from: number, to: number): number {
  return from === to ? length : Math.ceil(length * (to / from));
}

/**
 * Brings a signal to another rate as `librosa.resample` does by default (soxr's HQ setting): flat to 0.914 of half
 * the lower rate, nothing from half the lower rate on, linear phase, zeros before and after the signal.
 *
 * The filter and the change of rate are one step, by overlap-save: a block's spectrum, times the filter's response, is
 * transformed back at the other rate's length. Where the rates' ratio has too large a prime factor for that, the
 * filter comes first, at a rate of at least twice the lower one, and then a short polyphase filter.
 *
 * @param from Rate of the samples, in Hz (a whole number).
 * @param to Wanted rate, in Hz (a whole number).
 * @param part What is wanted of the result, to the same bytes as of all of it; all of it where this is left out.
 * @returns ceil(samples · to / from) samples, or `part.count`.
 */
export function resample(samples: Float32Array, from: number, to: number, part?: Part): Float32Array {
  const { first, count } = part ?? { first: 0, count: resampledLength(samples.length, from, to) };
  if (from === to) return part ? samples.slice(first, first + count) : samples;
  const way = wayFor(from, to);
  if (way.then === null) return changeRate(samples, way.plan, first, count);
  const { up, down } = way.then;
  const reach = interpolationReach(way.then);
  const start = Math.floor((first * down) / up) - reach;
  const limited = changeRate(samples, way.plan, start, Math.ceil((count * down) / up) + 2 * reach);
  return interpolate({ first: start, values: limited }, way.then, first, count);
}

interface Way {
  readonly plan: RateChangePlan;
  /** What follows where the plan alone does not reach the wanted rate. */
  readonly then: Interpolation | null;
}

const ways = new Map<string, Way>();

function wayFor(from: number, to: number): Way {
  const key = `${from}/${to}`;
  const known = ways.get(key);
  if (known) return known;
  const made = makeWay(from, to);
  ways.set(key, made);
  return made;
}

function makeWay(from: number, to: number): Way {
  // soxr works at the given rate or, where that is less than twice the wanted one, at its double; a rate of four times
  // the wanted one and more it halves first.
  const factor = from >= 2 * to ? 1 : 2;
  const halvings = Math.max(0, Math.floor(Math.log2(from / to)) - 1);
  const alone = (factor * from) % to === 0;
  const stages = (halvings + 1) * (alone ? 1 : 2);
  const attenuation = ATTENUATION + ATTENUATION_A_DOUBLING * Math.log2(stages);
  const band = Math.min(from, to) / 2 / from;
  const windowReach = kaiserReach(attenuation, (STOP_BAND - PASS_BAND) * band);
  const impulse = lowPass(((PASS_BAND + STOP_BAND) / 2) * band, windowReach, attenuation);
  const reach = Math.ceil(windowReach);
  const filter = { reach, taps: Float64Array.from({ length: reach + 1 }, (_, time) => impulse(time)) };
  // The direct way does in one step what soxr does in two, so it takes over the second one's fall.
  const scale = 2 ** halvings / factor;
  const fall = interpolationGain(band * scale);
  const gain = alone ? null : (frequency: number): number => fall(frequency * scale);
  const direct = planRateChange({ ...ratio(from, to), ...filter, gain });
  if (direct) return { plan: direct, then: null };
  const plan = planRateChange({ up: factor, down: 1, ...filter, gain: null });
  if (plan === null) throw new RangeError(`No filter for ${from} Hz to ${to} Hz is short enough.`);
  return { plan, then: { ...ratio(factor * from, to), band: band / factor } };
}

/** to/from in lowest terms. */
function ratio(from: number, to: number): { up: number; down: number } {
  const divisor = greatestCommonDivisor(from, to);
  return { up: to / divisor, down: from / divisor };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
