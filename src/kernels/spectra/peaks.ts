import { roomsOf, type ClipFrames } from './frames.js';

const SINGLE = 4;

/** Local maxima of the frames' power spectra, refined by a parabola (librosa.piptrack). */
export interface Peaks {
  /** In Hz. */
  readonly frequencies: Float32Array;
  readonly heights: Float32Array;
}

/** The peaks in bins `first` to before `end`, frame by frame. */
export function spectralPeaks(frames: ClipFrames, first: number, end: number, sampleRate: number): Peaks {
  const { functions, arena } = frames.kernels;
  const rooms = roomsOf(frames.kernels);
  const found: Peaks[] = [];
  // Of two bins side by side one at most is a peak.
  const most = Math.ceil(Math.max(0, end - first) / 2) + 1;
  frames.eachSpectra((magnitudes, { frames: count }) => {
    const [high, low] = [rooms.out(count * most * SINGLE), rooms.second(count * most * SINGLE)];
    const peaks = functions.spectralPeaks(magnitudes, count, frames.bins, first, end, sampleRate, high, low);
    found.push({
      frequencies: arena.singles(high, peaks).slice(),
      heights: arena.singles(low, peaks).slice(),
    });
  });
  if (found.length === 1) return found[0];
  return {
    frequencies: joined(found.map(({ frequencies }) => frequencies)),
    heights: joined(found.map(({ heights }) => heights)),
  };
}

/** The middle one of some heights, or the mean of the two in the middle. */
export function medianHeight({ kernels }: ClipFrames, heights: Float32Array): number {
  const place = roomsOf(kernels).out(heights.byteLength);
  kernels.arena.singles(place, heights.length).set(heights);
  return kernels.functions.medianHeight(place, heights.length);
}

/** Of frequencies from the nearest bin of the A440 scale, in bins, from −0.5 to 0.5. */
export function scaleDeviations(
  { kernels }: ClipFrames,
  frequencies: Float32Array,
  binsPerOctave: number,
): Float32Array {
  const place = roomsOf(kernels).out(frequencies.byteLength + SINGLE);
  kernels.arena.singles(place, frequencies.length).set(frequencies);
  kernels.functions.deviations(place, frequencies.length, binsPerOctave);
  return kernels.arena.singles(place, frequencies.length).slice();
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}
