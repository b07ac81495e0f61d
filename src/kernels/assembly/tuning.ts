import { SINGLE, VECTOR } from './lanes';
import { log2 } from './logarithm';

/** How high a peak stands over its frame's highest bin (librosa.piptrack's threshold). */
const PEAK_THRESHOLD: f32 = 0.1;
/** A0's octave: A440 is four octaves above. */
const OCTAVE_ZERO: f64 = 440.0 / 16;

/**
 * Local maxima of each frame's power between bins `first` and `end`, refined by a parabola through three bins. It
 * rounds to 32 bits wherever librosa does: two steps of the histogram are often as high as each other, and one peak
 * more or less decides.
 *
 * `frequencies` (in Hz) and `heights`: room for a peak in every other bin of every frame. Gives the number of peaks.
 */
export function spectralPeaks(
  magnitudes: usize,
  frames: usize,
  bins: usize,
  first: usize,
  end: usize,
  sampleRate: f64,
  frequencies: usize,
  heights: usize,
): usize {
  const fftSize = <f64>(2 * (bins - 1));
  let count: usize = 0;
  for (let quad: usize = 0; quad < frames; quad += 4, magnitudes += bins * VECTOR) {
    let highest = f32x4.splat(0);
    for (let p = magnitudes; p < magnitudes + bins * VECTOR; p += VECTOR) highest = f32x4.pmax(highest, v128.load(p));
    const threshold = f32x4.mul(f32x4.splat(PEAK_THRESHOLD), f32x4.mul(highest, highest));
    const lanes = frames - quad < 4 ? (1 << <i32>(frames - quad)) - 1 : 15;
    let p = magnitudes + first * VECTOR;
    let before = power(p - VECTOR);
    let here = power(p);
    for (let bin = first; bin < end; bin++, p += VECTOR) {
      const after = power(p + VECTOR);
      const isPeak = v128.and(
        v128.and(f32x4.gt(here, threshold), f32x4.gt(here, before)),
        f32x4.ge(here, after),
      );
      let mask = i32x4.bitmask(isPeak) & lanes;
      while (mask !== 0) {
        const lane = <usize>ctz(mask) * SINGLE;
        mask &= mask - 1;
        v128.store(lanesAt, before);
        v128.store(lanesAt, here, VECTOR);
        v128.store(lanesAt, after, 2 * VECTOR);
        const left = load<f32>(lanesAt + lane);
        const top = load<f32>(lanesAt + lane, VECTOR);
        const right = load<f32>(lanesAt + lane, 2 * VECTOR);
        const slope = <f64>(right - left) / 2;
        const curvature = <f64>(right + left) - 2 * <f64>top;
        // From the middle bin to the parabola's top, in bins; 0 where it would be more than one.
        const shift: f32 = abs(slope) >= abs(curvature) ? 0 : <f32>(-slope / curvature);
        store<f32>(frequencies + count * SINGLE, <f32>(((<f64>bin + <f64>shift) * sampleRate) / fftSize));
        store<f32>(heights + count * SINGLE, top + <f32>(0.5 * slope * <f64>shift));
        count++;
      }
      before = here;
      here = after;
    }
  }
  return count;
}

const lanesAt: usize = memory.data(48, 16);

// @ts-ignore: decorator
@inline
function power(p: usize): v128 {
  const magnitude = v128.load(p);
  return f32x4.mul(magnitude, magnitude);
}

/**
 * Median of the heights, which are put in another order: the middle one, or the mean of the two middle ones in 32 bits.
 */
export function medianHeight(heights: usize, count: usize): f32 {
  const middle = count >> 1;
  const upper = select(heights, count, middle);
  if (count % 2 === 1) return upper;
  let lower = load<f32>(heights);
  for (let index: usize = 1; index < middle; index++) lower = max(lower, load<f32>(heights + index * SINGLE));
  return <f32>((<f64>lower + <f64>upper) / 2);
}

/** The number that would be at `rank` in order; afterwards none before it is larger (Hoare's quickselect). */
function select(values: usize, count: usize, rank: usize): f32 {
  let left: isize = 0;
  let right: isize = <isize>count - 1;
  const place = <isize>rank;
  while (left < right) {
    const pivot = load<f32>(values + ((left + right) >> 1) * SINGLE);
    let i = left;
    let j = right;
    while (i <= j) {
      while (load<f32>(values + i * SINGLE) < pivot) i++;
      while (pivot < load<f32>(values + j * SINGLE)) j--;
      if (i <= j) {
        const kept = load<f32>(values + i * SINGLE);
        store<f32>(values + i * SINGLE, load<f32>(values + j * SINGLE));
        store<f32>(values + j * SINGLE, kept);
        i++;
        j--;
      }
    }
    if (place <= j) right = j;
    else if (place >= i) left = i;
    else break;
  }
  return load<f32>(values + rank * SINGLE);
}

/**
 * Deviation of each frequency from the nearest bin of the A440 scale, in bins, from −0.5 to 0.5, in place; there must
 * be room for one more. Two at a time.
 */
export function deviations(frequencies: usize, count: usize, binsPerOctave: f64): void {
  const bins = f32x4.splat(<f32>binsPerOctave);
  for (let index: usize = 0; index < count; index += 2, frequencies += 2 * SINGLE) {
    const frequency = f64x2.promote_low_f32x4(v128.load64_zero(frequencies));
    const ratio = f32x4.demote_f64x2_zero(f64x2.div(frequency, f64x2.splat(OCTAVE_ZERO)));
    const octaves = f32x4.demote_f64x2_zero(log2(f64x2.promote_low_f32x4(ratio)));
    const position = f32x4.mul(bins, octaves);
    const fraction = f32x4.sub(position, f32x4.floor(position));
    const one = v128.and(f32x4.splat(1), f32x4.ge(fraction, f32x4.splat(0.5)));
    v128.store64_lane(frequencies, f32x4.sub(fraction, one), 0);
  }
}
