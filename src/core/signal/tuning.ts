import type { Spectrogram } from './analysis.js';

/** Where peaks are looked for, in Hz, and how high they stand over the frame's highest bin (librosa.piptrack). */
const LOWEST_PEAK = 150;
const HIGHEST_PEAK = 4000;
const PEAK_THRESHOLD = 0.1;

/** The histogram goes from −½ to ½ of a chroma bin in hundredths. */
const STEPS = 100;
const STEP = 0.01;

/** A0's octave: A440 is four octaves above. */
const OCTAVE_ZERO = 440 / 16;

/**
 * How far a clip is tuned from A440, in fractions of one of `binsPerOctave` bins, from −0.5 to 0.49 in hundredths:
 * librosa.estimate_tuning(S = power) with its defaults. A clip without a peak has 0.
 */
export function estimateTuning(power: Spectrogram, sampleRate: number, binsPerOctave: number): number {
  const { frequencies, heights } = spectralPeaks(power, sampleRate);
  if (frequencies.length === 0) return 0;
  const threshold = median(heights);
  const counts = new Int32Array(STEPS);
  frequencies.forEach((frequency, peak) => {
    if (heights[peak] >= threshold) counts[step(deviation(frequency, binsPerOctave))]++;
  });
  return edge(counts.indexOf(Math.max(...counts)));
}

interface Peaks {
  readonly frequencies: number[];
  readonly heights: number[];
}

/**
 * Local maxima of each frame, refined by a parabola through three bins. It rounds to 32 bits wherever librosa
 * does: two steps of the histogram are often as high as each other, and one peak more or less decides.
 */
function spectralPeaks({ frames, bins, values }: Spectrogram, sampleRate: number): Peaks {
  const fftSize = 2 * (bins - 1);
  const first = Math.max(1, Math.ceil((LOWEST_PEAK * fftSize) / sampleRate));
  const end = Math.ceil((Math.min(HIGHEST_PEAK, sampleRate / 2) * fftSize) / sampleRate);
  const frequencies: number[] = [];
  const heights: number[] = [];
  for (let frame = 0; frame < frames; frame++) {
    const offset = frame * bins;
    const threshold = Math.fround(Math.fround(PEAK_THRESHOLD) * highest(values, offset, offset + bins));
    for (let bin = first; bin < end; bin++) {
      const here = values[offset + bin];
      const before = values[offset + bin - 1];
      const after = values[offset + bin + 1];
      if (here <= threshold || here <= before || here < after) continue;
      const slope = Math.fround(after - before) / 2;
      const shift = parabolaShift(slope, Math.fround(after + before) - 2 * here);
      frequencies.push(Math.fround(((bin + shift) * sampleRate) / fftSize));
      heights.push(Math.fround(here + Math.fround(0.5 * slope * shift)));
    }
  }
  return { frequencies, heights };
}

/** From the middle bin to the parabola's top, in bins; 0 where it would be more than one. */
function parabolaShift(slope: number, curvature: number): number {
  return Math.abs(slope) >= Math.abs(curvature) ? 0 : Math.fround(-slope / curvature);
}

function highest(values: Float64Array, from: number, to: number): number {
  let maximum = 0;
  for (let index = from; index < to; index++) if (values[index] > maximum) maximum = values[index];
  return maximum;
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : Math.fround((sorted[middle - 1] + sorted[middle]) / 2);
}

/** Of a frequency from the nearest bin of the A440 scale, in bins, from −0.5 to 0.5. */
function deviation(frequency: number, binsPerOctave: number): number {
  const octaves = Math.fround(Math.log2(Math.fround(frequency / OCTAVE_ZERO)));
  const position = Math.fround(binsPerOctave * octaves);
  const fraction = position - Math.floor(position);
  return fraction >= 0.5 ? fraction - 1 : fraction;
}

function edge(index: number): number {
  return index * STEP - 0.5;
}

/** The histogram's step that holds a deviation: from its lower edge on, to below its upper one. */
function step(deviation: number): number {
  const guess = Math.min(STEPS - 1, Math.max(0, Math.floor((deviation + 0.5) * STEPS)));
  if (deviation < edge(guess)) return guess - 1;
  return guess < STEPS - 1 && deviation >= edge(guess + 1) ? guess + 1 : guess;
}
