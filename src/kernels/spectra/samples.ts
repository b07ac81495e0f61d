import { featureKernels } from './module.js';
import { roomsOf } from './frames.js';

const SINGLE = 4;
/** Samples that are taken through the kernels' memory at once: a multiple of eight. */
const CHUNK = 2 ** 19;
const EIGHT = 8;

/** Whole numbers of 16 bits, over 2^15. */
export function scaleCodes(codes: Int16Array): Float32Array {
  const kernels = featureKernels();
  const values = new Float32Array(codes.length);
  for (let first = 0; first < codes.length; first += CHUNK) {
    const chunk = codes.subarray(first, first + CHUNK);
    const room = Math.ceil(chunk.length / EIGHT) * EIGHT;
    const from = roomsOf(kernels).scratch(room * 2);
    const out = roomsOf(kernels).out(room * SINGLE);
    kernels.arena.shorts(from, chunk.length).set(chunk);
    kernels.functions.scaleCodes(from, chunk.length, out);
    values.set(kernels.arena.singles(out, chunk.length), first);
  }
  return values;
}

/** The largest absolute value, 0 of none; NaN where a sample is infinite or not a number. */
export function peakOf(samples: Float32Array): number {
  const kernels = featureKernels();
  const bits = new Uint32Array(1);
  for (let first = 0; first < samples.length; first += CHUNK) {
    const chunk = samples.subarray(first, first + CHUNK);
    const room = Math.ceil(chunk.length / EIGHT) * EIGHT;
    const place = roomsOf(kernels).out(room * SINGLE);
    const copy = kernels.arena.singles(place, room);
    copy.set(chunk);
    copy.fill(0, chunk.length);
    bits[0] = Math.max(bits[0], kernels.functions.highestBits(place, chunk.length));
  }
  const peak = new Float32Array(bits.buffer)[0];
  return Number.isFinite(peak) ? peak : NaN;
}
