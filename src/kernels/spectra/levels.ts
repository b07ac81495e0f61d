import { roomsOf } from './frames.js';
import { featureKernels, type FeatureKernels } from './module.js';

const SINGLE = 4;
const QUAD = 4;

/**
 * 10 · log10 of powers in 32 bits, none taken below 1e-10, and none more than `range` dB below the loudest
 * (librosa.power_to_db with ref = 1 and top_db = `range`).
 */
export function powerToDecibels(powers: Float32Array, range: number): Float32Array {
  const kernels = featureKernels();
  const place = levelsOf(kernels, powers, powers.length, range);
  return kernels.arena.singles(place, powers.length).slice();
}

/** The first rows of a cosine transform's matrix as the kernel reads them. */
export interface Cosines {
  readonly coefficients: number;
  readonly bands: number;
  /** Shape [groups of four coefficients, bands, 4]. */
  readonly values: Float64Array;
}

/** The first rows of the orthonormal DCT-II matrix (scipy.fft.dct with type 2 and norm 'ortho'). */
export function orthonormalCosines(coefficients: number, bands: number): Cosines {
  const { functions } = featureKernels();
  const values = new Float64Array(Math.ceil(coefficients / QUAD) * bands * QUAD);
  for (let k = 0; k < coefficients; k++) {
    const scale = Math.sqrt((k === 0 ? 1 : 2) / bands);
    const group = Math.floor(k / QUAD) * bands * QUAD + (k % QUAD);
    for (let n = 0; n < bands; n++) {
      values[group + n * QUAD] = scale * functions.cosine((Math.PI * k * (2 * n + 1)) / (2 * bands));
    }
  }
  return { coefficients, bands, values };
}

/** Natural logarithms of powers plus `floor`. */
export function logLevels(powers: Float32Array, floor: number): Float32Array {
  const kernels = featureKernels();
  const place = logsOf(kernels, powers, powers.length, floor);
  return kernels.arena.singles(place, powers.length).slice();
}

/** Cosine transform of each frame's levels in dB: `powers` is [frames, bands], the result [frames, coefficients]. */
export function cepstra(powers: Float32Array, range: number, cosines: Cosines): Float32Array {
  return transformed(powers, cosines, (kernels, count) => levelsOf(kernels, powers, count, range));
}

/** The same of the natural logarithms of powers plus `floor`. */
export function logCepstra(powers: Float32Array, floor: number, cosines: Cosines): Float32Array {
  return transformed(powers, cosines, (kernels, count) => logsOf(kernels, powers, count, floor));
}

/** `levels` lays out so many levels, some of them beyond the powers', and gives a pointer to them. */
function transformed(
  powers: Float32Array,
  cosines: Cosines,
  levels: (kernels: FeatureKernels, count: number) => number,
): Float32Array {
  const kernels = featureKernels();
  const { functions, arena } = kernels;
  const { coefficients, bands } = cosines;
  const frames = powers.length / bands;
  const quads = Math.ceil(frames / QUAD);
  const groups = Math.ceil(coefficients / QUAD);
  const rooms = roomsOf(kernels);
  const rows = levels(kernels, quads * QUAD * bands);
  const factors = rooms.weights(cosines.values.byteLength);
  const width = groups * QUAD;
  const out = rooms.second(quads * QUAD * width * SINGLE);
  arena.doubles(factors, cosines.values.length).set(cosines.values);
  functions.cosineTransform(rows, quads, bands, factors, groups, out);
  const found = arena.singles(out, frames * width);
  if (width === coefficients) return found.slice();
  const values = new Float32Array(frames * coefficients);
  for (let frame = 0; frame < frames; frame++) {
    values.set(found.subarray(frame * width, frame * width + coefficients), frame * coefficients);
  }
  return values;
}

/** Lays powers into the room `out`, zeros after them up to `count`, and makes levels in dB of them. */
function levelsOf(kernels: FeatureKernels, powers: Float32Array, count: number, range: number): number {
  const { functions } = kernels;
  const { place, whole } = laid(kernels, powers, count);
  const loudest = functions.decibels(place, whole);
  functions.raise(place, whole, Math.fround(loudest - range));
  return place;
}

/** The same with natural logarithms. */
function logsOf(kernels: FeatureKernels, powers: Float32Array, count: number, floor: number): number {
  const { place, whole } = laid(kernels, powers, count);
  kernels.functions.naturalLogs(place, whole, floor);
  return place;
}

/** A pointer to a copy of the powers, zeros after them to a whole vector. */
function laid(
  kernels: FeatureKernels,
  powers: Float32Array,
  count: number,
): { readonly place: number; readonly whole: number } {
  const whole = Math.ceil(count / QUAD) * QUAD;
  const place = roomsOf(kernels).out(whole * SINGLE);
  const values = kernels.arena.singles(place, whole);
  values.set(powers);
  values.fill(0, powers.length);
  return { place, whole };
}
