import { medianHeight, scaleDeviations, spectralPeaks } from '../../kernels/spectra/peaks.js';
import { framesOf } from './frames.js';
import type { Analysis } from './analysis.js';

/** Where peaks are looked for, in Hz (librosa.piptrack). */
const LOWEST_PEAK = 150;
const HIGHEST_PEAK = 4000;

/** The histogram goes from −½ to ½ of a chroma bin in hundredths. */
const STEPS = 100;
const STEP = 0.01;

/**
 * How far a clip is tuned from A440, in fractions of one of `binsPerOctave` bins, from −0.5 to 0.49 in hundredths:
 * librosa.estimate_tuning(S = power) with its defaults. A clip without a peak has 0.
 */
export function estimateTuning(analysis: Analysis, binsPerOctave: number): number {
  const frames = framesOf(analysis);
  const { sampleRate } = analysis.waveform;
  const binOf = (frequency: number): number => Math.ceil((frequency * frames.fftSize) / sampleRate);
  const first = Math.max(1, binOf(LOWEST_PEAK));
  const end = binOf(Math.min(HIGHEST_PEAK, sampleRate / 2));
  const { frequencies, heights } = spectralPeaks(frames, first, end, sampleRate);
  if (frequencies.length === 0) return 0;
  const threshold = medianHeight(frames, heights);
  const high = new Float32Array(frequencies.length);
  let count = 0;
  for (let peak = 0; peak < heights.length; peak++) {
    if (heights[peak] >= threshold) high[count++] = frequencies[peak];
  }
  const counts = new Int32Array(STEPS);
  const deviations = scaleDeviations(frames, high.subarray(0, count), binsPerOctave);
  for (const deviation of deviations) counts[step(deviation)]++;
  return edge(counts.indexOf(Math.max(...counts)));
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
