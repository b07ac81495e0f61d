import { roomsOf, type ClipFrames } from './frames.js';

const SINGLE = 4;
const QUAD = 4;
const VECTOR = 16;

/** Bands of a spectrum, each a run of bins with weights of their own. */
export interface BandFilters {
  /** Of each band: its first bin, and its number of bins. */
  readonly runs: Uint32Array;
  /** All bands' weights in a row. */
  readonly weights: Float32Array;
}

/** Power in bands: shape [frames, bands]. */
export function bandPowers(frames: ClipFrames, { runs, weights }: BandFilters): Float32Array {
  const { functions, arena } = frames.kernels;
  const rooms = roomsOf(frames.kernels);
  const bands = runs.length / 2;
  const values = new Float32Array(frames.count * bands);
  frames.eachSpectra((magnitudes, { first, quads, frames: count }) => {
    const table = rooms.table(runs.byteLength);
    const factors = rooms.weights(weights.byteLength);
    const out = rooms.out(quads * QUAD * bands * SINGLE);
    arena.integers(table, runs.length).set(runs);
    arena.singles(factors, weights.length).set(weights);
    functions.bandPowers(magnitudes, quads, frames.bins, table, factors, bands, out);
    values.set(arena.singles(out, count * bands), first * bands);
  });
  return values;
}

/**
 * Energy of pitch classes, each frame divided by its loudest: shape [frames, classes].
 *
 * @param filters Row-major, shape [bins, classes rounded up to a multiple of four]; zeros in what was added.
 */
export function pitchClasses(frames: ClipFrames, filters: Float32Array, classes: number): Float32Array {
  const { functions, arena } = frames.kernels;
  const rooms = roomsOf(frames.kernels);
  const width = filters.length / frames.bins;
  const values = new Float32Array(frames.count * classes);
  frames.eachSpectra((magnitudes, { first, quads, frames: count }) => {
    const factors = rooms.weights(filters.byteLength);
    const sums = rooms.scratch(width * VECTOR);
    const out = rooms.out(quads * QUAD * width * SINGLE);
    arena.singles(factors, filters.length).set(filters);
    functions.pitchClasses(magnitudes, quads, frames.bins, factors, width, sums, out);
    const found = arena.singles(out, count * width);
    if (width === classes) values.set(found, first * classes);
    else {
      for (let frame = 0; frame < count; frame++) {
        const row = found.subarray(frame * width, frame * width + classes);
        values.set(row, (first + frame) * classes);
      }
    }
  });
  return values;
}

/** Bins `from` to before `to`, of which the `extremes` highest and lowest are taken. */
export interface ExtremesBand {
  readonly from: number;
  readonly to: number;
  readonly extremes: number;
}

/** Means of each band's few highest and few lowest magnitudes: two arrays of shape [frames, bands]. */
export function bandExtremes(
  frames: ClipFrames,
  bands: readonly ExtremesBand[],
): { readonly peaks: Float32Array; readonly valleys: Float32Array } {
  const { functions, arena } = frames.kernels;
  const rooms = roomsOf(frames.kernels);
  const entries = bands.flatMap(({ from, to, extremes }) => [from, to, extremes]);
  const most = Math.max(...bands.map(({ extremes }) => extremes));
  const peaks = new Float32Array(frames.count * bands.length);
  const valleys = new Float32Array(frames.count * bands.length);
  frames.eachSpectra((magnitudes, { first, quads, frames: count }) => {
    const table = rooms.table(entries.length * SINGLE);
    const scratch = rooms.scratch(2 * most * VECTOR);
    const bytes = quads * QUAD * bands.length * SINGLE;
    const [high, low] = [rooms.out(bytes), rooms.second(bytes)];
    arena.integers(table, entries.length).set(entries);
    functions.extremes(magnitudes, quads, frames.bins, table, bands.length, scratch, high, low);
    peaks.set(arena.singles(high, count * bands.length), first * bands.length);
    valleys.set(arena.singles(low, count * bands.length), first * bands.length);
  });
  return { peaks, valleys };
}

/** Magnitudes as they were always given to features: shape [frames, bins], row-major. */
export function magnitudeRows(frames: ClipFrames): Float64Array {
  const { bins } = frames;
  const values = new Float64Array(frames.count * bins);
  frames.eachSpectra((magnitudes, { first, quads, frames: count }) => {
    const found = frames.kernels.arena.singles(magnitudes, quads * QUAD * bins);
    for (let frame = 0; frame < count; frame++) {
      const from = Math.floor(frame / QUAD) * bins * QUAD + (frame % QUAD);
      const to = (first + frame) * bins;
      for (let bin = 0; bin < bins; bin++) values[to + bin] = found[from + bin * QUAD];
    }
  });
  return values;
}
