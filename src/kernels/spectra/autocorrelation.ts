import { cosine, featureKernels, type FeatureKernels } from './module.js';
import { roomsOf } from './frames.js';
import { place } from './rateChange.js';

const SINGLE = 4;
const QUAD = 4;
/** Of a complex number, four lanes a part. */
const COMPLEX = 32;
/** Frames that go through the kernel together. */
const GROUP = 8;
/** Frames whose samples are laid out at once. */
const BLOCK = 1024;

/** Autocorrelations of a clip's frames. */
export interface Autocorrelations {
  /** Numbers of a frame: more than asked for, to fill a vector. */
  readonly row: number;
  /**
   * Shape [frames, row]. Place 0 of a row is the frame's energy after the window, place τ its autocorrelation at a lag of τ samples over the
   * window's own, both divided by what they are at lag 0 (Boersma 1993): about 1 where the frame repeats itself after
   * τ samples, 0 in digital silence.
   */
  readonly values: Float32Array;
}

/**
 * Of frames of `length` samples under a Hann window, each less its mean, frame n centred on sample n · hop, zeros before
 * and after the clip; at lags up to `longest` samples.
 *
 * @param length A multiple of four, more than `longest`.
 */
export function autocorrelations(
  samples: Float32Array,
  hop: number,
  length: number,
  longest: number,
): Autocorrelations {
  const kernels = featureKernels();
  const { functions, arena } = kernels;
  const { size, lags, window, plan, correction } = tablesOf(kernels, length, longest);
  const rooms = roomsOf(kernels);
  const count = 1 + Math.floor(samples.length / hop);
  const values = new Float32Array(count * lags);
  for (let first = 0; first < count; first += BLOCK) {
    const frames = Math.min(BLOCK, count - first);
    const groups = Math.ceil(frames / GROUP);
    const laid = (groups * GROUP - 1) * hop + length;
    const input = rooms.table(laid * SINGLE);
    const data = rooms.scratch(size * COMPLEX);
    const out = rooms.out(groups * GROUP * lags * SINGLE);
    place(samples, first * hop - length / 2, arena.singles(input, laid));
    for (let group = 0; group < groups; group++) {
      const from = input + group * GROUP * hop * SINGLE;
      const to = out + group * GROUP * lags * SINGLE;
      functions.autocorrelations(from, hop, length, window, size, plan, lags, correction, data, to);
    }
    values.set(arena.singles(out, frames * lags), first * lags);
  }
  return { row: lags, values };
}

/** Sizes, and pointers to what a transform of one length needs. */
interface Tables {
  readonly size: number;
  readonly lags: number;
  readonly window: number;
  readonly plan: number;
  readonly correction: number;
}

const tables = new Map<string, Tables>();

function tablesOf({ functions, arena }: FeatureKernels, length: number, longest: number): Tables {
  const key = `${length} ${longest}`;
  const known = tables.get(key);
  if (known) return known;
  const lags = Math.ceil((longest + 1) / QUAD) * QUAD;
  const size = transformLength(length + lags);
  const shape = hann(length);
  const made = {
    size,
    lags,
    window: arena.allocate(length * SINGLE),
    plan: arena.allocate(functions.planBytes(size, SINGLE)),
    correction: arena.allocate(lags * SINGLE),
  };
  arena.singles(made.window, length).set(shape);
  arena.singles(made.correction, lags).set(correctionOf(shape, lags));
  functions.makePlan32(size, made.plan);
  tables.set(key, made);
  return made;
}

/** The least power of two, or three halves of one, that is not below `least`. */
function transformLength(least: number): number {
  const power = 2 ** Math.ceil(Math.log2(least));
  return (power / 4) * 3 >= least ? (power / 4) * 3 : power;
}

/** Periodic Hann window. */
function hann(length: number): Float32Array {
  return Float32Array.from({ length }, (_, n) => 0.5 - 0.5 * cosine((2 * Math.PI * n) / length));
}

/** r(0) / r(τ) of the window. */
function correctionOf(window: Float32Array, lags: number): Float64Array {
  const own = Float64Array.from({ length: lags }, (_, lag) => {
    let sum = 0;
    for (let n = lag; n < window.length; n++) sum += window[n] * window[n - lag];
    return sum;
  });
  return own.map((sum) => own[0] / sum);
}
